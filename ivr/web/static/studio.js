// The pages of the studio, but for the source: that has source.js.

// Listen to a sentence in the browser's own voice.
if ("speechSynthesis" in window) {
  const locales = { fi: "fi-FI", sv: "sv-SE", en: "en-GB" };
  for (const button of document.querySelectorAll("[data-listen]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const area = document.getElementById(button.dataset.listen);
      const speech = new SpeechSynthesisUtterance(area.value.replaceAll("|", ","));
      speech.lang = locales[area.name];
      speechSynthesis.cancel();
      speechSynthesis.speak(speech);
    });
  }
}

// A map wider than the screen begins where the call is, or begins.
for (const map of document.querySelectorAll(".map")) {
  const box = map.querySelector("rect.lit") ?? map.querySelector("rect.start");
  if (box) map.scrollLeft = box.x.baseVal.value - (map.clientWidth - box.width.baseVal.value) / 2;
}
