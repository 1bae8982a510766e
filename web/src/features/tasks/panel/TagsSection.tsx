import { Plus, X } from "lucide-react";
import type { Task } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { TagDot } from "../../tags/TagChip";
import { TagPicker } from "../../tags/TagPicker";
import type { Save } from "./useTaskEdit";

export function TagsSection({ task, save }: { task: Task; save: Save }) {
  const chosen = task.tag_ids;
  const toggle = (id: string) =>
    save({ tag_ids: chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id] }, "tags");
  return (
    <section aria-labelledby="task-tags" className="flex flex-col gap-2">
      <div className="flex h-7 items-center">
        <h3 id="task-tags" className="text-sm font-medium">
          Tags
        </h3>
        <TagPicker chosen={chosen} onToggle={toggle}>
          <Button variant="ghost" size="sm" className="ml-auto" aria-label="Change the tags">
            <Plus className="size-3.5" aria-hidden />
            Add
          </Button>
        </TagPicker>
      </div>
      {task.tags.length === 0 && <p className="text-muted">No tag.</p>}
      <ul className="flex flex-wrap gap-1.5 empty:hidden">
        {task.tags.map((tag) => (
          <li key={tag.id} className="flex min-w-0 items-center gap-1.5 rounded-md border py-0.5 pr-0.5 pl-2 text-sm">
            <TagDot color={tag.color} />
            <span className="truncate">{tag.name}</span>
            <Button
              variant="ghost"
              size="icon-sm"
              aria-label={`Remove the tag ${tag.name}`}
              onClick={() => toggle(tag.id)}
            >
              <X className="size-3.5" aria-hidden />
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
