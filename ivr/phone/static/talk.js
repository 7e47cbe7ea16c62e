// The conversation: what one caller hears and does, and which calls there are.

import { eventItem, find, make, nameOf, written } from "./elements.js";
import { hush, say } from "./voice.js";

const heard = find("heard");
const chips = find("calls");
let shown = { sid: "", events: 0, where: "" };

/** Show this call's conversation; add only what is new, so that it is announced once. */
export function showTalk(call) {
  find("empty").hidden = Boolean(call);
  if (call?.sid !== shown.sid) begin(call);
  if (!call) return;
  const fresh = call.transcript.slice(shown.events);
  heard.querySelector(".where")?.remove();
  heard.append(...fresh.map(eventItem));
  shown.events = call.transcript.length;
  const where = place(call);
  if (where) heard.append(make("li", { class: `did where ${where.mood}`, text: where.words }));
  if (fresh.length || where?.words !== shown.where) requestAnimationFrame(toEnd);
  shown.where = where?.words;
  say(fresh);
}

/** After the telephones were drawn: they take of its height. */
function toEnd() {
  heard.scrollTop = heard.scrollHeight;
}
new ResizeObserver(toEnd).observe(heard);

function begin(call) {
  hush();
  heard.replaceChildren();
  shown = { sid: call?.sid ?? "", events: 0, where: "" };
}

function place(call) {
  if (call.talks_with) return { mood: "good", words: `Connected with ${nameOf(call.talks_with)}, ${written(call.talks_with)}` };
  if (call.wait) return null;
  if (!isOver(call)) return null;
  const how = call.ended_by === "caller" ? "the caller hung up" : "the call ended";
  return { mood: "over", words: call.recorded ? `Over: ${how}; a recording was left` : `Over: ${how}` };
}

export const isOver = (call) =>
  ["completed", "busy", "failed", "no-answer", "canceled"].includes(call.status);

/** One button for each caller; `choose(sid)` looks at that call. */
export function showChips(callers, chosen, choose) {
  chips.hidden = callers.length < (chosen ? 2 : 1);
  const made = callers.map((call) =>
    make(
      "button",
      {
        type: "button",
        class: isOver(call) ? "chip over" : "chip",
        "aria-pressed": String(call.sid === chosen?.sid),
        "data-sid": call.sid,
        click: () => choose(call.sid),
      },
      make("span", { class: "dot" }),
      party(call),
    ),
  );
  const focused = document.activeElement?.dataset?.sid;
  const same = [...chips.children].map((one) => one.outerHTML).join() === made.map((one) => one.outerHTML).join();
  if (same) return;
  chips.replaceChildren(...made);
  made.find((one) => one.dataset.sid === focused)?.focus();
}

/** Whose telephone it is. */
export const party = (call) =>
  call.direction === "inbound" ? nameOf(call.from) : `${nameOf(call.to)}, rung back`;

/** What the telephone's screen says. */
export function situation(call) {
  if (isOver(call)) return "The call is over.";
  if (!call.wait) return "Calling…";
  const other = call.wait.other ? nameOf(call.wait.other.split(" ")[0]) : "";
  return {
    key: call.queued ? "Waiting in the queue. Press a key." : "Listening. Press a key.",
    digits: "Type the digits; # ends.",
    record: "Being recorded. Speak, or press a key.",
    rings: "It rings.",
    ringing: `Ringing ${other}…`,
    bridge: `Talking with ${other}.`,
    queue: "Waiting in the queue.",
    taking: "Waiting for somebody to come.",
    conference: "Waiting for the other to come.",
  }[call.wait.kind];
}

/** What saying nothing means in this wait. */
export const silence = (call) =>
  ({ ringing: "Let it ring on", bridge: "Talk a minute", queue: "Wait on" })[call?.wait?.kind] ??
  (call?.queued ? "Wait on" : "Say nothing");
