import { ChevronDown } from "lucide-react";
import { Button } from "@/ui/Button";
import { Combobox, type Option } from "@/ui/Combobox";
import { cn } from "@/ui/cn";

interface Props {
  label: string;
  options: Option[];
  /** The chosen values, as the address holds them. */
  value: string | undefined;
  onToggle: (value: string) => void;
}

/** Chooses several; the button says what is chosen: "Priority", "Priority: High", "Priority: 2". */
export function FilterPick({ label, options, value, onToggle }: Props) {
  const chosen = value?.split(",") ?? [];
  const only = chosen.length === 1 ? (options.find((option) => option.value === chosen[0])?.label ?? "1") : null;
  return (
    <Combobox label={label} options={options} value={chosen} onSelect={onToggle} multiple>
      <Button size="sm" className={cn("max-w-48 font-normal", chosen.length > 0 && "border-accent text-accent-text")}>
        <span className="truncate">{chosen.length === 0 ? label : `${label}: ${only ?? chosen.length}`}</span>
        <ChevronDown className="size-3.5 shrink-0 text-muted" aria-hidden />
      </Button>
    </Combobox>
  );
}
