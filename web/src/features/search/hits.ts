/** How a hit is called and where it leads. */
import type { SearchHit } from "@/lib/api/types";
import type { BoardSearch } from "../boards/filters";
import type { Kind } from "./filters";

export const NAMES: Record<Kind, string> = { task: "Task", comment: "Comment", memory: "Note", chat: "Message" };

/** The board, with what opens the task, the comment, the note or the message on it. */
export function placeOf(hit: SearchHit): { params: { boardId: string }; search: BoardSearch } {
  const params = { boardId: hit.board_id };
  if (hit.kind === "task") return { params, search: { task: hit.id } };
  if (hit.kind === "comment") return { params, search: { task: hit.task_id ?? undefined, at: hit.id } };
  return { params, search: { panel: hit.kind === "chat" ? "chat" : "notes", at: hit.id } };
}
