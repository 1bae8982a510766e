import { fieldName } from "@/lib/fieldNames";

const CHANGED = /(: |^|; )((?:[a-z_]+|“[^”]*”)(?:, (?:[a-z_]+|“[^”]*”))*) changed$/;

/** What the server tells of a change, with statuses and fields as the pages call them. */
export function inPlainWords(message: string): string {
  return message
    .replaceAll("in_progress", "in progress")
    .replace(
      CHANGED,
      (_, before: string, fields: string) => `${before}${fields.split(", ").map(named).join(", ")} changed`,
    );
}

function named(field: string): string {
  return field.startsWith("“") ? field : fieldName(field);
}
