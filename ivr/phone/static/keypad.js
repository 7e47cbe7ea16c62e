// The caller's keys. One key is sent at once; digits are collected until # or a pause.

import { find } from "./elements.js";

const PAUSE_MS = 3000;
const keys = [...document.querySelectorAll("#phone [data-key]")];
const entry = find("entry");

/** `send(keys)` sends them; `pressed()` is told of every key at once. */
export function keypad(send, pressed) {
  let typed = "";
  let kind = "";
  let sentAt = -1;
  let pause = 0;

  function press(key) {
    if (!kind) return;
    pressed();
    flash(key);
    typed += key;
    pump();
  }

  /** Send what may be sent; keys typed while an answer is on its way wait for the next wait. */
  function pump() {
    clearTimeout(pause);
    if (typed && sentAt < 0) {
      if (kind !== "digits") release(typed[0]);
      else if (typed.includes("#")) release(typed.slice(0, typed.indexOf("#") + 1));
      else pause = setTimeout(() => release(typed), PAUSE_MS);
    }
    entry.hidden = !typed;
    entry.textContent = typed;
  }

  function release(part) {
    if (!part) return;
    typed = typed.slice(part.length);
    sentAt = waits;
    send(part).catch(() => (sentAt = -1));
    entry.hidden = !typed;
    entry.textContent = typed;
  }

  let waits = -1;
  let sid = "";

  /** Follow the call: what it waits for now. */
  function follow(call) {
    const next = call?.wait?.kind ?? "";
    if (call?.sid !== sid) reset();
    sid = call?.sid ?? "";
    if (sentAt >= 0 && call && call.waits > sentAt) sentAt = -1;
    if (!next) typed = "";
    kind = next;
    waits = call?.waits ?? -1;
    for (const key of keys) key.disabled = !kind;
    pump();
  }

  function reset() {
    typed = "";
    sentAt = -1;
    clearTimeout(pause);
  }

  for (const key of keys) key.addEventListener("click", () => press(key.dataset.key));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
    if (/^[0-9*#]$/.test(event.key)) {
      event.preventDefault();
      press(event.key);
    }
  });
  return { follow };
}

function isTyping(target) {
  return target.closest("input, select, textarea, [data-own-keys]") !== null;
}

function flash(key) {
  const button = keys.find((one) => one.dataset.key === key);
  button?.classList.add("down");
  setTimeout(() => button?.classList.remove("down"), 140);
}
