// What all pages need of script: telling what happened, copying a quotation, short addresses of forms.
"use strict";

document.documentElement.classList.add("script");

function tell(message) {
  const told = document.getElementById("told");
  if (told) told.textContent = message;
}

document.addEventListener("htmx:responseError", (event) => {
  let detail = `${event.detail.xhr.status}`;
  try {
    detail = JSON.parse(event.detail.xhr.responseText).detail || detail;
  } catch {
    const page = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
    const parts = [...page.querySelectorAll(".notice h1, .notice [lang]")].map((part) => part.textContent.trim());
    if (parts.length) detail = parts.join(": ");
  }
  tell(detail);
});
document.addEventListener("htmx:sendError", () => {
  const told = document.getElementById("told");
  if (told) tell(told.dataset.offline);
});
document.addEventListener("htmx:afterSwap", () => tell(""));

// On narrow screens the navigation is a row that scrolls: the page that one is on shall be in sight.
const here = document.querySelector(".top nav [aria-current]");
if (here) here.closest("nav").scrollLeft = here.offsetLeft - here.closest("nav").clientWidth / 2;

// Browsers give the clipboard to secure pages only; elsewhere a selected text can be copied.
function copySelected(text) {
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "unseen";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const text = `${button.dataset.copy}\n${location.origin}${button.dataset.link}`;
  let done = false;
  try {
    await navigator.clipboard.writeText(text);
    done = true;
  } catch {
    done = copySelected(text);
    button.focus();
  }
  tell(done ? button.dataset.told : button.dataset.failed);
});

// Fields that are left empty are no part of the address.
document.addEventListener("formdata", (event) => {
  if (event.target.method !== "get") return;
  for (const name of new Set(event.formData.keys())) {
    const filled = event.formData.getAll(name).filter((value) => value !== "");
    event.formData.delete(name);
    for (const value of filled) event.formData.append(name, value);
  }
});
