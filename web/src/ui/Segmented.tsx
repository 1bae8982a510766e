import { ToggleGroup } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn";

interface SegmentedProps<Value extends string> {
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  options: { value: Value; label: string; icon?: ReactNode }[];
  /** Where there is little room; the words remain for screen readers. */
  iconsOnly?: boolean;
  className?: string;
}

/** One of a few, all visible: view, theme, density. */
export function Segmented<Value extends string>({
  label,
  value,
  onChange,
  options,
  iconsOnly,
  className,
}: SegmentedProps<Value>) {
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      value={value}
      onValueChange={(next) => next && onChange(next as Value)}
      className={cn("inline-flex rounded-md border bg-sunken p-0.5", className)}
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          className="flex h-7 items-center gap-1.5 rounded px-2.5 text-sm text-muted hover:text-text data-[state=on]:bg-raised data-[state=on]:font-medium data-[state=on]:text-text data-[state=on]:shadow-card"
        >
          {option.icon}
          <span className={cn(iconsOnly && "sr-only")}>{option.label}</span>
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
