import { expect, it, vi } from "vitest";
import { notTwice } from "./twice";

const post = (body: string) => new Request("http://here/api/v1/agents", { method: "POST", body });

it("sends the same POST once and gives both their answer", async () => {
  const send = vi.fn(async () => Response.json({ token: "shown once" }));
  const call = notTwice(send);
  const answers = await Promise.all([call(post("{}")), call(post("{}"))]);
  expect(await Promise.all(answers.map((answer) => answer.json()))).toEqual([
    { token: "shown once" },
    { token: "shown once" },
  ]);
  expect(send).toHaveBeenCalledTimes(1);
});

it("sends others, and what has failed, again", async () => {
  const send = vi.fn(async (_: Request) => Response.json({}));
  send.mockRejectedValueOnce(new Error("away"));
  const call = notTwice(send);
  await expect(call(post("{}"))).rejects.toThrow("away");
  await call(post("{}"));
  await call(post('{"name":"Ava"}'));
  expect(send).toHaveBeenCalledTimes(3);
});

it("sends the same POST again after another change", async () => {
  const send = vi.fn(async () => Response.json({}));
  const call = notTwice(send);
  await call(post("{}"));
  await call(new Request("http://here/api/v1/agents/1/undo", { method: "POST" }));
  await call(post("{}"));
  expect(send).toHaveBeenCalledTimes(3);
});

it("waits for an answer that takes long, however late the second click comes", async () => {
  vi.useFakeTimers();
  let answer: (response: Response) => void = () => {};
  const send = vi.fn(() => new Promise<Response>((resolve) => (answer = resolve)));
  const call = notTwice(send);
  const first = call(post("{}"));
  await vi.advanceTimersByTimeAsync(5000);
  const second = call(post("{}"));
  await vi.advanceTimersByTimeAsync(0);
  answer(Response.json({}));
  await Promise.all([first, second]);
  expect(send).toHaveBeenCalledTimes(1);
  vi.useRealTimers();
});
