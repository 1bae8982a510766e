const FIRST = 500;
const LONGEST = 15_000;

/** Milliseconds before try number `attempt` (from 0): doubling, with half of it random so that tabs do not march in step. */
export function backoff(attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(LONGEST, FIRST * 2 ** Math.min(attempt, 10));
  return Math.round(ceiling / 2 + (ceiling / 2) * random());
}
