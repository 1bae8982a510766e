import { Link } from "@tanstack/react-router";
import { Repeat } from "lucide-react";
import type { BoardSnapshot, Task } from "@/lib/api/types";
import { CopyButton } from "@/ui/CopyButton";
import { RelativeTime } from "@/ui/RelativeTime";
import { useCreator } from "./people";

export function TaskFacts({ board, task }: { board: BoardSnapshot; task: Task }) {
  const creator = useCreator(board, task);
  return (
    <p className="flex flex-wrap items-center gap-x-1.5 text-sm text-muted">
      {task.template_name && <Origin boardId={task.board_id} templateId={task.template_id} name={task.template_name} />}
      {(!task.template_name || task.created_by_user_id) && <span className="wrap-anywhere">Created by {creator}</span>}
      <RelativeTime at={task.created_at} />
      <span aria-hidden>·</span>
      <span>
        changed <RelativeTime at={task.updated_at} />
      </span>
      <CopyButton text={task.id} label="Copy the task’s id" visibleLabel="Copy id" />
    </p>
  );
}

/** A template that is gone has left its name. */
function Origin({ boardId, templateId, name }: { boardId: string; templateId: string | null; name: string }) {
  return (
    <span className="inline-flex items-center gap-1.5 wrap-anywhere">
      <Repeat className="size-3.5 shrink-0" aria-hidden />
      <span>
        Made from the template{" "}
        {templateId ? (
          <Link
            to="/boards/$boardId/templates"
            params={{ boardId }}
            search={{ edit: templateId }}
            className="text-accent-text underline underline-offset-2"
          >
            {name}
          </Link>
        ) : (
          name
        )}
      </span>
    </span>
  );
}
