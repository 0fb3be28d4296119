/* Words that an earlier page of this browser could not save are offered when the draft is opened again. */

import { offerUndo } from "./announce.js";
import { button } from "./dom.js";

/** Offer the newest copy that was left behind; the next one when that is settled. */
export async function offerLeft(editor, local) {
  const [left] = await local.left(editor.store.document);
  if (!left) return;
  const settled = () => {
    editor.clear("left");
    local.remove(left.page);
    offerLeft(editor, local);
  };
  const take = (options) => async () => {
    if (await editor.takeUp(left, options)) settled();
  };
  const discard = () => {
    editor.clear("left");
    local.remove(left.page);
    offerUndo("The kept words are discarded.", () => {
      local.restore(left);
      offerLeft(editor, local);
    });
  };
  editor.notice(
    "left",
    `You have words from ${clock(left.at)} that the server does not have.`,
    button("Take them up", take({ compare: false }), { class: "ed-button ed-primary" }),
    button("Compare", take({ compare: true })),
    button("Discard", discard),
  );
}

function clock(at) {
  const when = new Date(at);
  const time = when.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  const today = when.toDateString() === new Date().toDateString();
  return today ? time : `${time} on ${when.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" })}`;
}
