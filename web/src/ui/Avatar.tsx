import { cn } from "./cn";

interface AvatarProps {
  name: string;
  /** A dot for presence; its meaning is always written beside it too. */
  presence?: "ok" | "warn" | "off";
  small?: boolean;
}

const DOTS = { ok: "bg-ok-mark", warn: "bg-warn-mark", off: "bg-control" };

export function Avatar({ name, presence, small }: AvatarProps) {
  return (
    <span
      aria-hidden
      className={cn(
        "relative inline-flex shrink-0 items-center justify-center rounded-full bg-accent-tint font-semibold text-accent-text",
        small ? "size-5 text-[0.625rem]" : "size-7 text-xs",
      )}
    >
      {initials(name)}
      {presence && (
        <span
          className={cn("absolute -right-0.5 -bottom-0.5 size-2 rounded-full ring-2 ring-surface", DOTS[presence])}
        />
      )}
    </span>
  );
}

export function initials(name: string): string {
  const words = name.split(/[\s._-]+/).filter(Boolean);
  const letters = words.length > 1 ? words.slice(0, 2).map((word) => [...word][0]) : [...(words[0] ?? "?")].slice(0, 2);
  return letters.join("").toUpperCase();
}
