// What all pages need of script: telling what happened, and what goes wrong with a request.
"use strict";

document.addEventListener("htmx:responseError", (event) => {
  const told = document.getElementById("told");
  if (!told) return;
  let detail = `${event.detail.xhr.status}`;
  try {
    detail = JSON.parse(event.detail.xhr.responseText).detail || detail;
  } catch {
    // a page in place of a problem: its status says enough
  }
  told.textContent = detail;
});
