// The article page: brings the chosen words into view, and shows which pieces belong together.
"use strict";

const text = document.querySelector(".text");
const chosen = text?.dataset.chosen;
const words = chosen && text.querySelector(".said.content.chosen");
if (words && (!location.hash || location.hash === `#${chosen}`)) {
  // Whoever goes on by keyboard, or listens, goes on at the words.
  words.tabIndex = -1;
  words.scrollIntoView({ block: "center", behavior: "instant" });
  words.focus({ preventScroll: true });
}

let lit = [];
function light(event) {
  const under = event.target.closest ? event.target.closest("[data-said]") : null;
  for (const one of lit) one.classList.remove("lit");
  lit = [];
  if (!under || !text) return;
  const id = under.dataset.said.split(" ")[0];
  lit = [...document.querySelectorAll(`[data-said~="${CSS.escape(id)}"]`)];
  for (const one of lit) one.classList.add("lit");
}
document.addEventListener("mouseover", light);
document.addEventListener("focusin", light);
