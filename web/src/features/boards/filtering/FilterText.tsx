import { Search } from "lucide-react";
import { type RefObject, useEffect, useRef, useState } from "react";
import { cn } from "@/ui/cn";
import { Input } from "@/ui/Input";

interface Props {
  value: string;
  onChange: (value: string) => void;
  field: RefObject<HTMLInputElement | null>;
  /** Escape and Enter lead back to the cards. */
  onLeave: () => void;
  label?: string;
  placeholder?: string;
  className?: string;
}

const PAUSE = 120;

/** Types at full speed; the address, and with it the board, follows at each pause. */
export function FilterText({
  value,
  onChange,
  field,
  onLeave,
  label = "Filter tasks by text",
  placeholder = "Filter…",
  className = "sm:max-w-64",
}: Props) {
  const [text, setText] = useState(value);
  const sent = useRef(value);
  useEffect(() => {
    // Changed from outside: the back button, or "Clear filters".
    if (value !== sent.current) setText(value);
    sent.current = value;
  }, [value]);
  useEffect(() => {
    if (text === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = text;
      onChange(text);
    }, PAUSE);
    return () => clearTimeout(timer);
  });
  return (
    <div className={cn("relative min-w-24 flex-1 sm:min-w-40", className)}>
      <Search className="pointer-events-none absolute top-2 left-2.5 size-4 text-muted max-sm:top-2.5" aria-hidden />
      <Input
        ref={field}
        type="search"
        aria-label={label}
        placeholder={placeholder}
        className="pl-8 sm:h-8"
        value={text}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={({ key }) => (key === "Escape" || key === "Enter") && onLeave()}
      />
    </div>
  );
}
