import type { Agent, AgentUpdate } from "@/lib/api/types";
import type { AgentDraft } from "./AgentFields";
import { paceOf, withPace } from "./heartbeat";

/** Only what differs: a field that is sent counts as changed by this person, and may undo what another one did. */
export function changeOf(agent: Agent, { name, boardId, pace, model }: AgentDraft): AgentUpdate | null {
  const change: AgentUpdate = {
    ...(name.trim() !== agent.name && { name: name.trim() }),
    ...(boardId && boardId !== agent.board_id && { board_id: boardId }),
    ...(pace !== paceOf(agent) && { heartbeat_config: withPace(agent.heartbeat_config, pace) }),
    ...(model.trim() !== (agent.model ?? "") && { model: model.trim() || null }),
  };
  return Object.keys(change).length > 0 ? change : null;
}
