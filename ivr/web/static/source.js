// The page of a flow's source: the editor in the place of the field, problems on their lines, nothing lost.
import { openEditor } from "./source_editor.js";

const area = document.querySelector("#source");
if (area) edit(area);

function edit(area) {
  const form = area.form;
  const keptAs = `linja draft ${form.dataset.flow}`;
  const editor = openEditor(area, (text) => {
    area.value = text;
    keep(keptAs, text);
    area.dispatchEvent(new Event("input", { bubbles: true }));
  });
  document.addEventListener("click", (event) => {
    const place = event.target.closest("button[data-line]");
    if (place) editor.goTo(Number(place.dataset.line));
  });
  document.body.addEventListener("htmx:afterSwap", () => {
    editor.mark(problems());
    trouble(false);
    if (document.querySelector("#saved")) forget(keptAs);
  });
  for (const kind of ["responseError", "sendError", "timeout"]) {
    document.body.addEventListener(`htmx:${kind}`, () => trouble(true));
  }
  editor.mark(problems());
  offerKept(area, editor, keptAs);
}

// What stands beside the source: the line, how bad it is, and the words with the way out.
function problems() {
  return Array.from(document.querySelectorAll("#beside li:has([data-line])"), (one) => ({
    line: Number(one.querySelector("[data-line]").dataset.line),
    severity: one.querySelector("[data-line]").dataset.severity,
    message: Array.from(one.querySelectorAll(".what, .rule"), (words) => words.textContent.trim()).join("\n\n"),
  }));
}

function trouble(there) { document.querySelector("#trouble").hidden = !there; }

function keep(name, text) { try { localStorage.setItem(name, text); } catch { /* a full or forbidden store */ } }
function forget(name) { try { localStorage.removeItem(name); } catch { /* forbidden */ } }

function offerKept(area, editor, name) {
  let kept = null;
  try { kept = localStorage.getItem(name); } catch { return; }
  if (kept === null || kept === area.value || area.readOnly) { forget(name); return; }
  const bar = document.querySelector("#kept");
  bar.hidden = false;
  document.querySelector("#take-kept").addEventListener("click", () => {
    bar.hidden = true;
    editor.replace(kept);
    editor.focus();
  });
  document.querySelector("#drop-kept").addEventListener("click", () => { bar.hidden = true; forget(name); editor.focus(); });
}
