// Draws each chart from the table below it: the numbers stand in the page once.
"use strict";

(() => {
  const style = getComputedStyle(document.documentElement);
  const ink = style.getPropertyValue("--ink").trim();
  const quiet = style.getPropertyValue("--quiet").trim();
  const line = style.getPropertyValue("--line").trim();
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const colours = dark
    ? ["#6fd6c8", "#9db8ff", "#ffd479", "#ff9a90", "#c9a6ff"]
    : ["#0b5c55", "#2c55c4", "#9a6700", "#a3231b", "#7139b5"];
  const HEIGHT = 230;

  const length = (seconds) =>
    seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 6) / 10} min`;
  const units = {
    share: (value) => `${Math.round(value * 100)} %`,
    seconds: length,
    count: (value) => `${value}`,
  };

  function read(table) {
    const rows = [...table.tBodies[0].rows];
    const names = [...table.tHead.rows[0].cells].map((cell) => cell.textContent);
    const at = rows.map((row) => Number(row.cells[0].dataset.at));
    const label = new Map(rows.map((row) => [Number(row.cells[0].dataset.at), row.cells[0].textContent]));
    const columns = names.slice(1).map((_, number) =>
      rows.map((row) => {
        const value = row.cells[number + 1].dataset.v;
        return value === undefined ? null : Number(value);
      }));
    const told = names.slice(1).map((_, number) => rows.map((row) => row.cells[number + 1].textContent));
    return { names, at, label, columns, told };
  }

  function draw(holder) {
    const { names, at, label, columns, told } = read(document.getElementById(holder.dataset.table));
    const write = units[holder.dataset.unit] || units.count;
    if (!at.length) return;
    holder.hidden = false;
    const least = { share: 1, seconds: 60 }[holder.dataset.unit] || 1;
    const grid = { stroke: line, width: 1 };
    const axis = { stroke: quiet, grid, ticks: grid, font: "12px system-ui, sans-serif" };
    const few = at.length < 40;
    const series = names.slice(1).map((name, number) => ({
      label: name,
      stroke: colours[number % colours.length],
      width: 2,
      dash: number % 2 ? [6, 3] : undefined,
      points: { show: few, size: 6 },
      value: (_, __, ___, index) => (index === null ? "" : told[number][index]),
    }));
    const options = {
      width: holder.clientWidth,
      height: HEIGHT,
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "Europe/Helsinki"),
      scales: { y: { range: (_, __, most) => [0, holder.dataset.unit === "share" ? 1 : Math.max(least, most * 1.05)] } },
      series: [{ label: names[0], value: (_, value) => (value === null ? "" : label.get(value) || "") }, ...series],
      axes: [
        { ...axis, values: (_, splits) => splits.map((one) => label.get(one) || "") },
        { ...axis, size: 60, values: (_, splits) => splits.map(write) },
      ],
      legend: { live: true },
      cursor: { drag: { x: false, y: false } },
    };
    options.axes[0].splits = (_, __, begins, ends) => {
      const wanted = Math.max(1, Math.ceil(at.length / Math.max(2, Math.floor(holder.clientWidth / 70))));
      return at.filter((one, number) => number % wanted === 0 && one >= begins && one <= ends);
    };
    const chart = new uPlot(options, [at, ...columns], holder);
    new ResizeObserver(() => {
      const width = holder.clientWidth;
      if (width && width !== chart.width) chart.setSize({ width, height: HEIGHT });
    }).observe(holder);
    chart.root.style.color = ink;
    chart.root.setAttribute("aria-hidden", "true");
  }

  for (const name of ["first", "last"]) {
    document.getElementById(name).addEventListener("change", () => {
      document.getElementById("period").value = "days";
    });
  }
  document.querySelectorAll(".chart[data-table]").forEach(draw);
})();
