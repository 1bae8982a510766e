import { describe, expect, it } from "vitest";
import { FrameParser } from "./parser";

const frame = 'id: 7\r\nevent: task.created\r\ndata: {"seq":7}\r\n\r\n';
const parsed = { id: "7", event: "task.created", data: '{"seq":7}' };

describe("FrameParser", () => {
  it("reads a frame", () => {
    expect(new FrameParser().push(frame)).toEqual([parsed]);
  });

  it("reads frames cut at every possible place", () => {
    for (let cut = 1; cut < frame.length; cut += 1) {
      const parser = new FrameParser();
      const frames = [...parser.push(frame.slice(0, cut)), ...parser.push(frame.slice(cut) + frame)];
      expect(frames, `cut at ${cut}`).toEqual([parsed, parsed]);
    }
  });

  it("reads frames that arrive byte by byte", () => {
    const parser = new FrameParser();
    expect([...(frame + frame)].flatMap((char) => parser.push(char))).toEqual([parsed, parsed]);
  });

  it.each(["\n", "\r", "\r\n"])("accepts %j as line end", (end) => {
    expect(new FrameParser().push(`${frame.replaceAll("\r\n", end)}:${end}`)).toEqual([parsed]);
  });

  it("skips comments and frames without data", () => {
    expect(new FrameParser().push(": ping\r\n\r\nevent: lonely\r\n\r\n")).toEqual([]);
  });

  it("joins data lines and takes off one leading space only", () => {
    expect(new FrameParser().push("data:a\ndata:  b\n\n")).toEqual([{ id: null, event: "message", data: "a\n b" }]);
  });

  it("does not carry an id over to the next frame", () => {
    const [, second] = new FrameParser().push("id: 1\ndata: x\n\ndata: y\n\n");
    expect(second?.id).toBeNull();
  });
});
