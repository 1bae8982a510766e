import { type ReactNode, useId } from "react";
import { cn } from "./cn";
import { FormError } from "./FormError";

export const CONTROL = cn(
  "w-full rounded-md border border-control bg-surface px-2.5 text-base text-text",
  "hover:border-muted disabled:opacity-60 aria-invalid:border-bad-mark",
  // 16 px on phones: anything smaller makes iOS zoom into the field.
  "max-sm:text-lg",
);

interface FieldProps {
  label: string;
  hint?: ReactNode;
  /** What may become of what was chosen; it is taken all the same. */
  warning?: string;
  error?: string | null;
  optional?: boolean;
  className?: string;
  children: (control: { id: string; "aria-describedby": string | undefined; "aria-invalid": boolean }) => ReactNode;
}

/** A labelled control with its hint and its error, tied together for screen readers. */
export function Field({ label, hint, warning, error, optional, className, children }: FieldProps) {
  const id = useId();
  const describedBy =
    [hint && `${id}-hint`, warning && `${id}-warning`, error && `${id}-error`].filter(Boolean).join(" ") || undefined;
  return (
    <div className={cn("flex flex-col gap-1.5", className)}>
      <label htmlFor={id} className="flex items-baseline gap-2 text-sm font-medium">
        {label}
        {optional && <span className="font-normal text-faint">optional</span>}
      </label>
      {children({ id, "aria-describedby": describedBy, "aria-invalid": Boolean(error) })}
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      )}
      {warning && (
        <p id={`${id}-warning`} role="status" className="text-sm text-warn wrap-anywhere">
          {warning}
        </p>
      )}
      {error && <FormError id={`${id}-error`}>{error}</FormError>}
    </div>
  );
}
