// The article page: brings the chosen words into view, and shows which pieces belong together.
"use strict";

const text = document.querySelector(".text");
const target = text && text.dataset.chosen && document.getElementById(text.dataset.chosen);
if (target && !location.hash) target.scrollIntoView({ block: "center" });

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
