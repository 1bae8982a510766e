/** Two submits that no hand makes on purpose: a key that repeats, or both before the busy button was drawn. */
const AT_ONCE_MS = 50;
const DOUBLE_CLICK_MS = 500;

/**
 * A double click on a form's button sends the form once. The button is disabled while it is busy, but the second click
 * may come before that was drawn; and what the two would send may differ, by the milliseconds of a date. What is clicked
 * again after a look at the answer is a click of its own, however soon.
 */
export function submitOnce(page: EventTarget = document): void {
  let last: { form: EventTarget | null; at: number } | null = null;
  let clicks = 0;
  page.addEventListener(
    "submit",
    (event) => {
      const patience = clicks > 1 ? DOUBLE_CLICK_MS : AT_ONCE_MS;
      const again = last?.form === event.target && event.timeStamp - last.at < patience;
      clicks = 0;
      if (!again) {
        last = { form: event.target, at: event.timeStamp };
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    true,
  );
  // The browser counts: 2 is the second click of a double click.
  page.addEventListener("click", (event) => (clicks = "detail" in event ? Number(event.detail) : 0), true);
  // What was changed in between is a wish of its own.
  page.addEventListener("input", () => (last = null), true);
}
