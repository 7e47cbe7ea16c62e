// What the caller's telephone has got and sent as text messages.

import { find, make, nameOf } from "./elements.js";

let shown = "";

/** Show the messages of a number, oldest first; nothing when there are none. */
export function showTexts(texts, number) {
  const theirs = texts.filter((one) => one.from === number || (one.to === number && one.status === "delivered"));
  const now = JSON.stringify([number, theirs]);
  if (now === shown) return;
  shown = now;
  find("texts").hidden = theirs.length === 0;
  find("texts-title").textContent = `Text messages of ${nameOf(number)}`;
  find("inbox").replaceChildren(...theirs.map((one) => item(one, one.to === number)));
}

function item(one, isTheirs) {
  const who = isTheirs ? `From ${nameOf(one.from)}` : `To ${nameOf(one.to)}`;
  return make("li", { class: "text" }, make("span", { class: "quiet", text: who }), make("p", { text: one.body }));
}
