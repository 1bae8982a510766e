import { ArrowDown, ChevronsUp, Equal, type LucideIcon, Minus, TriangleAlert } from "lucide-react";

export interface PriorityLook {
  value: string;
  label: string;
  icon: LucideIcon;
  color: string;
}

export const PRIORITIES: PriorityLook[] = [
  { value: "urgent", label: "Urgent", icon: TriangleAlert, color: "text-bad-mark" },
  { value: "high", label: "High", icon: ChevronsUp, color: "text-warn-mark" },
  { value: "medium", label: "Medium", icon: Equal, color: "text-muted" },
  { value: "low", label: "Low", icon: ArrowDown, color: "text-faint" },
];

/** The API takes any text as a priority; one that it does not know is shown as it was written. */
export function priorityOf(value: string): PriorityLook {
  return (
    PRIORITIES.find((priority) => priority.value === value) ?? { value, label: value, icon: Minus, color: "text-muted" }
  );
}
