// CodeMirror in the place of a text field. It lives in a shadow tree: there its styles are style sheets
// that the policy of the pages (`style-src 'self'`) takes, and no style elements, which it refuses.
import * as cm from "./codemirror.min.js";
import { completions } from "./source_words.js";

const { EditorState, EditorView, keymap, tags } = cm;

const colours = cm.HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--accent)", fontWeight: "600" },
  { tag: tags.comment, color: "var(--quiet)", fontStyle: "italic" },
  { tag: [tags.string, tags.content, tags.attributeValue], color: "var(--ink)" },
  { tag: [tags.punctuation, tags.separator, tags.brace, tags.squareBracket], color: "var(--quiet)" },
  { tag: tags.invalid, color: "var(--bad)" },
]);

const look = EditorView.theme({
  "&": { height: "100%", color: "var(--ink)", backgroundColor: "var(--surface)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { font: "14px/1.5 ui-monospace, 'Cascadia Mono', 'DejaVu Sans Mono', monospace" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--raised)", color: "var(--quiet)", borderRight: "1px solid var(--line)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "color-mix(in srgb, var(--tint) 45%, transparent)" },
  ".cm-line ::selection, .cm-line::selection, .cm-content ::selection": { backgroundColor: "color-mix(in srgb, var(--accent) 35%, transparent)" },
  ".cm-selectionMatch, .cm-searchMatch": { backgroundColor: "var(--warn)", color: "var(--warn-ink)" },
  ".cm-searchMatch-selected": { outline: "2px solid var(--accent)" },
  ".cm-tooltip": { backgroundColor: "var(--surface)", color: "var(--ink)", border: "1px solid var(--quiet)", borderRadius: "8px", overflow: "hidden", maxWidth: "min(34rem, 90vw)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { font: "14px/1.5 ui-monospace, 'DejaVu Sans Mono', monospace", maxWidth: "min(24rem, 80vw)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "2px 8px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--on-accent)" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-completionDetail": { fontStyle: "normal", opacity: "0.8" },
  ".cm-tooltip.cm-completionInfo": { padding: "6px 10px", font: "14px/1.45 system-ui, sans-serif", maxWidth: "22rem" },
  ".cm-diagnostic": { font: "14px/1.45 system-ui, sans-serif", whiteSpace: "pre-line", padding: "6px 10px" },
  ".cm-diagnostic-error": { borderLeft: "5px solid var(--bad)" },
  ".cm-diagnostic-warning": { borderLeft: "5px solid var(--warn-ink)" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--bad) 1.5px", textUnderlineOffset: "3px" },
  ".cm-lintRange-warning": { backgroundImage: "none", textDecoration: "underline wavy var(--warn-ink) 1.5px", textUnderlineOffset: "3px" },
  ".cm-lint-marker": { width: "1em", height: "1em", textAlign: "center", lineHeight: "1", fontWeight: "700" },
  ".cm-lint-marker-error": { content: "none", color: "var(--bad)" },
  ".cm-lint-marker-error::before": { content: "'✕'" },
  ".cm-lint-marker-warning": { content: "none", color: "var(--warn-ink)" },
  ".cm-lint-marker-warning::before": { content: "'!'" },
  ".cm-panels": { backgroundColor: "var(--raised)", color: "var(--ink)" },
  ".cm-panels.cm-panels-bottom": { borderTop: "1px solid var(--line)" },
  ".cm-textfield, .cm-button": { backgroundImage: "none", backgroundColor: "var(--surface)", color: "var(--ink)", border: "1px solid var(--quiet)", borderRadius: "6px" },
  "@media print": { ".cm-scroller": { overflow: "visible" }, ".cm-content": { whiteSpace: "pre-wrap" }, "&": { height: "auto" } },
});

export function openEditor(area, changed) {
  const host = document.createElement("div");
  host.className = "sourceeditor";
  area.before(host);
  const root = host.attachShadow({ mode: "open" });
  const view = new EditorView({ parent: root, root, state: EditorState.create({ doc: area.value, extensions: parts(area, changed) }) });
  area.hidden = true;
  document.querySelector("label[for=source]").addEventListener("click", () => view.focus());
  return {
    focus: () => view.focus(),
    replace: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }),
    goTo: (line) => goTo(view, line),
    mark: (problems) => view.dispatch(cm.setDiagnostics(view.state, problems.map((one) => diagnostic(view.state.doc, one)))),
  };
}

function parts(area, changed) {
  const leaving = leave();
  return [
    cm.lineNumbers(), cm.history(), cm.highlightActiveLine(), cm.highlightActiveLineGutter(), cm.highlightSelectionMatches(),
    cm.yaml(), cm.syntaxHighlighting(colours), cm.indentUnit.of("  "), cm.lintGutter(), cm.search(), look,
    EditorState.tabSize.of(2), EditorState.readOnly.of(area.readOnly), EditorState.phrases.of(phrases(area)),
    cm.autocompletion({ override: area.readOnly ? [] : [completions(area.dataset.grammar)], icons: false, aboveCursor: false }),
    EditorView.contentAttributes.of({
      tabindex: "0", "aria-label": area.labels[0].textContent, "aria-description": document.querySelector("#source-hint").textContent,
      ...(area.readOnly ? { "aria-readonly": "true" } : {}), spellcheck: "false", autocapitalize: "off", autocorrect: "off",
    }),
    EditorView.updateListener.of((update) => { if (update.docChanged) changed(update.state.doc.toString()); }),
    leaving.watch,
    keymap.of([
      { key: "Tab", run: (view) => !leaving.now() && !area.readOnly && (cm.acceptCompletion(view) || moveIn(view)) },
      ...cm.completionKeymap, ...cm.searchKeymap, ...cm.historyKeymap, ...cm.lintKeymap, ...cm.defaultKeymap,
    ]),
  ];
}

// Tab never traps: Esc and then Tab leaves, forwards; Shift and Tab leaves backwards at once.
function leave() {
  let leaving = false;
  const watch = cm.Prec.highest(EditorView.domEventHandlers({
    keydown: (event) => { if (event.key !== "Tab" && event.key !== "Shift") leaving = event.key === "Escape"; return false; },
    blur: () => { leaving = false; return false; },
  }));
  return { watch, now: () => leaving };
}

function moveIn(view) {
  const { state } = view;
  if (state.selection.ranges.some((one) => !one.empty)) return cm.indentMore(view);
  view.dispatch(state.update(state.replaceSelection("  "), { scrollIntoView: true, userEvent: "input" }));
  return true;
}

function goTo(view, line) {
  const there = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines));
  view.dispatch({ selection: { anchor: there.from, head: there.to }, effects: EditorView.scrollIntoView(there.from, { y: "center" }) });
  view.focus();
}

function diagnostic(doc, { line, severity, message }) {
  const there = doc.line(Math.min(Math.max(line, 1), doc.lines));
  const indent = there.text.length - there.text.trimStart().length;
  return { from: Math.min(there.from + indent, there.to), to: there.to, severity, message };
}

function phrases(area) {
  try { return JSON.parse(area.dataset.phrases); } catch { return {}; }
}
