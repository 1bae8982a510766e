import { expect, it } from "vitest";
import { dollars, tokens } from "@/lib/amounts";
import type { Flow } from "@/lib/api/types";
import { spendingNote } from "./spending";

type Spending = Flow["spending"];

function spent(over: Partial<Spending["primary"]>): Spending {
  const nothing = {
    turns: 0,
    failed: 0,
    unknown: 0,
    input_tokens: null,
    output_tokens: null,
    cost_usd: null,
    points: [],
  };
  return { primary: { ...nothing, ...over }, comparison: nothing };
}

it("tells large numbers short, and what is not known apart from nothing", () => {
  expect([null, 0, 850, 12_400, 3_140_000].map(tokens)).toEqual(["–", "0", "850", "12.4 k", "3.1 M"]);
  expect([null, 0, 0.002, 1.5].map(dollars)).toEqual(["–", "$0", "< $0.01", "$1.50"]);
});

it("says what was spent, and what of it nobody knows", () => {
  expect(spendingNote(spent({}))).toBe("No agent was woken on a gateway in this time");
  expect(spendingNote(spent({ turns: 1, unknown: 1 }))).toBe("1 turn; of 1 the tokens are not known");
  const known = { turns: 3, failed: 1, unknown: 1, input_tokens: 900, output_tokens: 100 };
  expect(spendingNote(spent(known))).toBe(
    "3 turns: 1 k tokens; 1 failed; of 1 the tokens are not known; the gateways know no price",
  );
  expect(spendingNote(spent({ ...known, failed: 0, unknown: 0, cost_usd: 0.5 }))).toBe("3 turns: 1 k tokens, $0.50");
});
