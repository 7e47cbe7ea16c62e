// The telephone page: looks at all calls again and again, and does what the buttons say.

import { showAgents } from "./agents.js";
import { showCards } from "./cards.js";
import { find, nameOf, written } from "./elements.js";
import { keypad } from "./keypad.js";
import { showBehind, start as startPanels } from "./panels.js";
import { look, send } from "./server.js";
import { isOver, party, showChips, showTalk, silence, situation } from "./talk.js";
import { showTexts } from "./texts.js";
import { hush, start as startVoice } from "./voice.js";
import { show as showWorld, start as startWorld } from "./world.js";

const BUSY_MS = 700;
const SOON_MS = 160;
const IDLE_MS = 3000;
const TROUBLE_MS = 8000;
const RECENT = 3;
const PLACING_MS = 2000;
const narrow = window.matchMedia("(max-width: 760px)");

let calls = [];
let problems = [];
let texts = [];
let world = "";
let chosen = "";
let timer = 0;
let soon = 0;
let placedAt = -Infinity;
let clearing = 0;

const keys = keypad((typed) => act(chosen, "press", { keys: typed }), hush);

function act(sid, deed, body = {}) {
  return send(`calls/${sid}/${deed}`, body).then(hurry, told);
}

function told(error) {
  hurry();
  trouble(error.message);
  throw error;
}

/** Say what went wrong, for a while; what is still wrong is said again. */
function trouble(words) {
  set("trouble", words);
  find("trouble").hidden = !words;
  clearTimeout(clearing);
  if (words) clearing = setTimeout(() => trouble(""), TROUBLE_MS);
}

/** Something was done: look again at once, and a few times more. */
function hurry() {
  soon = 6;
  schedule(40);
}

function schedule(after) {
  clearTimeout(timer);
  timer = setTimeout(refresh, after);
}

async function refresh() {
  try {
    const picture = await look();
    if (picture) {
      calls = picture.exchange.calls;
      problems = picture.exchange.problems;
      texts = picture.exchange.texts;
      const { agents, ...rest } = picture.world;
      world = JSON.stringify(rest);
      showWorld(rest);
      showAgents(agents);
    }
    draw();
  } catch (error) {
    trouble(error instanceof TypeError ? "The server does not answer." : error.message);
  }
  soon -= 1;
  const busy = calls.some((call) => !isOver(call));
  schedule(soon > 0 ? SOON_MS : busy && !document.hidden ? BUSY_MS : IDLE_MS);
}

const callers = () => calls.filter((call) => call.direction === "inbound");
const others = () => calls.filter((call) => call.direction !== "inbound");

/** Those that go on, and the last few that are over. */
const isRecent = (call, index, all) =>
  !isOver(call) || call.sid === chosen || index >= all.length - RECENT;

function draw() {
  const call = callers().find((one) => one.sid === chosen) ?? (placing() ? undefined : going());
  if (!placing()) chosen = call?.sid ?? "";
  showChips(callers().filter(isRecent), call, choose);
  showTalk(call);
  showCards(calls, call?.sid, (...given) => act(...given).catch(() => {}), choose);
  keys.follow(call);
  drawPhone(call);
  showTexts(texts, call?.from ?? caller());
  showBehind(subjects(call), problems, world).catch((error) => trouble(error.message));
}

/** The number that would call: chosen from the list, or typed. */
const caller = () => find("caller").value || international(find("number").value);

/** The newest call that is not over: what a tab that has just been opened shows. */
const going = () => callers().findLast((one) => !isOver(one));

/** Was a call just placed, which the picture may not show yet? */
const placing = () => Date.now() - placedAt < PLACING_MS;

/** The legs that the panels can be about: the call, and every telephone that it rings. */
const subjects = (call) =>
  call ? [call, ...others().filter((one) => one.parent === call.sid || !one.parent)] : [];

function drawPhone(call) {
  const wait = call?.wait?.kind;
  set("screen-who", call ? `${party(call)} → ${nameOf(call.to)}` : "No call");
  const none = placing() ? "Calling…" : "Choose who calls, then press Call.";
  set("screen-state", call ? situation(call) : none);
  set("silence", silence(call));
  find("silence").disabled = !wait;
  find("hang-up").disabled = !call || isOver(call);
  find("speak").hidden = wait !== "record";
}

function set(id, text) {
  if (find(id).textContent !== text) find(id).textContent = text;
}

function choose(sid) {
  chosen = sid;
  placedAt = -Infinity;
  draw();
}

function aboutLine() {
  const option = find("line").selectedOptions[0];
  set("line-about", option ? `${written(option.value)} · ${option.dataset.about}` : "No line is configured.");
}

function about() {
  const option = find("caller").selectedOptions[0];
  find("other").hidden = option.value !== "";
  showTexts(texts, caller());
  const number = option.value.startsWith("+") ? `${written(option.value)} · ` : "";
  find("about").textContent = number + option.dataset.about;
}

/** 040 123 4567 is Finnish; anything else is taken as it is. */
function international(typed) {
  const bare = typed.replace(/[\s()-]/g, "");
  return bare.replace(/^00/, "+").replace(/^0/, "+358");
}

async function dial(event) {
  event.preventDefault();
  const from = caller();
  chosen = "";
  placedAt = Date.now();
  draw();
  try {
    chosen = (await send("calls", { from, to: find("line").value })).sid;
    if (narrow.matches) find("setup").open = false;
    find("heard").focus({ preventScroll: true });
    hurry();
  } catch (error) {
    placedAt = -Infinity;
    trouble(error.message);
  }
}

find("dial").addEventListener("submit", dial);
find("caller").addEventListener("change", about);
find("silence").addEventListener("click", () => act(chosen, "silence").catch(() => {}));
find("speak").addEventListener("click", () => act(chosen, "speak", { seconds: 5 }).catch(() => {}));
find("hang-up").addEventListener("click", () => act(chosen, "hang-up").catch(() => {}));
document.addEventListener("visibilitychange", () => schedule(0));
find("line").addEventListener("change", aboutLine);
about();
aboutLine();
startVoice();
startPanels((error) => trouble(error.message));
startWorld(hurry, (error) => trouble(error.message));
refresh();
