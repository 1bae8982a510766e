import { TagDot } from "../tags/TagChip";
import type { TaskGroup } from "./grouping";

/** What the tasks below have in common. */
export function GroupName({ group: { label, tag } }: { group: TaskGroup }) {
  return (
    <span className="flex min-w-0 items-center gap-2">
      {tag && <TagDot color={tag.color} />}
      <span className="truncate">{label}</span>
    </span>
  );
}
