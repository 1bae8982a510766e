import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "./Button";

interface CopyButtonProps {
  text: string;
  label: string;
  /** Shows the label as text, not only to screen readers. */
  visibleLabel?: string;
  className?: string;
}

export function CopyButton({ text, label, visibleLabel, className }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  const Icon = copied ? Check : Copy;
  return (
    <Button
      variant="ghost"
      size={visibleLabel ? "sm" : "icon-sm"}
      className={className}
      aria-label={copied ? "Copied" : label}
      onClick={async ({ currentTarget }) => setCopied(await copy(text, currentTarget))}
    >
      <Icon className="size-3.5" aria-hidden />
      {visibleLabel && (copied ? "Copied" : visibleLabel)}
    </Button>
  );
}

/** The clipboard API exists only on secure origins; the old way serves a plain-http address in a private network. */
async function copy(text: string, button: HTMLElement): Promise<boolean> {
  if (navigator.clipboard) {
    return navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
  }
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "fixed opacity-0";
  // Beside the button and not at the end of the page: a dialog takes the focus back from whatever is outside of it.
  button.after(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  button.focus();
  return done;
}
