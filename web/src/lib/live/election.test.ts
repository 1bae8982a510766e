import { describe, expect, it } from "vitest";
import { type Ballot, begin, type Election, step } from "./election";

/** Tabs that hear each other at once, without clocks. */
class Tabs {
  readonly states = new Map<string, Election>();

  open(id: string) {
    const { state, send } = begin(id);
    this.states.set(id, state);
    this.spread(send);
  }

  happen(id: string, kind: "silence" | "quiet") {
    this.take(id, { kind });
  }

  close(id: string) {
    const state = this.states.get(id);
    this.states.delete(id);
    if (state?.role === "leader") this.spread([{ kind: "resign", from: id, term: state.term }]);
  }

  /** Gone without a word, as a crashed or frozen tab. */
  lose(id: string): Election | undefined {
    const state = this.states.get(id);
    this.states.delete(id);
    return state;
  }

  roles() {
    return Object.fromEntries([...this.states].map(([id, state]) => [id, state.role]));
  }

  spread(ballots: Ballot[]) {
    for (const ballot of ballots) {
      for (const id of [...this.states.keys()]) if (id !== ballot.from) this.take(id, { kind: "heard", ballot });
    }
  }

  private take(id: string, event: Parameters<typeof step>[1]) {
    const state = this.states.get(id);
    if (!state) return;
    const verdict = step(state, event);
    this.states.set(id, verdict.state);
    this.spread(verdict.send);
  }
}

function twoTabs(): Tabs {
  const tabs = new Tabs();
  tabs.open("a");
  tabs.happen("a", "silence");
  tabs.open("b");
  return tabs;
}

describe("election", () => {
  it("makes a lonely tab the leader after silence", () => {
    const tabs = new Tabs();
    tabs.open("a");
    expect(tabs.roles()).toEqual({ a: "asking" });
    tabs.happen("a", "silence");
    expect(tabs.roles()).toEqual({ a: "leader" });
  });

  it("makes a newcomer follow", () => {
    const tabs = twoTabs();
    expect(tabs.roles()).toEqual({ a: "leader", b: "follower" });
    tabs.happen("b", "silence");
    expect(tabs.roles()).toEqual({ a: "leader", b: "follower" });
  });

  it("settles on one leader when two tabs open at the same moment", () => {
    const tabs = new Tabs();
    tabs.open("b");
    tabs.open("a");
    tabs.happen("b", "silence");
    tabs.happen("a", "silence");
    expect(Object.values(tabs.roles()).filter((role) => role === "leader")).toHaveLength(1);
  });

  it("replaces a leader that says goodbye", () => {
    const tabs = twoTabs();
    tabs.close("a");
    tabs.happen("b", "silence");
    expect(tabs.roles()).toEqual({ b: "leader" });
  });

  it("replaces a leader that vanished, and stays with it when that one answers after all", () => {
    const tabs = twoTabs();
    tabs.happen("b", "quiet");
    expect(tabs.roles()).toEqual({ a: "leader", b: "follower" });
    tabs.lose("a");
    tabs.happen("b", "quiet");
    tabs.happen("b", "silence");
    expect(tabs.roles()).toEqual({ b: "leader" });
  });

  it("makes a leader that was frozen step down before the next term", () => {
    const tabs = twoTabs();
    const frozen = tabs.lose("a");
    tabs.happen("b", "quiet");
    tabs.happen("b", "silence");
    if (frozen) tabs.states.set("a", frozen);
    tabs.spread([{ kind: "lead", from: "a", term: frozen?.term ?? 0 }]);
    expect(tabs.roles()).toEqual({ a: "follower", b: "leader" });
  });
});
