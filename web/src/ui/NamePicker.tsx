import { named } from "@/lib/named";
import { type Asked, retryOf } from "./Loaded";
import { Select } from "./Select";

const AGAIN = "again";

interface NamePickerProps {
  label: string;
  /** What is said when it does not narrow. */
  any: string;
  value: string | undefined;
  choices: Asked<{ id: string; name: string }[]>;
  /** It is not shown as long as there is nothing to choose from. */
  unlessEmpty?: boolean;
  className?: string;
  onChange: (value: string | undefined) => void;
}

/**
 * Narrows to one thing by its name; an id that stands for nothing here keeps its place, so that it can be taken out.
 * What could not be loaded is no lack of choice: the list says so, and asks again.
 */
export function NamePicker({ label, any, value, choices: asked, unlessEmpty, className, onChange }: NamePickerProps) {
  const choices = asked.data ?? [];
  const retry = retryOf(asked);
  const unknown = value && !choices.some(({ id }) => id === value);
  if (unlessEmpty && choices.length === 0 && !value && !retry) return null;
  return (
    <Select
      aria-label={label}
      className={className ?? "w-44 max-sm:min-w-32 max-sm:flex-1"}
      value={value ?? ""}
      onChange={({ target }) => (target.value === AGAIN ? retry?.() : onChange(target.value || undefined))}
    >
      <option value="">{any}</option>
      {unknown && <option value={value}>One {label.toLowerCase()}</option>}
      {retry && <option value={AGAIN}>Could not be loaded: try again</option>}
      {choices.map(({ id, name }) => (
        <option key={id} value={id}>
          {named(name)}
        </option>
      ))}
    </Select>
  );
}
