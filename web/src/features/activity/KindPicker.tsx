import { Select } from "@/ui/Select";
import { groupsWith } from "./eventTypes";

interface Props {
  type: string | undefined;
  onChange: (type: string | undefined) => void;
  /** What is offered where no kind is chosen. */
  none?: string;
}

export function KindPicker({ type, onChange, none = "All events" }: Props) {
  return (
    <Select
      aria-label="Kind of event"
      className="w-44 max-sm:min-w-36 max-sm:flex-1"
      value={type ?? ""}
      onChange={({ target }) => onChange(target.value || undefined)}
    >
      <option value="">{none}</option>
      {groupsWith(type).map((group) => (
        <optgroup key={group.label} label={group.label}>
          {group.types.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </optgroup>
      ))}
    </Select>
  );
}
