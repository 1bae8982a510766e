/** What a change of many tasks will look like when the server allows it, to show it before the answer comes. */
import type { Tag, TaskCard } from "@/lib/api/types";
import type { BulkChange, BulkRequest } from "./inverse";

/** The tasks as they will be. Deletions wait for the answer: what has vanished cannot be put back where somebody looks. */
export function foreseen(
  requests: readonly BulkRequest[],
  tasks: readonly TaskCard[],
  known: readonly Tag[] = [],
): TaskCard[] {
  return requests
    .filter(({ change }) => !change.delete)
    .flatMap(({ change, taskIds }) => {
      const chosen = new Set(taskIds);
      return tasks.filter(({ id }) => chosen.has(id)).map((task) => after(change, task, known));
    });
}

function after(
  { status, priority, due_at, add_tag_ids = [], remove_tag_ids = [], ...rest }: BulkChange,
  task: TaskCard,
  known: readonly Tag[],
): TaskCard {
  const kept = task.tags.filter(({ id }) => !remove_tag_ids.includes(id));
  const added = add_tag_ids.filter((id) => !task.tag_ids.includes(id));
  const tags = [...kept, ...added.flatMap((id) => known.find((tag) => tag.id === id) ?? [])];
  return {
    ...task,
    ...(priority && { priority }),
    ...(due_at !== undefined && { due_at }),
    // A task that waits for others stays where it is, whatever is asked for.
    ...(!task.is_blocked && status && status !== task.status && { status, status_reason: null }),
    ...(!task.is_blocked && rest.assigned_agent_id !== undefined && { assigned_agent_id: rest.assigned_agent_id }),
    tags,
    tag_ids: tags.map(({ id }) => id),
  };
}
