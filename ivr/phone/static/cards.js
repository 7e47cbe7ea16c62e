// Telephones that ring, our teams', agents' and customers' whom we ring back, and other callers'.

import { isAgent, seatOf } from "./agents.js";
import { eventItem, find, make, nameOf, written } from "./elements.js";
import { isOver, silence, situation } from "./talk.js";

const section = find("telephones");
const cards = find("cards");
const others = find("others");
const KEEP_MS = 6000;
const going = new Set();
const overSince = new Map();

/**
 * Show a card for each telephone but the one in front; `act(sid, deed, body)` does something
 * with it, `choose(sid)` takes a caller to the front.
 */
export function showCards(calls, front, act, choose) {
  const wanted = calls.filter((call) => call.sid !== front && isShown(call) && !isFollowed(call, calls));
  for (const card of document.querySelectorAll("article.ring")) {
    if (!wanted.some((call) => call.sid === card.dataset.sid)) card.remove();
  }
  others.hidden = !wanted.some((call) => call.direction === "inbound");
  section.hidden = !wanted.some((call) => place(call) === cards);
  for (const call of wanted) {
    const card = document.querySelector(`article.ring[data-sid="${call.sid}"]`) ?? add(call, act, choose);
    refresh(card, call, calls.find((one) => one.sid === call.parent));
  }
  announce(wanted);
}

/** Is the same telephone on another call by now? Then nobody looks at the one that is over. */
const isFollowed = (call, calls) =>
  isOver(call) && calls.some((other) => !isOver(other) && other.direction === call.direction && other.to === call.to && other.from === call.from);

/** A caller's telephone is with the other callers, an agent's where they sit. */
function place(call) {
  if (call.direction === "inbound") return others.querySelector(".cards");
  return seatOf(call.to) ?? cards;
}

/** Those that go on, and for a moment those that were seen to end. */
function isShown(call) {
  if (!isOver(call)) {
    going.add(call.sid);
    return true;
  }
  if (going.delete(call.sid)) overSince.set(call.sid, Date.now());
  return Date.now() - (overSince.get(call.sid) ?? 0) < KEEP_MS;
}

function add(call, act, choose) {
  const calling = call.direction === "inbound";
  const number = calling ? call.from : call.to;
  const button = (text, className, deed, body) =>
    make("button", { type: "button", class: className, text, click: () => act(call.sid, deed, body) });
  const keys = [..."1234567890*#"].map((key) => {
    const name = { "*": "star", "#": "hash" }[key] ?? key;
    const made = button(key, key === "1" && !calling ? "key first" : "key", "press", { keys: key });
    made.setAttribute("aria-label", name);
    return made;
  });
  const card = make(
    "article",
    { class: "card ring", "data-sid": call.sid, "data-own-keys": "", "aria-label": `Telephone of ${nameOf(number)}` },
    make(
      "div",
      { class: "head" },
      make("h3", {}, make("span", { class: "bell", "aria-hidden": "true" }), nameOf(number)),
      make("span", { class: "quiet", text: written(number) }),
    ),
    make("p", { class: "state", role: "status" }),
    make("ol", { class: "heard small", role: "log", "aria-live": "polite", "aria-label": `Heard at ${nameOf(number)}` }),
    make(
      "div",
      { class: "answering" },
      button("Answer", "primary", "answer"),
      button("Decline (busy)", "", "refuse", { status: "busy" }),
      button("Let it ring out", "", "refuse", { status: "no-answer" }),
    ),
    make("div", { class: "mini", role: "group", "aria-label": `Keypad of ${nameOf(number)}` }, ...keys),
    make(
      "div",
      { class: "holding" },
      button("Say nothing", "", "silence"),
      button("Hang up", "danger", "hang-up"),
    ),
  );
  if (calling) {
    const front = make("button", { type: "button", text: "To the front", click: () => choose(call.sid) });
    card.querySelector(".holding").prepend(front);
  }
  card.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || !/^[0-9*#]$/.test(event.key)) return;
    if (card.dataset.wait) act(call.sid, "press", { keys: event.key });
  });
  place(call).append(card);
  return card;
}

/** Focus must not fall out of a card when the button that had it goes. */
function keepFocus(card) {
  const focused = document.activeElement;
  if (!card.contains(focused) || focused.offsetParent) return;
  const next = [...card.querySelectorAll(".first, .answering button, .holding button")];
  next.find((one) => one.offsetParent)?.focus();
}

function refresh(card, call, caller) {
  const rings = call.wait?.kind === "rings";
  const held = Boolean(call.wait) && !rings;
  const begins = rings && !card.classList.contains("ringing"); // a call is made before it rings
  if (begins) requestAnimationFrame(() => card.scrollIntoView({ block: "nearest" }));
  card.dataset.wait = held ? call.wait.kind : "";
  card.classList.toggle("ringing", rings);
  card.classList.toggle("talking", Boolean(call.talks_with));
  card.querySelector(".answering").hidden = !rings;
  card.querySelector(".mini").hidden = !listens(call);
  card.querySelector(".holding").hidden = !held;
  const quiet = card.querySelector(".holding button:nth-last-child(2)");
  quiet.hidden = Boolean(call.talks_with);
  set(quiet, silence(call));
  set(card.querySelector(".state"), words(call, caller));
  const list = card.querySelector(".heard");
  const fresh = call.transcript.slice(list.children.length);
  if (fresh.length) {
    list.append(...fresh.map(eventItem));
    list.scrollTop = list.scrollHeight;
  }
  keepFocus(card);
}

function announce(calls) {
  const ringing = calls.filter((call) => call.wait?.kind === "rings");
  set(find("announce"), ringing.map((call) => `The telephone of ${nameOf(call.to)} rings.`).join(" "));
}

/** Does anything listen to keys? While the next telephone rings, nothing does. */
const listens = (call) =>
  (call.direction === "inbound" ? ["key"] : ["key", "digits", "record"]).includes(call.wait?.kind);

function words(call, caller) {
  if (isOver(call)) return "The call is over.";
  if (call.wait?.kind === "rings") return `Rings: ${why(call, caller)}. Pick it up, or do not.`;
  if (call.talks_with) return `Talks with ${nameOf(call.talks_with)}.`;
  if (!call.wait) return "…";
  if (call.direction === "inbound") return situation(call);
  return listens(call) ? "Answered. Nobody is connected until 1 is pressed." : situation(call);
}

/** Whom a team's telephone rings for; a customer's rings since we call them back. */
function why(call, caller) {
  if (isAgent(call.to)) return `a caller of ${nameOf(call.from)} is offered`;
  if (!caller) return `${nameOf(call.from)} calls back`;
  return `for ${nameOf(caller.direction === "inbound" ? caller.from : caller.to)}`;
}

function set(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
