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

it("sends what is clicked again, and not the second of a double click", () => {
  const { page, sent } = form();
  for (const [timeStamp, detail] of [
    [0, 1],
    [200, 2],
    [400, 1],
  ]) {
    page.dispatchEvent(Object.assign(new Event("click"), { detail }));
    page.dispatchEvent(Object.defineProperty(new Event("submit"), "timeStamp", { value: timeStamp }));
  }
  expect(sent).toHaveBeenCalledTimes(2);
});

it("sends again what was changed in between", () => {
  const { page, sent, submit } = form();
  submit();
  page.dispatchEvent(new Event("input"));
  submit();
  expect(sent).toHaveBeenCalledTimes(2);
});
