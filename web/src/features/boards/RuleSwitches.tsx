import { SwitchRow } from "@/ui/Switch";
import { RULES, type RuleName, type RuleSet } from "./rules";

interface Props {
  rules: RuleSet;
  onChange: (name: RuleName, on: boolean) => void;
}

export function RuleSwitches({ rules, onChange }: Props) {
  return (
    <div className="divide-y">
      {RULES.map(({ name, label, explanation }) => (
        <SwitchRow
          key={name}
          label={label}
          description={explanation}
          checked={rules[name]}
          onChange={(on) => onChange(name, on)}
        />
      ))}
    </div>
  );
}
