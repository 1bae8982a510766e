import { beforeEach, expect, test } from "vitest";
import { announce, toast } from "./toast";

const said = () => toast.getToasts().map((one) => ("title" in one ? one.title : null));

beforeEach(() => void toast.dismiss());

test("what is done is said, with what the answer tells", async () => {
  const done = await announce(Promise.resolve({ name: "Ava" }), { done: ({ name }) => `${name} was saved` });
  expect([done, said()]).toEqual([true, ["Ava was saved"]]);
});

test("a failure is said, and does not reach the caller", async () => {
  const done = await announce(Promise.reject(new Error("No.")), { done: "Saved", failed: "It was not saved" });
  expect([done, said()]).toEqual([false, ["It was not saved"]]);
});

test("what the form shows itself is not said twice", async () => {
  expect(await announce(Promise.reject(new Error("No.")), { done: "Saved" })).toBe(false);
  expect(said()).toEqual([]);
});
