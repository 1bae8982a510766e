/** As long as people's double clicks take: who wants the same again on purpose looks at the answer first. */
const DOUBLE_CLICK_MS = 500;

/**
 * A double click on a form's button sends the form once. The button is disabled while it is busy, but the second click
 * may come before that was drawn; and what the two would send may differ, by the milliseconds of a date.
 */
export function submitOnce(page: EventTarget = document): void {
  let last: { form: EventTarget | null; at: number } | null = null;
  page.addEventListener(
    "submit",
    (event) => {
      const again = last?.form === event.target && event.timeStamp - last.at < DOUBLE_CLICK_MS;
      if (!again) {
        last = { form: event.target, at: event.timeStamp };
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    true,
  );
  // What was changed in between is a wish of its own.
  page.addEventListener("input", () => (last = null), true);
}
