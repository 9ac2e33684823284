// The queue by keyboard. The keys work only while a card is in focus (WCAG 2.1.4), and can be switched off.
"use strict";

(() => {
  const queue = document.getElementById("queue");
  const on = document.getElementById("keys-on");
  const STORED = "quotegraph-review-keys";
  try {
    on.checked = localStorage.getItem(STORED) !== "off";
    on.addEventListener("change", () => localStorage.setItem(STORED, on.checked ? "on" : "off"));
  } catch {
    // storage is forbidden: the keys stay as they are on the page
  }

  const cards = () => [...queue.querySelectorAll(".card")];

  function move(from, step) {
    const all = cards();
    const next = all[all.indexOf(from) + step];
    if (next) {
      if (!next.hasAttribute("tabindex")) next.tabIndex = -1;
      next.focus();
    }
  }

  queue.addEventListener("keydown", (event) => {
    if (!on.checked || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest("input, select, textarea")) return;
    const card = event.target.closest(".card");
    if (!card) return;
    const key = event.key.toLowerCase();
    if (key === "j") move(card, 1);
    else if (key === "k") move(card, -1);
    else if (key === "u") [...queue.querySelectorAll(".decided [data-undo]")].at(-1)?.click();
    else if ("cer".includes(key) && card.querySelector(`[data-key="${key}"]`)) card.querySelector(`[data-key="${key}"]`).click();
    else return;
    event.preventDefault();
  });

  // After a decision the next card is in focus, and what was done can be taken back from where one is.
  // Once settled: until then htmx keeps the classes of the card before.
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.elt?.id === "waiting") return; // the count beside the card
    const form = event.detail.target.querySelector?.(".correction");
    if (form) {
      form.querySelector("input").focus();
      return;
    }
    const path = event.detail.requestConfig?.path ?? "";
    const id = path.split("/")[2];
    const done = document.getElementById(`card-${id}`);
    if (!done?.classList.contains("decided")) {
      const back = cards().find((card) => card.id === event.detail.elt?.id);
      back?.focus();
      return;
    }
    const undo = document.createElement("button");
    undo.type = "button";
    undo.textContent = queue.dataset.undo;
    undo.addEventListener("click", () => { done.querySelector("[data-undo]").click(); told.replaceChildren(); });
    const told = document.getElementById("told");
    told.replaceChildren(queue.dataset.told, undo);
    setTimeout(() => { if (told.contains(undo) && !told.contains(document.activeElement)) told.replaceChildren(); }, 30000);
    const all = cards();
    const waiting = all.slice(all.indexOf(done) + 1).find((card) => card.classList.contains("review-card"));
    (waiting ?? done.querySelector("[data-undo]")).focus();
  });
})();
