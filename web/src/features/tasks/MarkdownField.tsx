import { type KeyboardEvent, useState } from "react";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Textarea } from "@/ui/Input";
import { Markdown } from "@/ui/Markdown";

interface Props {
  label: string;
  hint?: string;
  optional?: boolean;
  value: string;
  onChange: (value: string) => void;
  onSubmit?: () => void;
  onCancel?: () => void;
  autoFocus?: boolean;
  rows?: number;
}

/** Text in Markdown, written or as readers will see it. Ctrl or Cmd with Enter submits; Escape cancels. */
export function MarkdownField({ label, hint, optional, value, onChange, onSubmit, onCancel, autoFocus, rows }: Props) {
  const [mode, setMode] = useState<"write" | "preview">("write");
  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey) && onSubmit) {
      event.preventDefault();
      onSubmit();
    }
    if (event.key === "Escape") onCancel?.();
  }
  return (
    <div className="relative">
      <Field label={label} hint={hint} optional={optional}>
        {(control) =>
          mode === "write" ? (
            <Textarea
              {...control}
              data-own-escape={onCancel ? "" : undefined}
              autoFocus={autoFocus}
              rows={rows ?? 4}
              value={value}
              onChange={(event) => onChange(event.target.value)}
              onKeyDown={onKeyDown}
            />
          ) : (
            <div className="min-h-20 rounded-md border px-2.5 py-2">
              {value.trim() ? <Markdown text={value} /> : <p className="text-muted">Nothing to show yet.</p>}
            </div>
          )
        }
      </Field>
      <Button
        variant="ghost"
        size="sm"
        className="absolute -top-1 right-0 h-6 font-normal"
        onClick={() => setMode(mode === "write" ? "preview" : "write")}
      >
        {mode === "write" ? "Preview" : "Write"}
      </Button>
    </div>
  );
}
