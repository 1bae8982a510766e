/** What kinds of fields there are, in words, and how their values look. */
import type { CustomField } from "@/lib/api/types";
import { exact } from "@/lib/time/relative";

export type FieldType = CustomField["field_type"];

export const FIELD_TYPES: { value: FieldType; label: string }[] = [
  { value: "text", label: "Text" },
  { value: "text_long", label: "Long text" },
  { value: "integer", label: "Whole number" },
  { value: "decimal", label: "Decimal number" },
  { value: "boolean", label: "Yes or no" },
  { value: "date", label: "Date" },
  { value: "date_time", label: "Date and time" },
  { value: "url", label: "Link" },
  { value: "json", label: "JSON" },
];

export const VISIBILITIES: { value: CustomField["ui_visibility"]; label: string }[] = [
  { value: "always", label: "Always" },
  { value: "if_set", label: "Only when it has a value" },
  { value: "hidden", label: "Never: for programs alone" },
];

export function typeLabel(type: FieldType): string {
  return FIELD_TYPES.find(({ value }) => value === type)?.label ?? type;
}

export function takesPattern(type: FieldType): boolean {
  return ["text", "text_long", "date", "date_time", "url"].includes(type);
}

/** Whether the field is to be seen on a task that has this value. */
export function isShown(field: CustomField, value: unknown): boolean {
  return (
    field.ui_visibility === "always" || (field.ui_visibility === "if_set" && value !== null && value !== undefined)
  );
}

/** A value in one line; a dash for none. */
export function shownValue(field: Pick<CustomField, "field_type">, value: unknown): string {
  if (value === null || value === undefined) return "–";
  if (field.field_type === "boolean") return value ? "Yes" : "No";
  if (field.field_type === "date_time" && typeof value === "string") return exact(value);
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** What an editor holds for a value, and what it means when it is left; throws a sentence for what means nothing. */
export function toText(type: FieldType, value: unknown): string {
  if (value === null || value === undefined) return "";
  return type === "json" ? JSON.stringify(value, null, 2) : String(value);
}

export function fromText(type: FieldType, text: string): unknown {
  if (text.trim() === "") return null;
  if (type === "boolean") return text === "true";
  if (type === "integer" || type === "decimal") return numberFrom(type, text);
  if (type === "json") return jsonFrom(text);
  return text;
}

function numberFrom(type: FieldType, text: string): number {
  const number = Number(text);
  if (!Number.isFinite(number)) throw new Error("Write a number.");
  if (type === "integer" && !Number.isSafeInteger(number)) throw new Error("Write a whole number.");
  return number;
}

function jsonFrom(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error("This is not JSON yet.");
  }
  if (typeof value !== "object" || value === null) throw new Error("Write a JSON object or array.");
  return value;
}
