// Draws the tables that are marked for it. What the chart shows is what the table says: nothing is fetched.
"use strict";

(() => {
  const SHAPES = ["circle", "rect", "triangle", "rectRot", "star", "crossRot"];

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  const month = new Intl.DateTimeFormat(document.documentElement.lang, { month: "short", year: "numeric", timeZone: "UTC" });

  const days = (text) => Date.parse(`${text}T00:00:00Z`);

  function axes() {
    const ink = colour("--faint");
    return { ticks: { color: ink }, grid: { color: colour("--line") }, title: { color: ink } };
  }

  function lineChart(figure, rows) {
    const points = rows.map((row) => ({
      x: days(row.dataset.x), y: Number(row.dataset.y), day: row.dataset.day, row, series: row.dataset.series,
    }));
    const names = [...new Set(points.map((point) => point.series))];
    const datasets = names.map((name, place) => ({
      label: name,
      // A little apart, so that topics on the same side of the same day do not hide each other.
      data: points.filter((point) => point.series === name).map((point) => ({ ...point, y: point.y + (place - (names.length - 1) / 2) * 0.025 })),
      borderColor: colour(`--series-${place + 1}`),
      backgroundColor: colour(`--series-${place + 1}`),
      pointStyle: SHAPES[place % SHAPES.length],
      pointRadius: 6, pointHoverRadius: 9, borderWidth: 1.5, tension: 0,
    }));
    const named = { "1": figure.dataset.top, "0": figure.dataset.middle, "-1": figure.dataset.bottom };
    const first = Math.min(...points.map((point) => point.x));
    const last = Math.max(...points.map((point) => point.x));
    const margin = Math.max((last - first) * 0.03, 864e5 * 10);
    return {
      type: "line",
      data: { datasets },
      options: {
        scales: {
          x: { type: "linear", min: first - margin, max: last + margin, ...axes(),
            ticks: { color: colour("--faint"), maxTicksLimit: 8, callback: (value) => month.format(value) } },
          y: { min: -1.1, max: 1.1, ...axes(), ticks: { color: colour("--faint"), stepSize: 1, callback: (value) => named[value] ?? "" },
            afterBuildTicks: (axis) => { axis.ticks = [-1, 0, 1].map((value) => ({ value })); } },
        },
        plugins: { tooltip: { callbacks: {
          title: (items) => items[0].raw.day,
          label: (item) => item.dataset.label,
          afterLabel: (item) => item.raw.row.querySelector("a").textContent.slice(0, 60),
        } } },
      },
    };
  }

  function stackedChart(figure, rows) {
    const heads = [...figure.querySelectorAll("th[data-side]")];
    const labels = rows.map((row) => row.querySelector("th").textContent);
    const below = (side) => side === "sceptical";
    const datasets = heads.map((head, place) => ({
      label: head.dataset.label,
      data: rows.map((row) => Number(row.querySelectorAll("td")[place].textContent) * (below(head.dataset.side) ? -1 : 1)),
      backgroundColor: colour(`--${head.dataset.side}-bar`),
      borderRadius: 3,
    }));
    return {
      type: "bar",
      data: { labels, datasets },
      options: {
        scales: {
          x: { stacked: true, ...axes(), grid: { display: false } },
          y: { stacked: true, ...axes(), ticks: { color: colour("--faint"), precision: 0, callback: (value) => Math.abs(value) } },
        },
        plugins: { tooltip: { mode: "index", callbacks: { label: (item) => `${item.dataset.label}: ${Math.abs(item.raw)}` } } },
      },
    };
  }

  // Arrow keys go from point to point, Enter opens the words behind it.
  function keyboard(canvas, chart, open) {
    const places = chart.data.datasets
      .flatMap((set, datasetIndex) => set.data.map((point, index) => ({ datasetIndex, index, x: point?.x ?? index })))
      .sort((one, other) => one.x - other.x || one.datasetIndex - other.datasetIndex);
    let at = -1;
    const show = () => {
      const { datasetIndex, index } = places[at];
      chart.setActiveElements([{ datasetIndex, index }]);
      chart.tooltip.setActiveElements([{ datasetIndex, index }], { x: 0, y: 0 });
      chart.update();
      const told = chart.tooltip;
      document.getElementById("told-chart").textContent =
        [...told.title, ...told.body.flatMap((part) => [...part.lines, ...part.after])].join(", ");
    };
    canvas.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (step) {
        at = at < 0 && step < 0 ? places.length - 1 : Math.min(Math.max(at + step, 0), places.length - 1);
        show();
      } else if (event.key === "Enter" && at >= 0) {
        open(places[at]);
      } else {
        return;
      }
      event.preventDefault();
    });
  }

  function draw(figure) {
    const rows = [...figure.querySelectorAll("tbody tr")];
    const holder = figure.querySelector(".canvas");
    const config = (figure.dataset.chart === "line" ? lineChart : stackedChart)(figure, rows);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const open = ({ datasetIndex, index }) => {
      const row = figure.dataset.chart === "line" ? config.data.datasets[datasetIndex].data[index].row : rows[index];
      location.assign(row.querySelector("a").href);
    };
    Object.assign(config.options, {
      responsive: true, maintainAspectRatio: false, animation: still ? false : { duration: 300 },
      interaction: { mode: "nearest", intersect: true },
      onClick: (_, found) => { if (found.length) open(found[0]); },
      onHover: (event, found) => { event.native.target.classList.toggle("over", found.length > 0); },
    });
    config.options.plugins.legend = { position: "bottom", labels: { color: colour("--ink"), usePointStyle: figure.dataset.chart === "line", boxWidth: 12 } };
    holder.hidden = false;
    const canvas = document.createElement("canvas");
    canvas.tabIndex = 0;
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", `${figure.dataset.name}. ${figure.dataset.keys}`);
    holder.append(canvas);
    keyboard(canvas, figure.chart = new Chart(canvas, config), open);
  }

  function all() {
    if (!window.Chart) return;
    if (!document.getElementById("told-chart")) {
      const told = document.createElement("div");
      Object.assign(told, { id: "told-chart", className: "unseen" });
      told.setAttribute("role", "status");
      document.body.append(told);
    }
    Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
    for (const figure of document.querySelectorAll("[data-chart]")) {
      figure.chart?.destroy();
      figure.querySelector("canvas")?.remove();
      draw(figure);
    }
  }

  all();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", all);
})();
