// Beside the call: why it is where it is, and each request with the TwiML that answered it.

import { find, make, nameOf } from "./elements.js";
import { behind } from "./server.js";
import { isOver, party } from "./talk.js";

/** What is known changes while a call is on: an outage is reported, a team goes home. */
const AGAIN_MS = 8000;

const tabs = [...document.querySelectorAll("[role=tab]")];
const subject = find("subject");
let legs = [];
let told = { problems: [], world: "" };
let seen = "";
let count = 0;

export function start(failed) {
  subject.addEventListener("change", () => ask().catch(failed));
  for (const [index, tab] of tabs.entries()) {
    tab.addEventListener("click", () => select(index));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = (index + step + tabs.length) % tabs.length;
      select(next);
      tabs[next].focus();
    });
  }
}

function select(index) {
  for (const [number, tab] of tabs.entries()) {
    const chosen = number === index;
    tab.setAttribute("aria-selected", String(chosen));
    tab.tabIndex = chosen ? 0 : -1;
    find(tab.getAttribute("aria-controls")).hidden = !chosen;
  }
}

/** Show what is behind a call or a telephone that it rings; asked for only when there is news. */
export async function showBehind(calls, problems, world) {
  if (calls[0]?.sid !== legs[0]?.sid) subject.value = "";
  legs = calls;
  told = { problems, world };
  offer();
  await ask();
}

function offer() {
  const wanted = legs.map((leg, index) => [
    leg.sid,
    index ? `${nameOf(leg.to)}, their telephone` : `${party(leg)}, the call`,
  ]);
  const same = wanted.map(String).join() === [...subject.options].map((one) => `${one.value},${one.text}`).join();
  if (same) return;
  const chosen = subject.value;
  subject.parentElement.hidden = wanted.length === 0;
  subject.replaceChildren(...wanted.map(([value, text]) => make("option", { value, text })));
  subject.value = wanted.some(([value]) => value === chosen) ? chosen : (wanted[0]?.[0] ?? "");
}

async function ask() {
  const leg = legs.find((one) => one.sid === subject.value);
  const moment = leg && !isOver(leg) ? Math.floor(Date.now() / AGAIN_MS) : 0;
  const now = leg ? `${leg.sid} ${leg.requests} ${told.world} ${moment}` : "";
  if (now === seen) return;
  seen = now;
  if (!leg) return;
  const found = await behind(leg.sid);
  if (seen !== now) return;
  showWhy(found.why);
  showRequests(leg.sid, found.requests, told.problems);
}

function showWhy(reasons) {
  if (!reasons.length) return;
  const rows = reasons.map((one) =>
    make(
      "div",
      {},
      make("dt", { text: one.about }),
      make("dd", {}, make("b", { text: one.what }), make("span", { class: "because", text: one.because })),
    ),
  );
  find("why").replaceChildren(make("dl", { class: "reasons" }, ...rows));
}

function showRequests(sid, requests, problems) {
  const list = find("requests");
  if (list.dataset.sid !== sid) count = 0;
  const fresh = list.dataset.sid !== sid || requests.length < count;
  if (fresh) list.replaceChildren();
  list.dataset.sid = sid;
  const added = requests.slice(fresh ? 0 : count).map((one, index) => requestItem(one, (fresh ? 0 : count) + index));
  list.querySelector(".problems")?.remove();
  for (const item of added) list.prepend(item);
  count = requests.length;
  for (const [index, item] of [...list.querySelectorAll("details.request")].entries()) {
    if (!item.dataset.touched) item.open = index === 0;
  }
  if (problems.length) list.prepend(problemList(problems));
}

function requestItem(one, index) {
  const params = Object.entries(one.params).map(([name, value]) =>
    make("div", {}, make("dt", { text: name }), make("dd", { text: value })),
  );
  const item = make(
    "details",
    { class: "request" },
    make(
      "summary",
      {},
      make("span", { class: "number", text: `${index + 1}` }),
      make("code", { text: `${one.method} ${one.path}` }),
      make("span", { class: "quiet", text: `${one.status} · ${one.milliseconds} ms` }),
    ),
    make("h3", { text: "Asked" }),
    make("dl", { class: "params" }, ...params),
    make("h3", { text: "Answered" }),
    make("pre", { tabindex: "0" }, make("code", { text: one.twiml || "(nothing)" })),
  );
  item.querySelector("summary").addEventListener("click", () => (item.dataset.touched = "yes"));
  return item;
}

function problemList(problems) {
  const items = problems.map((one) => make("li", { text: one.code ? `${one.code}: ${one.words}` : one.words }));
  return make("div", { class: "problems" }, make("h3", { text: "What Twilio would complain about" }), make("ul", {}, ...items));
}
