import type { TagRef } from "@/lib/api/types";
import { Badge } from "@/ui/Badge";

/** The colour is a mark beside the name: the name keeps the theme's colours and is readable whatever people choose. */
export function TagDot({ color }: { color: string }) {
  return (
    <span
      aria-hidden
      className="size-2.5 shrink-0 rounded-full border border-control"
      style={{ backgroundColor: `#${color}` }}
    />
  );
}

export function TagChip({ tag }: { tag: Pick<TagRef, "name" | "color"> }) {
  return (
    <Badge className="max-w-48 min-w-0">
      <TagDot color={tag.color} />
      <span className="truncate">{tag.name}</span>
    </Badge>
  );
}
