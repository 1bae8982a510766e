import { expect, it } from "vitest";
import { makeAgent } from "@/lib/testing/factories";
import { changeOf } from "./change";

const agent = makeAgent({ name: "Ava", board_id: "b1", heartbeat_config: { every: "10m", target: "last" } });
const draft = { name: "Ava", boardId: "b1", pace: "10m", model: "" };

it("sends nothing when nothing differs", () => {
  expect(changeOf(agent, { ...draft, name: " Ava " })).toBeNull();
});

it("sends only what differs", () => {
  expect(changeOf(agent, { ...draft, name: "Ada" })).toEqual({ name: "Ada" });
  expect(changeOf(agent, { ...draft, boardId: "b2" })).toEqual({ board_id: "b2" });
});

it("sets a model and takes it away", () => {
  expect(changeOf(agent, { ...draft, model: "acme/large" })).toEqual({ model: "acme/large" });
  expect(changeOf({ ...agent, model: "acme/large" }, draft)).toEqual({ model: null });
});

it("keeps the rest of the heartbeat's configuration", () => {
  expect(changeOf(agent, { ...draft, pace: "1h" })).toEqual({ heartbeat_config: { every: "1h", target: "last" } });
});

it("never takes an agent off its board", () => {
  expect(changeOf(agent, { ...draft, boardId: "" })).toBeNull();
});
