// What may be written at a place of a flow file. The grammar comes from the server, made from its models.

export function completions(address) {
  let asked = null;
  return async (context) => {
    const line = context.state.doc.lineAt(context.pos);
    const before = line.text.slice(0, context.pos - line.from);
    const typed = /[\w.*#-]*$/.exec(before)[0];
    if (!context.explicit && !typed && !/[:,[{-] $|[[{]$/.test(before)) return null;
    asked ??= fetch(address).then((answer) => answer.json());
    const grammar = await asked.catch(() => { asked = null; return null; });
    if (!grammar || context.aborted) return null;
    const options = offered(grammar, context.state.doc, line.number, before.slice(0, before.length - typed.length));
    return options.length ? { from: context.pos - typed.length, options, validFor: /^[\w.*#-]*$/ } : null;
  };
}

export function offered(grammar, doc, number, before) {
  if (/(^|\s)#/.test(before)) return [];
  const lines = doc.toString().split("\n");
  const steps = stepsOf(lines);
  grammar = { ...grammar, prompts: [...namesIn(lines, "prompts"), ...grammar.prompts] };
  const here = placeOf(lines, number - 1, before);
  const places = here.path.reduce((found, key, at) => found.flatMap((one) => into(grammar, one, key, here.path[1], steps, at)), [grammar.root]);
  const found = here.value ? places.flatMap((one) => words(grammar, one, here, steps)) : places.flatMap((one) => keys(grammar, one, here, steps, lines));
  const seen = new Set(here.value ? [] : here.siblings);
  return found.filter((one) => !seen.has(one.label.replace(/:.*$/, "")) && seen.add(one.label.replace(/:.*$/, "")));
}

// Where a line stands: the keys that lead to it. `value`: something of the last key is expected, else a key.
export function placeOf(lines, at, before) {
  let column = /^ */.exec(before)[0].length, text = before.slice(column), dashes = [];
  for (; text.startsWith("- "); text = text.slice(2)) { column += 2; dashes = [...dashes, "-"]; }
  const { path, key, siblings } = inline(text);
  const dash = column - 2 * dashes.length;
  const above = upwards(lines, at, dashes.length ? dash + 1 : column, dashes.length ? dash : -1);
  const around = [...above.path, ...dashes, ...path];
  const line = lines[at];
  if (key) return { path: [...around, key], value: true, siblings: [], line };
  const near = path.length || dashes.length ? siblings : [...siblings, ...above.siblings];
  return { path: around, value: false, item: around.at(-1) === "-", siblings: near, line };
}

// The braces and brackets that are open in a line, and the key whose value is being written.
function inline(text) {
  const path = [], open = [];
  let key = "", word = "", quote = "", siblings = [];
  for (const sign of text) {
    if (quote) { if (sign === quote) quote = ""; else word += sign; continue; }
    if ((sign === '"' || sign === "'") && !word.trim()) { quote = sign; continue; }
    if (sign === "{" || sign === "[") {
      open.push({ siblings, depth: path.length });
      path.push(...(key ? [key] : []), ...(sign === "[" ? ["-"] : []));
      siblings = [];
    } else if (sign === "}" || sign === "]") {
      const last = open.pop();
      if (last) { path.length = last.depth; siblings = last.siblings; }
    } else if (sign === ":") {
      siblings.push(word.trim());
    } else if (sign !== ",") { word += sign; continue; }
    key = sign === ":" ? word.trim() : "";
    word = "";
  }
  return { path, key: text.endsWith(":") ? "" : key, siblings };
}

// The keys above a line; `item` is the column of the dashes of its own list.
function upwards(lines, at, limit, item) {
  const path = [], siblings = [];
  let most = limit, own = true, list = item;
  for (let row = at - 1; row >= 0 && most > 0; row -= 1) {
    const found = /^( *)((?:- )*)("[^"]*"|'[^']*'|[^\s#:][^:#]*|): ?/.exec(lines[row]);
    if (!found) continue;
    const column = found[1].length + found[2].length;
    const key = found[3].replace(/^["']|["']$/g, "");
    if (column === most && own) siblings.push(key);
    if (column < most) { path.unshift(key); most = column; own = false; }
    if (found[2] && found[1].length < most && found[1].length !== list) {
      path.unshift(...Array(found[2].length / 2).fill("-"));
      list = found[1].length;
      most = list + 1;
      own = false;
    }
  }
  if (own) for (let row = at + 1; row < lines.length; row += 1) {
    if (!lines[row].trim()) continue;
    const indent = /^ */.exec(lines[row])[0].length;
    if (indent < limit) break;
    const found = /^ *([^\s#:][^:#]*):/.exec(lines[row]);
    if (indent === limit && found) siblings.push(found[1]);
  }
  return { path, siblings };
}

// What has a name in a part of the file, such as its own sentences.
function namesIn(lines, part) {
  const start = lines.findIndex((line) => line.startsWith(`${part}:`));
  const found = [];
  for (let row = start + 1; start >= 0 && row < lines.length && !/^[^\s#]/.test(lines[row]); row += 1) {
    const key = /^ {1,2}([a-z][a-z0-9_.-]*):/.exec(lines[row]);
    if (key) found.push(key[1]);
  }
  return found;
}

// The steps of the file: their names and types, and the flow that they go to.
export function stepsOf(lines) {
  const found = new Map();
  let inside = false, name = "", indent = 0;
  for (const line of lines) {
    if (/^\S/.test(line) && !line.startsWith("#")) { inside = /^steps:/.test(line); name = ""; indent = 0; continue; }
    if (!inside) continue;
    const key = /^( +)([a-z][a-z0-9-]*):(.*)$/.exec(line);
    if (!key) continue;
    indent ||= key[1].length;
    if (key[1].length === indent) { name = key[2]; found.set(name, {}); }
    for (const [, field, word] of line.matchAll(/\b(type|flow): *([a-z][a-z0-9-]*)/g)) if (name) found.get(name)[field] ??= word;
  }
  return found;
}

function several(grammar, place) {
  if (place.ref) return several(grammar, grammar.places[place.ref]);
  return place.any ? place.any.flatMap((one) => several(grammar, one)) : [place];
}

function into(grammar, place, key, step, steps, at) {
  return several(grammar, place).flatMap((one) => {
    if (one.types) {
      const type = one.types[steps.get(step)?.type];
      if (type) return into(grammar, grammar.places[type], key, step, steps, at);
      return key === "type" ? [{ values: Object.keys(one.types), infos: one.types }] : [];
    }
    if (key === "type" && at === 2) return [{ values: Object.keys(typesOf(grammar)), infos: typesOf(grammar) }];
    if (key === "-") return one.list ? [one.list] : [];
    if (one.keys?.[key]) return [one.keys[key]];
    return one.each ? [one.each] : [];
  });
}

function typesOf(grammar) { return grammar.root.keys.steps.each.types; }

function words(grammar, place, here, steps) {
  return several(grammar, place).flatMap((one) => {
    const named = one.values ?? source(grammar, one.from, here, steps);
    if (one.from === "steps") return named.map((label) => ({ label, detail: steps.get(label)?.type ?? "", type: "variable" }));
    return named.map((label) => ({ label, info: grammar.places[one.infos?.[label]]?.info, type: "constant" }));
  });
}

function source(grammar, from, here, steps) {
  switch (from) {
    case "steps": return [...steps.keys()];
    case "prompts": return grammar.prompts;
    case "flows": return Object.keys(grammar.flows);
    case "jump": return grammar.flows[steps.get(here.path[1])?.flow] ?? [];
    case "facts": return Object.keys(grammar.facts);
    case "fact": return grammar.facts[/fact: *([\w.]+)/.exec(here.line)?.[1]] ?? [];
    default: return [];
  }
}

function keys(grammar, place, here, steps, lines) {
  return several(grammar, place).flatMap((one) => {
    if (one.types) {
      const type = one.types[steps.get(here.path[1])?.type];
      return type ? keys(grammar, grammar.places[type], here, steps, lines) : [{ label: "type", apply: "type: ", type: "property" }];
    }
    if (one.list && here.item) return keys(grammar, one.list, here, steps, lines);
    if (one.keys) return Object.entries(one.keys).map(([label, inner]) => ({ label, apply: `${label}: `, info: inner.info, type: "property" }));
    const named = one.named === "prompts" ? grammar.prompts : one.named ?? [];
    const items = here.item ? words(grammar, one, here, steps) : [];
    return [...named.map((label) => ({ label, apply: `${label}: `, type: "property" })), ...items];
  });
}
