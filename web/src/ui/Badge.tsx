import type { ReactNode } from "react";
import { cn } from "./cn";

export const TONES = {
  neutral: "bg-sunken text-muted border-line",
  accent: "bg-accent-tint text-accent-text border-transparent",
  ok: "bg-ok-tint text-ok border-transparent",
  warn: "bg-warn-tint text-warn border-transparent",
  bad: "bg-bad-tint text-bad border-transparent",
  info: "bg-info-tint text-info border-transparent",
};
export type Tone = keyof typeof TONES;

interface BadgeProps {
  tone?: Tone;
  className?: string;
  children: ReactNode;
}

export function Badge({ tone = "neutral", className, children }: BadgeProps) {
  return (
    <span
      className={cn(
        "inline-flex h-5 items-center gap-1 whitespace-nowrap rounded border px-1.5 text-xs font-medium",
        TONES[tone],
        className,
      )}
    >
      {children}
    </span>
  );
}
