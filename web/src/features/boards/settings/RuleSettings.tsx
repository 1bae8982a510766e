import type { Board, BoardUpdate } from "@/lib/api/types";
import { announce } from "@/ui/toast";
import { useUpdateBoard } from "../queries";
import { RuleSwitches } from "../RuleSwitches";
import { type RuleName, rulesOf } from "../rules";
import { SettingsCard } from "./SettingsCard";

/** Each switch saves at once and shows so; a refusal puts it back. */
export function RuleSettings({ board }: { board: Board }) {
  const update = useUpdateBoard(board.id);
  const rules = rulesOf(board);
  const shown = update.isPending ? { ...rules, ...onlyRules(update.variables) } : rules;
  const change = (name: RuleName, on: boolean) =>
    announce(update.mutateAsync({ [name]: on }), { failed: "The rule could not be changed" });
  return (
    <SettingsCard title="Rules" description="They hold for every move from now on; tasks stay where they are.">
      <RuleSwitches rules={shown} onChange={change} />
    </SettingsCard>
  );
}

function onlyRules(change: BoardUpdate): Partial<Record<RuleName, boolean>> {
  return Object.fromEntries(Object.entries(change).filter(([, on]) => typeof on === "boolean"));
}
