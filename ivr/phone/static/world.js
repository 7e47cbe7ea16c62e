// Business time, and what is broken: the same for every process and every tab.

import { find } from "./elements.js";
import { send } from "./server.js";

const time = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Europe/Helsinki",
  weekday: "short",
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});
const switches = [...document.querySelectorAll("[data-part]")];
let aheadSeconds = null;

/** `changed()` is called when something was moved or switched; `failed(error)` when it was not. */
export function start(changed, failed) {
  const ask = (path, body) => send(path, body).then(show).then(changed).catch(failed);
  for (const button of document.querySelectorAll("[data-move]")) {
    button.addEventListener("click", () => ask("clock", { to: button.dataset.move }));
  }
  find("move").addEventListener("submit", (event) => {
    event.preventDefault();
    ask("clock", { to: find("at").value });
  });
  for (const one of switches) {
    one.addEventListener("change", () => ask("broken", { [one.dataset.part]: one.checked }));
  }
  setInterval(tick, 1000);
}

export function show(world) {
  aheadSeconds = world.ahead_seconds;
  find("moved").hidden = !world.moved;
  for (const one of switches) one.checked = world.broken.includes(one.dataset.part);
  document.body.classList.toggle("broken", world.broken.length > 0);
  tick();
}

function tick() {
  if (aheadSeconds === null) return;
  const now = new Date(Date.now() + aheadSeconds * 1000);
  find("clock").textContent = time.format(now);
  find("clock").dateTime = now.toISOString();
}
