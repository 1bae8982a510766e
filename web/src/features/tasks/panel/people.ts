import type { ActivityEvent, BoardSnapshot, Task } from "@/lib/api/types";
import { actorName, eventsOf } from "../../activity/feed";
import { useActivity } from "../../activity/queries";
import { displayName, useMe } from "../../session/queries";

function useTaskEvents(taskId: string): ActivityEvent[] {
  const { data } = useActivity({ task_id: taskId });
  return data ? eventsOf(data.pages) : [];
}

export function useCreator(board: BoardSnapshot, task: Task): string {
  const { data: me } = useMe();
  const events = useTaskEvents(task.id);
  const agent = board.agents.find(({ id }) => id === task.created_by_agent_id);
  if (agent) return agent.name;
  if (me && me.id === task.created_by_user_id) return displayName(me);
  const created = events.find(({ event_type }) => event_type === "task.created");
  return created ? actorName(created) : task.created_by_agent_id ? "an agent" : "somebody";
}
