import { Select } from "./Select";

interface NamePickerProps {
  label: string;
  /** What is said when it does not narrow. */
  any: string;
  value: string | undefined;
  choices: { id: string; name: string }[];
  onChange: (value: string | undefined) => void;
}

/** Narrows to one thing by its name; an id that stands for nothing here keeps its place, so that it can be taken out. */
export function NamePicker({ label, any, value, choices, onChange }: NamePickerProps) {
  const unknown = value && !choices.some(({ id }) => id === value);
  return (
    <Select
      aria-label={label}
      className="w-44 max-sm:min-w-32 max-sm:flex-1"
      value={value ?? ""}
      onChange={({ target }) => onChange(target.value || undefined)}
    >
      <option value="">{any}</option>
      {unknown && <option value={value}>One {label.toLowerCase()}</option>}
      {choices.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </Select>
  );
}
