// What the page asks of the server. Nothing here waits for a call: answers take milliseconds.

let etag = "";

/** The picture of all calls, or null when it is as before. Throws Error with words. */
export async function look() {
  const answer = await fetch("state", {
    cache: "no-store",
    headers: etag ? { "If-None-Match": etag } : {},
  });
  if (answer.status === 304) {
    await answer.arrayBuffer(); // an answer that nobody reads counts as broken off
    return null;
  }
  const picture = await read(answer);
  etag = answer.headers.get("ETag") ?? "";
  return picture;
}

/** Post JSON; returns JSON. Throws Error with the server's words. */
export async function send(path, body = {}) {
  return read(
    await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    }),
  );
}

/** The requests of a call, and why it is where it is. */
export async function behind(sid) {
  return read(await fetch(`calls/${sid}`, { cache: "no-store" }));
}

async function read(answer) {
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(told.error ?? `The server answered ${answer.status}.`);
  return told;
}
