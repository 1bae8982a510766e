import { expect, it } from "vitest";
import type { GatewayLog } from "@/lib/api/types";
import { grown, LOG_LINES } from "./log";

function log(from: number, to: number, over: Partial<GatewayLog> = {}): GatewayLog {
  const lines = Array.from({ length: to - from }, (_, at) => ({
    at: null,
    level: "info",
    subsystem: "",
    text: `${from + at}`,
  }));
  return { lines, cursor: to, restarted: false, cut: false, ...over };
}

const texts = ({ lines }: GatewayLog) => lines.map(({ text }) => Number(text));

it("grows by what was written since", () => {
  expect(texts(grown(undefined, log(0, 3)))).toEqual([0, 1, 2]);
  expect(texts(grown(log(0, 3), log(3, 5)))).toEqual([0, 1, 2, 3, 4]);
  expect(grown(log(0, 3), log(3, 3)).cursor).toBe(3);
});

it("keeps the newest, and begins anew after a gap and with another file", () => {
  expect(texts(grown(log(0, LOG_LINES), log(LOG_LINES, LOG_LINES + 2)))[0]).toBe(2);
  expect(texts(grown(log(0, 3), log(90, 92, { cut: true })))).toEqual([90, 91]);
  expect(texts(grown(log(0, 3), log(0, 1, { restarted: true })))).toEqual([0]);
});
