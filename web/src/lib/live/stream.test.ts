import { beforeEach, describe, expect, it, vi } from "vitest";
import { ApiError } from "@/lib/api/errors";
import type { LiveMessage } from "./events";
import { EventStream } from "./stream";

const hello = (position: number) => `event: hello\r\ndata: {"position":${position}}\r\n\r\n`;
const event = (seq: number) => `id: ${seq}\r\nevent: task.updated\r\ndata: {"seq":${seq}}\r\n\r\n`;

function answer(...chunks: string[]): Response {
  return new Response(
    new ReadableStream({
      start(controller) {
        for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
        controller.close();
      },
    }),
  );
}

function play(answers: (Response | Error)[]) {
  const heard: LiveMessage[] = [];
  const asked: (number | null)[] = [];
  let position: number | null = null;
  const stream: EventStream = new EventStream({
    position: () => position,
    deliver: (message) => {
      heard.push(message);
      if (message.kind === "events") position = message.events.at(-1)?.seq ?? position;
    },
    open: async (from) => {
      asked.push(from);
      const next = answers.shift();
      if (!next) {
        stream.stop();
        throw new Error("enough");
      }
      if (next instanceof Error) throw next;
      return next;
    },
  });
  return {
    stream,
    heard,
    asked,
    states: () => heard.flatMap((one) => (one.kind === "state" ? [one.state.status] : [])),
  };
}

describe("EventStream", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    return () => vi.useRealTimers();
  });

  it("passes on what has no position, and resumes as if it had not come", async () => {
    const passing = 'event: session.moved\r\ndata: {"type":"session.moved","payload":{"session_key":"k"}}\r\n\r\n';
    const { stream, heard, asked } = play([answer(hello(4), event(5), passing)]);
    const done = stream.run();
    await vi.runAllTimersAsync();
    await done;
    expect(heard).toContainEqual({
      kind: "passing",
      passing: { type: "session.moved", payload: { session_key: "k" } },
    });
    expect(asked).toEqual([null, 5]);
  });

  it("resumes after the last event it has seen", async () => {
    const { stream, asked } = play([answer(hello(4), event(5), event(6)), answer(hello(6), event(7))]);
    const done = stream.run();
    await vi.runAllTimersAsync();
    await done;
    expect(asked).toEqual([null, 6, 7]);
  });

  it("says that it is live, then reconnecting, then live again", async () => {
    const { stream, states } = play([answer(hello(1)), new Error("down"), answer(hello(1))]);
    const done = stream.run();
    await vi.runAllTimersAsync();
    await done;
    expect(states()).toEqual(["connecting", "live", "reconnecting", "reconnecting", "live", "reconnecting"]);
  });

  it("delivers what arrives together as one message", async () => {
    const { stream, heard } = play([answer(hello(0) + event(1) + event(2))]);
    const done = stream.run();
    await vi.runAllTimersAsync();
    await done;
    const events = heard.filter((one) => one.kind === "events");
    expect(events).toHaveLength(1);
    expect(events[0]?.events.map((one) => one.seq)).toEqual([1, 2]);
  });

  it("passes on that its position is no longer kept", async () => {
    const { stream, heard } = play([answer('event: reset\r\ndata: {"position":90}\r\n\r\n')]);
    const done = stream.run();
    await vi.runAllTimersAsync();
    await done;
    expect(heard).toContainEqual({ kind: "reset", position: 90 });
  });

  it("does not knock again when it was refused", async () => {
    const refusal = new ApiError({ status: 401, code: "unauthorized", message: "no" });
    const { stream, asked, states } = play([refusal, answer(hello(1))]);
    await stream.run();
    expect(asked).toEqual([null]);
    expect(states()).toEqual(["connecting", "refused"]);
  });
});
