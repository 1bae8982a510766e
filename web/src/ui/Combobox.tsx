import { Command } from "cmdk";
import { Check } from "lucide-react";
import { type ReactNode, useState } from "react";
import { cn } from "./cn";
import { Popover, PopoverContent, PopoverTrigger } from "./Popover";

export interface Option {
  value: string;
  label: string;
  /** Shown before the label. */
  icon?: ReactNode;
  /** A second, quieter piece of text. */
  note?: string;
  disabled?: boolean;
}

interface ComboboxProps {
  /** Names the list and its search field. */
  label: string;
  options: Option[];
  value: string | string[] | null;
  onSelect: (value: string) => void;
  /** The control that opens it; must be a button. */
  children: ReactNode;
  /** Stays open after a choice, for picking several. */
  multiple?: boolean;
  empty?: string;
  className?: string;
}

export function Combobox(props: ComboboxProps) {
  const [open, setOpen] = useState(false);
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>{props.children}</PopoverTrigger>
      <PopoverContent className={cn("w-64 p-0", props.className)} aria-label={props.label}>
        <OptionList {...props} onDone={() => setOpen(false)} />
      </PopoverContent>
    </Popover>
  );
}

function OptionList({
  label,
  options,
  value,
  onSelect,
  multiple,
  empty,
  onDone,
}: ComboboxProps & { onDone: () => void }) {
  const chosen = (option: Option) => (Array.isArray(value) ? value.includes(option.value) : value === option.value);
  return (
    <Command label={label} loop>
      <Command.Input
        placeholder={`${label}…`}
        className="h-9 w-full rounded-t-lg border-b bg-transparent px-3 text-base outline-none max-sm:text-lg"
      />
      <Command.List className="max-h-72 overflow-y-auto p-1" label={label}>
        <Command.Empty className="px-2 py-3 text-sm text-muted">{empty ?? "Nothing matches."}</Command.Empty>
        {options.map((option) => (
          <Command.Item
            key={option.value}
            value={`${option.label} ${option.value}`}
            disabled={option.disabled}
            onSelect={() => {
              onSelect(option.value);
              if (!multiple) onDone();
            }}
            className="flex min-h-8 cursor-pointer items-center gap-2 rounded-md px-2 py-1 data-[disabled=true]:cursor-default data-[disabled=true]:text-faint data-[selected=true]:bg-hover"
          >
            {option.icon}
            <span className="min-w-0 flex-1">
              <span className="block truncate">{option.label}</span>
              {option.note && <span className="block text-sm text-muted">{option.note}</span>}
            </span>
            {chosen(option) && <Check className="size-4 shrink-0 text-accent-text" aria-label="chosen" />}
          </Command.Item>
        ))}
      </Command.List>
    </Command>
  );
}
