/** What turns of models have cost, as a chart and in words. */
import { dollars, tokens } from "@/lib/amounts";
import type { Flow } from "@/lib/api/types";
import { count } from "./charts/format";
import { alignedTo } from "./charts/scale";
import type { ChartData } from "./charts/TimeChart";

type Spending = Flow["spending"];
type Point = Spending["primary"]["points"][number];

/** What was spent, bucket by bucket: dollars where any are known, else tokens. */
export function spendingChart(flow: Flow): ChartData {
  const { primary, comparison } = flow.spending;
  const inDollars = primary.cost_usd !== null || comparison.cost_usd !== null;
  const value = (point?: Point) => (inDollars ? point?.cost_usd : point?.tokens) ?? null;
  return {
    label: inDollars ? "Cost of turns" : "Tokens of turns",
    kind: "bars",
    bucket: flow.bucket,
    periods: primary.points.map(({ period }) => period),
    series: [{ name: inDollars ? "Cost" : "Tokens", color: "var(--accent)", values: primary.points.map(value) }],
    before: alignedTo(comparison.points, primary.points.length).map(value),
    format: inDollars ? dollars : fewTokens,
  };
}

/** Nothing for the middle of an axis that is no whole number. */
function fewTokens(value: number | null): string {
  return value !== null && value < 1_000 ? count(value) : tokens(value);
}

/** "12 turns: 40.2 k tokens, $0.31; of 2 nothing is known". */
export function spendingNote({ primary }: Spending): string {
  const { turns, failed, unknown, input_tokens, output_tokens, cost_usd } = primary;
  if (turns === 0) return "No agent was woken on a gateway in this time";
  const known = input_tokens === null ? null : input_tokens + (output_tokens ?? 0);
  const spent = [known !== null && `${tokens(known)} tokens`, cost_usd !== null && dollars(cost_usd)].filter(Boolean);
  return [
    `${turns} ${turns === 1 ? "turn" : "turns"}${spent.length ? `: ${spent.join(", ")}` : ""}`,
    failed > 0 && `${failed} failed`,
    unknown > 0 && `of ${unknown} the tokens are not known`,
    cost_usd === null && known !== null && "the gateways know no price",
  ]
    .filter(Boolean)
    .join("; ");
}
