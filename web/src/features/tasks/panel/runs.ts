/** The runs of a task in words. */
import { dollars, tokens } from "@/lib/amounts";
import type { TaskRun, TaskRuns } from "@/lib/api/types";
import { duration } from "@/lib/time/relative";
import type { Tone } from "@/ui/Badge";

const OUTCOMES: Record<TaskRun["outcome"], [label: string, tone: Tone]> = {
  running: ["Goes on", "info"],
  done: ["Ended", "ok"],
  failed: ["Failed", "bad"],
  cut: ["Stopped", "warn"],
  unknown: ["Not known", "neutral"],
  handed_in: ["Handed in", "ok"],
  finished: ["Done", "ok"],
  released: ["Given back", "warn"],
  returned: ["Taken by a rule", "warn"],
  taken: ["Taken from it", "warn"],
};

export function outcomeOf(run: TaskRun): { label: string; tone: Tone } {
  const [label, tone] = OUTCOMES[run.outcome];
  return { label, tone };
}

/** "for 12 min", as far as it is known how long. */
export function lengthOf(run: TaskRun, now: number): string {
  const seconds = ((run.ended_at ? Date.parse(run.ended_at) : now) - Date.parse(run.began_at)) / 1_000;
  return `for ${duration(Math.max(0, seconds))}`;
}

/** What a turn has cost; of a stretch of time nothing is to be told. */
export function spentOf(run: TaskRun): string | null {
  if (run.kind === "lease") return null;
  if (run.input_tokens === null) return run.outcome === "running" ? null : "tokens not known";
  const used = `${tokens(run.input_tokens + (run.output_tokens ?? 0))} tokens`;
  return [used, run.cost_usd === null ? "no price known" : dollars(run.cost_usd), run.model].filter(Boolean).join(", ");
}

/** "3 turns, 12 k tokens, $0.40; agents have had it for 2 h"; null where there was nothing. */
export function sumOf(runs: TaskRuns): string | null {
  if (runs.total === 0) return null;
  const turns = runs.turns > 0 && `${runs.turns} ${runs.turns === 1 ? "turn" : "turns"}`;
  const used = runs.tokens !== null && `${tokens(runs.tokens)} tokens`;
  const cost = runs.cost_usd !== null && dollars(runs.cost_usd);
  const unknown = runs.turns_unknown > 0 && `of ${runs.turns_unknown} the tokens are not known`;
  const had = runs.seconds_held > 0 && `agents have had it for ${duration(runs.seconds_held)}`;
  const sum = [[turns, used, cost].filter(Boolean).join(", "), unknown, had].filter(Boolean).join("; ");
  return sum.charAt(0).toUpperCase() + sum.slice(1);
}
