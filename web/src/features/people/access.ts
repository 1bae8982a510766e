/** What somebody may do on boards, as people choose it and in words. */
import type { Access, Board, Member } from "@/lib/api/types";

export type Right = "none" | "read" | "write";

export const RIGHT_NAMES: Record<Right, string> = { none: "Nothing", read: "Reads", write: "Writes" };

export interface Rights {
  /** On all boards, also on those that do not exist yet; "none" means board by board. */
  everywhere: Right;
  boards: Record<string, Right>;
}

type Given = Pick<Member, "all_boards_read" | "all_boards_write" | "board_access">;

export const NO_RIGHTS: Rights = { everywhere: "none", boards: {} };

export function rightsOf({ all_boards_read, all_boards_write, board_access }: Given): Rights {
  const boards = board_access ?? [];
  return {
    everywhere: all_boards_write ? "write" : all_boards_read ? "read" : "none",
    boards: Object.fromEntries(
      boards.map(({ board_id, can_read, can_write }) => [board_id, can_write ? "write" : can_read ? "read" : "none"]),
    ),
  };
}

export function accessOf({ everywhere, boards }: Rights): Required<Access> {
  const listed = Object.entries(boards).filter(([, right]) => right !== "none");
  return {
    all_boards_read: everywhere !== "none",
    all_boards_write: everywhere === "write",
    board_access:
      everywhere === "none"
        ? listed.map(([board_id, right]) => ({ board_id, can_read: true, can_write: right === "write" }))
        : [],
  };
}

export function rightOn(rights: Rights, boardId: string): Right {
  return rights.everywhere === "none" ? (rights.boards[boardId] ?? "none") : rights.everywhere;
}

/** In a line: "Writes all boards", "Reads 3 boards, writes 1". */
export function inWords(rights: Rights): string {
  if (rights.everywhere !== "none") return rights.everywhere === "write" ? "Writes all boards" : "Reads all boards";
  const given = Object.values(rights.boards);
  const writes = given.filter((right) => right === "write").length;
  const reads = given.filter((right) => right === "read").length;
  if (writes + reads === 0) return "No boards";
  const parts = [reads && `reads ${count(reads)}`, writes && `writes ${count(writes)}`].filter(Boolean).join(", ");
  return parts.charAt(0).toUpperCase() + parts.slice(1);
}

/** The boards that somebody with these rights finds, and how many he does not. */
export function seen(rights: Rights, boards: Board[]): { shown: { name: string; right: Right }[]; hidden: number } {
  const all = boards.map(({ id, name }) => ({ name, right: rightOn(rights, id) }));
  const shown = all.filter(({ right }) => right !== "none");
  return { shown, hidden: all.length - shown.length };
}

function count(boards: number): string {
  return boards === 1 ? "1 board" : `${boards} boards`;
}
