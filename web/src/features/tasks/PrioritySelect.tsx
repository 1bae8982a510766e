import type { ComponentProps } from "react";
import { Select } from "@/ui/Select";
import { PRIORITIES, priorityOf } from "./priority";

interface Props extends Omit<ComponentProps<typeof Select>, "value" | "onChange" | "children"> {
  value: string;
  onChange: (priority: string) => void;
}

export function PrioritySelect({ value, onChange, ...rest }: Props) {
  const known = PRIORITIES.some((priority) => priority.value === value);
  return (
    <Select {...rest} value={value} onChange={({ target }) => onChange(target.value)}>
      {!known && <option value={value}>{priorityOf(value).label}</option>}
      {PRIORITIES.map((priority) => (
        <option key={priority.value} value={priority.value}>
          {priority.label}
        </option>
      ))}
    </Select>
  );
}
