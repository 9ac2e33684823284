// Follows a job by its events; once it has ended the page is loaded again, with what came in and what failed.
"use strict";

const box = document.querySelector("[data-events]");
if (box) {
  const state = box.querySelector(".state");
  const bar = box.querySelector("progress");
  const current = box.querySelector("[data-current]");
  const events = new EventSource(box.dataset.events);
  const show = (event) => {
    const job = JSON.parse(event.data);
    state.className = `state ${job.state}`;
    state.textContent = state.dataset[job.state] || job.state;
    bar.max = Math.max(job.progress.documents, 1);
    bar.value = job.progress.done;
    for (const number of box.querySelectorAll("[data-number]")) number.textContent = job.progress[number.dataset.number];
    current.textContent = job.progress.current || "…";
  };
  events.addEventListener("progress", show);
  events.addEventListener("end", (event) => {
    show(event);
    events.close();
    location.reload();
  });
  window.addEventListener("pagehide", () => events.close());
}
