// Reads aloud what is heard, with the browser's own voices.

import { find, languageOf } from "./elements.js";

const button = find("voice");
const lacking = new Set();
let on = false;

export const available = "speechSynthesis" in window;

export function start() {
  button.hidden = !available;
  button.addEventListener("click", () => {
    on = !on;
    button.setAttribute("aria-pressed", String(on));
    if (!on) hush();
  });
}

/** Stop speaking: a key was pressed, or another call is looked at. */
export function hush() {
  if (available) speechSynthesis.cancel();
}

/** Speak what was heard, one after another. */
export function say(events) {
  if (!on) return;
  for (const event of events) if (event.say) speak(event.say, event.language);
}

function speak(text, language) {
  const words = new SpeechSynthesisUtterance(text);
  words.lang = language;
  words.voice = voiceFor(language);
  if (!words.voice) tellLacking(language);
  speechSynthesis.speak(words);
}

function voiceFor(language) {
  const voices = speechSynthesis.getVoices();
  const same = (voice) => voice.lang.replace("_", "-") === language;
  const near = (voice) => voice.lang.slice(0, 2) === language.slice(0, 2);
  return voices.find(same) ?? voices.find(near) ?? null;
}

function tellLacking(language) {
  lacking.add(languageOf(language));
  find("voices").hidden = false;
  find("voices").textContent = `This browser has no voice for ${[...lacking].join(", ")}.`;
}
