/* Who else has this draft open, and whether somebody saved a newer text meanwhile. */

import { el } from "./dom.js";
import { post } from "./server.js";

const BEAT = 20_000;

export function keepPresence(store, shownIn, newer) {
  const beat = async () => {
    if (document.visibilityState === "hidden") return;
    const answer = await post(store.opened.urls.presence, { version: store.version });
    if (answer.outcome !== "ok") return;
    const { others } = answer;
    const words = others.length ? `${list(others)} ${others.length > 1 ? "have" : "has"} this draft open too` : "";
    if (shownIn.textContent !== words) shownIn.replaceChildren(...(words ? [el("span", { class: "ed-dot", "aria-hidden": "true" }), words] : []));
    if (answer.version > store.version) newer(answer);
  };
  beat();
  setInterval(beat, BEAT);
  document.addEventListener("visibilitychange", beat);
}

function list(names) {
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : names[0];
}
