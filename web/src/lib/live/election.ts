/**
 * Which tab holds the stream. Tabs talk over a BroadcastChannel; this is their common rule as a pure function, so that
 * it can be tested without tabs or clocks.
 *
 * A tab starts by asking. Silence makes it leader of the next term. Two leaders (both asked at once, or one was frozen)
 * settle it by term, then by id. Followers ask again when the leader has been quiet: an answer does not depend on
 * timers, which browsers throttle in hidden tabs.
 */
export interface Election {
  id: string;
  role: "asking" | "leader" | "follower";
  term: number;
  leader: string | null;
}

export type Ballot =
  | { kind: "ask"; from: string }
  | { kind: "lead"; from: string; term: number }
  | { kind: "resign"; from: string; term: number };

export type ElectionEvent =
  | { kind: "heard"; ballot: Ballot }
  /** Nobody answered the question in time. */
  | { kind: "silence" }
  /** The leader has not been heard for a while. */
  | { kind: "quiet" };

export interface Verdict {
  state: Election;
  send: Ballot[];
}

export function begin(id: string): Verdict {
  return { state: { id, role: "asking", term: 0, leader: null }, send: [{ kind: "ask", from: id }] };
}

export function step(state: Election, event: ElectionEvent): Verdict {
  if (event.kind === "silence") return state.role === "asking" ? takeOver(state) : stay(state);
  if (event.kind === "quiet") return state.role === "follower" ? askAgain(state) : stay(state);
  const { ballot } = event;
  if (ballot.from === state.id) return stay(state);
  if (ballot.kind === "ask") return state.role === "leader" ? { state, send: [claim(state)] } : stay(state);
  if (ballot.kind === "resign") return ballot.from === state.leader ? askAgain(state) : stay(state);
  return hearLeader(state, ballot);
}

function hearLeader(state: Election, ballot: { from: string; term: number }): Verdict {
  if (state.role === "leader" && outranks(state, ballot)) return { state, send: [claim(state)] };
  return { state: { ...state, role: "follower", term: ballot.term, leader: ballot.from }, send: [] };
}

function outranks(leader: Election, other: { from: string; term: number }): boolean {
  return leader.term === other.term ? leader.id < other.from : leader.term > other.term;
}

function takeOver(state: Election): Verdict {
  const leader: Election = { ...state, role: "leader", term: state.term + 1, leader: state.id };
  return { state: leader, send: [claim(leader)] };
}

function askAgain(state: Election): Verdict {
  return { state: { ...state, role: "asking", leader: null }, send: [{ kind: "ask", from: state.id }] };
}

function claim(state: Election): Ballot {
  return { kind: "lead", from: state.id, term: state.term };
}

function stay(state: Election): Verdict {
  return { state, send: [] };
}
