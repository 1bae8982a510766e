import { expect, it, vi } from "vitest";
import { submitOnce } from "./submitOnce";

function form() {
  const page = new EventTarget();
  submitOnce(page);
  const sent = vi.fn();
  page.addEventListener("submit", sent);
  const submit = () => page.dispatchEvent(new Event("submit", { cancelable: true }));
  return { page, sent, submit };
}

it("lets the second click of two go by", () => {
  const { sent, submit } = form();
  expect([submit(), submit()]).toEqual([true, false]);
  expect(sent).toHaveBeenCalledTimes(1);
});

it("sends again what was changed in between", () => {
  const { page, sent, submit } = form();
  submit();
  page.dispatchEvent(new Event("input"));
  submit();
  expect(sent).toHaveBeenCalledTimes(2);
});
