import { X } from "lucide-react";
import type { TaskCard } from "@/lib/api/types";
import { named } from "@/lib/named";
import { Button } from "@/ui/Button";
import { StatusIcon } from "./StatusBadge";

interface Props {
  tasks: readonly TaskCard[];
  ids: readonly string[];
  onRemove: (taskId: string) => void;
}

/** Chosen tasks, each with its way out. */
export function TaskChips({ tasks, ids, onRemove }: Props) {
  if (ids.length === 0) return null;
  return (
    <ul className="flex w-full flex-col gap-1">
      {ids.map((id) => {
        const task = tasks.find((one) => one.id === id);
        const title = task ? named(task.title) : "A task that is not on this board";
        return (
          <li key={id} className="flex items-center gap-2 rounded-md border bg-sunken py-0.5 pr-0.5 pl-2">
            {task && <StatusIcon status={task.status} />}
            <span className="min-w-0 flex-1 truncate">{title}</span>
            <Button variant="ghost" size="icon-sm" aria-label={`Do not wait for ${title}`} onClick={() => onRemove(id)}>
              <X className="size-3.5" aria-hidden />
            </Button>
          </li>
        );
      })}
    </ul>
  );
}
