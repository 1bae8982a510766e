/** The boards under the groups that they are in. */
import type { Board, BoardGroup } from "@/lib/api/types";
import { named } from "@/lib/named";

/** Stands for "in no group", in the address too. */
export const NO_GROUP = "none";

export interface Section {
  /** A group's id, or NO_GROUP. */
  id: string;
  /** Null where there is nothing to tell apart. */
  name: string | null;
  boards: Board[];
}

/** One for each group that has boards, by name, then the boards without one; of one of them when it is `chosen`. */
export function sectionsOf(boards: Board[], groups: BoardGroup[], chosen?: string): Section[] {
  const known = new Set(groups.map(({ id }) => id));
  // A group that is not known yet is not a reason to hide its boards.
  const homeOf = ({ board_group_id }: Board) =>
    board_group_id && known.has(board_group_id) ? board_group_id : NO_GROUP;
  const sections = [...groups, { id: NO_GROUP, name: "No group" }]
    .map(({ id, name }) => ({ id, name: named(name), boards: boards.filter((board) => homeOf(board) === id) }))
    .filter((section) => section.boards.length > 0 && (!chosen || section.id === chosen));
  if (sections.length === 1 && sections[0]?.id === NO_GROUP && !chosen) return [{ ...sections[0], name: null }];
  return sections;
}
