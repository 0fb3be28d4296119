/* Dragging a row of a list by its handle, with mouse, pen or finger. The keyboard has buttons and keys of its own. */

const START = 4;
const EDGE = 60;

/** Make `handle` drag `row`. `into(x, y)` finds the list and place, or another target, under the pointer.
 *
 * `callbacks`: over(target) while it moves, drop(target) at the end; both are given what `into` returned.
 */
export function draggable(handle, row, { into, over, drop }) {
  handle.addEventListener("pointerdown", (down) => {
    if (down.button !== 0) return;
    down.preventDefault();
    handle.setPointerCapture(down.pointerId);
    const state = { moving: false, target: null, scroll: 0 };

    const move = (event) => {
      if (!state.moving && Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) < START) return;
      if (!state.moving) {
        state.moving = true;
        row.classList.add("ed-dragged");
        state.timer = setInterval(() => state.scroll && window.scrollBy(0, state.scroll), 16);
      }
      state.scroll = event.clientY < EDGE ? -12 : event.clientY > window.innerHeight - EDGE ? 12 : 0;
      state.target = into(event.clientX, event.clientY);
      over(state.target);
    };
    const end = (event) => {
      handle.removeEventListener("pointermove", move);
      handle.removeEventListener("pointerup", end);
      handle.removeEventListener("pointercancel", end);
      document.removeEventListener("keydown", escape, true);
      clearInterval(state.timer);
      row.classList.remove("ed-dragged");
      over(null);
      if (state.moving && event.type === "pointerup" && state.target) drop(state.target);
    };
    const escape = (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      end({ type: "pointercancel" });
    };
    handle.addEventListener("pointermove", move);
    handle.addEventListener("pointerup", end);
    handle.addEventListener("pointercancel", end);
    document.addEventListener("keydown", escape, true);
  });
}

/** The place in `list` (an element whose children are rows) that is nearest to a height on the screen. */
export function placeIn(list, selector, y) {
  const rows = [...list.querySelectorAll(`:scope > ${selector}`)];
  const at = rows.findIndex((row) => {
    const box = row.getBoundingClientRect();
    return y < box.top + box.height / 2;
  });
  return { rows, at: at < 0 ? rows.length : at };
}

/** Mark the gap before the row `at` with a line; nowhere with null. */
export function markGap(rows, at) {
  for (const row of document.querySelectorAll(".ed-gap-before, .ed-gap-after")) {
    row.classList.remove("ed-gap-before", "ed-gap-after");
  }
  if (!rows?.length) return;
  if (at < rows.length) rows[at].classList.add("ed-gap-before");
  else rows.at(-1).classList.add("ed-gap-after");
}
