/* Talking with the server. Whatever happens becomes one of a few outcomes; nothing here throws. */

/** The token against forged requests, as the cookie has it now: a new sign-in changes it. */
export function csrf() {
  const found = /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie);
  return found ? decodeURIComponent(found[1]) : "";
}

const BIG = 60_000; // browsers send at most 64 KiB after a page is closed

/** Send JSON. Returns {outcome, ...the answer's JSON}: "ok", "problems", "conflict", "closed", "signedout", "refused",
 * "toobig", "offline" or "broken". `leaving`: the page may go away meanwhile.
 */
export async function post(address, data, { leaving = false, signal } = {}) {
  const body = JSON.stringify(data);
  let answer;
  try {
    answer = await fetch(address, {
      method: "POST",
      redirect: "manual",
      keepalive: leaving && new Blob([body]).size < BIG,
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrf() },
      body,
      signal,
    });
  } catch (error) {
    return { outcome: error.name === "AbortError" || error.name === "TimeoutError" ? "slow" : "offline" };
  }
  return read(answer);
}

/** Ask for JSON. */
export async function get(address) {
  try {
    return await read(await fetch(address, { redirect: "manual" }));
  } catch {
    return { outcome: "offline" };
  }
}

async function read(answer) {
  if (answer.type === "opaqueredirect") return { outcome: "signedout" };
  let data = null;
  if (answer.headers.get("Content-Type")?.startsWith("application/json")) {
    try {
      data = await answer.json();
    } catch {
      return { outcome: "offline" }; // it broke off in the middle
    }
  }
  if (answer.ok && data) return { outcome: "ok", ...data };
  // Without JSON a 403 comes from the check of the token, which fails when the session is gone.
  if (answer.status === 403) return data ? { outcome: "refused", ...data } : { outcome: "signedout" };
  if (answer.status === 409 && data) return { outcome: data.state ? "closed" : "conflict", ...data };
  if (answer.status === 422 && data?.problems) return { outcome: "problems", ...data };
  if (answer.status === 413) return { outcome: "toobig", ...data };
  return { outcome: "broken", status: answer.status, ...data };
}
