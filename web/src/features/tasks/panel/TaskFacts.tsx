import type { BoardSnapshot, Task } from "@/lib/api/types";
import { CopyButton } from "@/ui/CopyButton";
import { RelativeTime } from "@/ui/RelativeTime";
import { useCreator } from "./people";

export function TaskFacts({ board, task }: { board: BoardSnapshot; task: Task }) {
  const creator = useCreator(board, task);
  return (
    <p className="flex flex-wrap items-center gap-x-1.5 text-sm text-muted">
      <span className="wrap-anywhere">
        {task.template_name ? `Made from the template ${task.template_name}` : `Created by ${creator}`}
      </span>
      <RelativeTime at={task.created_at} />
      <span aria-hidden>·</span>
      <span>
        changed <RelativeTime at={task.updated_at} />
      </span>
      <CopyButton text={task.id} label="Copy the task’s id" visibleLabel="Copy id" />
    </p>
  );
}
