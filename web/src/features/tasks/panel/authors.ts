/** Names for those who wrote: a comment itself names only agents, who a person was stands in the history. */
import type { ActivityEvent, Agent, TaskComment } from "@/lib/api/types";
import { actorName } from "../../activity/feed";

const SOMEBODY = "Somebody";

export interface Author {
  name: string;
  isAgent: boolean;
}

/** The event of a comment has the comment's own id. */
export function authorOf(comment: TaskComment, agents: readonly Agent[], events: readonly ActivityEvent[]): Author {
  const event = events.find(({ id }) => id === comment.id);
  if (comment.agent_id) {
    const known = agents.find(({ id }) => id === comment.agent_id)?.name;
    return { name: known ?? event?.actor.name ?? "An agent that left", isAgent: true };
  }
  return { name: event ? actorName(event) : SOMEBODY, isAgent: false };
}
