import { describe, expect, it } from "vitest";
import { makeTask } from "@/lib/testing/factories";
import { layOut } from "./layout";

/** "a<b" reads: a waits for b. */
function board(...waits: string[]) {
  const names = new Set(waits.flatMap((wait) => wait.split("<")));
  return [...names].map((id) =>
    makeTask({
      id,
      depends_on_task_ids: waits.filter((wait) => wait.startsWith(`${id}<`)).map((wait) => wait.slice(id.length + 1)),
    }),
  );
}

function levels(graph: ReturnType<typeof layOut>): Record<string, number> {
  return Object.fromEntries(graph.nodes.map(({ id, level }) => [id, level]));
}

describe("the graph around a task", () => {
  it("has what it waits for on the left and what waits for it on the right, over several levels", () => {
    const graph = layOut(board("b<a", "c<b", "d<c", "e<d"), "c", 60);
    expect(levels(graph)).toEqual({ a: -2, b: -1, c: 0, d: 1, e: 2 });
    expect(graph.edges).toHaveLength(4);
    expect(graph.left).toBe(0);
  });

  it("leaves out tasks that neither hold it back nor wait for it", () => {
    expect(levels(layOut(board("b<a", "c<a", "x<y"), "b", 60))).toEqual({ a: -1, b: 0 });
  });

  it("places by the longest way, so that every line goes to the right", () => {
    const graph = layOut(board("d<a", "d<c", "c<b", "b<a"), "d", 60);
    expect(levels(graph)).toEqual({ a: -3, b: -2, c: -1, d: 0 });
    for (const { way } of graph.edges) {
      const steps = way.map(({ level }) => level);
      expect(steps).toEqual(Array.from({ length: steps.length }, (_, step) => (steps[0] ?? 0) + step));
    }
  });

  it("leads a long line past the tasks of the columns that it crosses", () => {
    const graph = layOut(board("d<a", "d<c", "c<b", "b<a"), "d", 60);
    const long = graph.edges.find(({ from, to }) => from === "a" && to === "d");
    const taken = graph.nodes.map(({ level, row }) => `${level} ${row}`);
    for (const { level, row } of long?.way.slice(1, -1) ?? []) expect(taken).not.toContain(`${level} ${row}`);
    expect(long?.way).toHaveLength(4);
  });

  it("puts no two tasks in one place", () => {
    const graph = layOut(board("m<a", "m<b", "m<c", "x<m", "y<m", "z<x", "z<y", "z<a"), "m", 60);
    const places = graph.nodes.map(({ level, row }) => `${level} ${row}`);
    expect(new Set(places).size).toBe(places.length);
  });

  it("orders columns so that lines which need not cross do not", () => {
    const graph = layOut(board("m<a", "m<b", "a<q", "b<p"), "m", 60);
    const row = (name: string) => graph.nodes.find(({ id }) => id === name)?.row ?? 0;
    expect(Math.sign(row("a") - row("b"))).toBe(Math.sign(row("q") - row("p")));
  });

  it("draws the nearest of too many, and counts the others", () => {
    const chain = Array.from({ length: 9 }, (_, step) => `t${step + 1}<t${step}`);
    const graph = layOut(board(...chain), "t5", 5);
    expect(Object.keys(levels(graph)).sort()).toEqual(["t3", "t4", "t5", "t6", "t7"]);
    expect(graph.left).toBe(5);
  });

  it("is a single task when nothing depends on anything, also on tasks that are gone", () => {
    const alone = [makeTask({ id: "a", depends_on_task_ids: ["gone"] })];
    expect(layOut(alone, "a", 60)).toEqual({ nodes: [{ id: "a", level: 0, row: 0 }], edges: [], left: 0 });
  });

  it("ends on a cycle, which only a half-told state can hold", () => {
    expect(layOut(board("a<b", "b<c", "c<a"), "a", 60).nodes).toHaveLength(3);
  });
});
