// Small pieces of the page, and what things are called on it.

export const find = (id) => document.getElementById(id);

/** Make an element: `make("p", {class: "x", text: "words"}, child, …)`. */
export function make(tag, given = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (name === "text") made.textContent = value;
    else if (name === "click") made.addEventListener("click", value);
    else if (value !== false && value != null) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

const names = new Map(
  [...document.querySelectorAll("#names dt")].map((dt) => [
    dt.textContent,
    dt.nextElementSibling.textContent,
  ]),
);

/** What a number is called: a customer, a line, a team; else the number as people write it. */
export const nameOf = (number) =>
  number === "anonymous" ? "Number withheld" : (names.get(number) ?? written(number));

/** +358931570010 as +358 93 157 0010. */
export const written = (number) =>
  number.replace(/^(\+\d{3})(\d{2})(\d{3})(\d+)$/, "$1 $2 $3 $4");

const LANGUAGES = { fi: "Finnish", sv: "Swedish", en: "English" };
export const languageOf = (tag) => LANGUAGES[tag.slice(0, 2)] ?? tag;

/** What somebody sees of one thing that was heard or done. */
export function eventItem(event) {
  if ("say" in event) {
    const tag = event.language ?? "";
    return make(
      "li",
      { class: "say" },
      make("span", { class: "tongue", text: tag.slice(0, 2), title: languageOf(tag) }),
      make("p", { lang: tag, text: event.say }),
    );
  }
  if ("key" in event) {
    if (!event.key) return make("li", { class: "did", text: "says nothing" });
    const caps = [...event.key].map((key) => make("kbd", { text: key }));
    return make("li", { class: "pressed" }, make("span", { class: "quiet", text: "presses " }), ...caps);
  }
  return make("li", { class: "did", text: deed(event) });
}

function deed(event) {
  if ("dial" in event) return `Rings ${nameOf(event.dial)}, ${written(event.dial)}`;
  if ("queue" in event) return `Waits in the queue ${event.queue}`;
  if ("conference" in event) return "Goes where the other is";
  if ("record" in event) return "A tone; from here on it is recorded";
  return "play" in event ? `Plays ${event.play}` : "";
}
