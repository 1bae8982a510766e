import type { ComponentProps } from "react";
import { fromLocalInput, toLocalInput } from "@/lib/time/localInput";
import { Input, Textarea } from "@/ui/Input";
import { Select } from "@/ui/Select";
import type { FieldType } from "./fieldTypes";

interface Props extends Pick<ComponentProps<"input">, "id" | "aria-describedby" | "aria-invalid"> {
  type: FieldType;
  /** As `toText` gives it. */
  text: string;
  onChange: (text: string) => void;
  onBlur?: () => void;
}

/** The platform's own control for each type of field. */
export function ValueInput({ type, text, onChange, onBlur, ...control }: Props) {
  if (type === "boolean") {
    return (
      <Select {...control} value={text} onChange={({ target }) => onChange(target.value)} onBlur={onBlur}>
        <option value="">Not set</option>
        <option value="true">Yes</option>
        <option value="false">No</option>
      </Select>
    );
  }
  if (type === "text_long" || type === "json") {
    return (
      <Textarea
        {...control}
        rows={3}
        className={type === "json" ? "font-mono text-sm" : undefined}
        value={text}
        onChange={({ target }) => onChange(target.value)}
        onBlur={onBlur}
      />
    );
  }
  const local = type === "date_time";
  return (
    <Input
      {...control}
      type={INPUT[type] ?? "text"}
      inputMode={type === "integer" ? "numeric" : type === "decimal" ? "decimal" : undefined}
      value={local ? toLocalInput(text || null) : text}
      onChange={({ target }) => onChange(local ? (fromLocalInput(target.value) ?? "") : target.value)}
      onBlur={onBlur}
    />
  );
}

const INPUT: Partial<Record<FieldType, string>> = { date: "date", date_time: "datetime-local", url: "url" };
