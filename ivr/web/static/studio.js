// The editor of a flow's source: line numbers, problems beside lines, Tab, and nothing lost.
const source = document.querySelector("#source");
if (source) edit(source);

function edit(area) {
  const form = area.form;
  const numbers = document.querySelector("#numbers");
  const keptAs = `linja draft ${form.dataset.flow}`;
  numbers.hidden = false;

  const draw = () => {
    const marks = new Map();
    for (const place of document.querySelectorAll("#beside [data-line]")) {
      const line = Number(place.dataset.line);
      if (marks.get(line) !== "error") marks.set(line, place.dataset.severity);
    }
    const count = area.value.split("\n").length;
    numbers.replaceChildren(...Array.from({ length: count }, (_, at) => numbered(at + 1, marks)));
    follow();
  };
  const follow = () => { numbers.style.height = `${area.offsetHeight}px`; numbers.scrollTop = area.scrollTop; };

  area.addEventListener("scroll", follow);
  new ResizeObserver(follow).observe(area);
  area.addEventListener("input", () => { draw(); keep(keptAs, area.value); });
  area.addEventListener("keydown", (event) => tab(event, area));
  document.addEventListener("click", (event) => {
    const place = event.target.closest("button[data-line]");
    if (place) goTo(area, Number(place.dataset.line));
  });
  document.body.addEventListener("htmx:afterSwap", () => {
    draw();
    trouble(false);
    if (document.querySelector("#saved")) forget(keptAs);
  });
  for (const kind of ["responseError", "sendError", "timeout"]) {
    document.body.addEventListener(`htmx:${kind}`, () => trouble(true));
  }
  offerKept(area, keptAs);
  draw();
}

function numbered(line, marks) {
  const cell = document.createElement("span");
  if (marks.has(line)) cell.className = marks.get(line);
  cell.textContent = `${line}\n`;
  return cell;
}

let leaving = false;
function tab(event, area) {
  if (event.key === "Escape") { leaving = true; return; }
  if (event.key !== "Tab") { if (event.key !== "Shift") leaving = false; return; }
  if (leaving || event.shiftKey || area.readOnly) { leaving = false; return; }
  event.preventDefault();
  area.setRangeText("  ", area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function goTo(area, line) {
  const lines = area.value.split("\n");
  const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  area.focus();
  area.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
  const height = parseFloat(getComputedStyle(area).lineHeight);
  area.scrollTop = Math.max(0, (line - 4) * height);
}

function trouble(there) { document.querySelector("#trouble").hidden = !there; }

function keep(name, text) { try { localStorage.setItem(name, text); } catch { /* a full or forbidden store */ } }
function forget(name) { try { localStorage.removeItem(name); } catch { /* forbidden */ } }

function offerKept(area, name) {
  let kept = null;
  try { kept = localStorage.getItem(name); } catch { return; }
  if (kept === null || kept === area.value || area.readOnly) { forget(name); return; }
  const bar = document.querySelector("#kept");
  bar.hidden = false;
  document.querySelector("#take-kept").addEventListener("click", () => {
    area.value = kept;
    bar.hidden = true;
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.focus();
  });
  document.querySelector("#drop-kept").addEventListener("click", () => { bar.hidden = true; forget(name); area.focus(); });
}

// Listen to a sentence in the browser's own voice.
if ("speechSynthesis" in window) {
  const locales = { fi: "fi-FI", sv: "sv-SE", en: "en-GB" };
  for (const button of document.querySelectorAll("[data-listen]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const area = document.getElementById(button.dataset.listen);
      const speech = new SpeechSynthesisUtterance(area.value.replaceAll("|", ","));
      speech.lang = locales[area.name];
      speechSynthesis.cancel();
      speechSynthesis.speak(speech);
    });
  }
}

// A map wider than the screen begins where the call is, or begins.
for (const map of document.querySelectorAll(".map")) {
  const box = map.querySelector("rect.lit") ?? map.querySelector("rect.start");
  if (box) map.scrollLeft = box.x.baseVal.value - (map.clientWidth - box.width.baseVal.value) / 2;
}
