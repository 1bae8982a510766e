/** How a hit is called and where it leads. */

import type { SearchHit } from "@/lib/api/types";
import { named } from "@/lib/named";
import type { Kind } from "./filters";

export const NAMES: Record<Kind, string> = { task: "Task", comment: "Comment", memory: "Note", chat: "Message" };

/** The board or group, with what opens the task, the comment, the note or the message there. */
export function placeOf(hit: SearchHit) {
  const panel = { panel: hit.kind === "chat" ? ("chat" as const) : ("notes" as const), at: hit.id };
  if (hit.board_group_id) {
    return { to: "/groups/$groupId" as const, params: { groupId: hit.board_group_id }, search: panel };
  }
  const board = { to: "/boards/$boardId" as const, params: { boardId: hit.board_id ?? "" } };
  if (hit.kind === "task") return { ...board, search: { task: hit.id } };
  if (hit.kind === "comment") return { ...board, search: { task: hit.task_id ?? undefined, at: hit.id } };
  return { ...board, search: panel };
}

/** What its place is called. */
export function placeName({ board_name, board_group_name }: SearchHit): string {
  return board_group_name ? `Group ${named(board_group_name)}` : board_name === null ? "" : named(board_name);
}
