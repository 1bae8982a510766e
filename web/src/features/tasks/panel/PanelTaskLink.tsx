import { Link } from "@tanstack/react-router";
import type { TaskCard } from "@/lib/api/types";
import { named } from "@/lib/named";

/** Shows another task in the panel that is open. */
export function PanelTaskLink({ task }: { task: Pick<TaskCard, "id" | "title"> }) {
  return (
    <Link
      from="/boards/$boardId"
      to="."
      search={(old) => ({ ...old, task: task.id })}
      resetScroll={false}
      preload={false}
      className="min-w-0 flex-1 truncate leading-7 hover:underline"
    >
      {named(task.title)}
    </Link>
  );
}
