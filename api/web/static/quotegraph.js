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
    // A problem from before the pages, in English: its kind in the words of the page.
    const { type } = JSON.parse(event.detail.xhr.responseText);
    const kinds = JSON.parse(document.getElementById("told").dataset.problems);
    detail = kinds[type.split("/").at(-1)] ?? kinds["internal-error"];
  } catch {
    const page = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
    const parts = [...page.querySelectorAll(".notice h1, .notice .faults li")].map((part) => part.textContent.trim());
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

// What an address or a link points to on the page: shown even where it was folded away, marked by `:target`, in focus.
function showTarget() {
  let id;
  try {
    id = decodeURIComponent(location.hash.slice(1));
  } catch {
    return;
  }
  const target = id && document.getElementById(id);
  if (!target) return;
  const folded = target.closest("details:not([open])");
  for (let one = folded; one; one = one.parentElement.closest("details:not([open])")) one.open = true;
  if (target.tabIndex < 0 && !target.hasAttribute("tabindex")) target.tabIndex = -1;
  target.focus({ preventScroll: true });
  target.scrollIntoView(); // once more: what was unfolded has moved it, and the focus has stopped the browser's own way
}
addEventListener("hashchange", showTarget);
// The same address again is no change of it.
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]');
  if (link && link.getAttribute("href") === location.hash) showTarget();
});
showTarget();

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
