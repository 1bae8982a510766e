import type { Member } from "@/lib/api/types";
import { announce } from "@/ui/toast";
import { accessOf, type Right, type Rights, rightsOf } from "./access";
import { nameOf } from "./names";
import { useChangeAccess } from "./queries";

/** The rights of a member, as they are or as they have just been chosen, and the way to choose others. */
export function useRights(member: Member) {
  const change = useChangeAccess(member.id);
  const rights: Rights = change.isPending ? rightsOf(given(change.variables)) : rightsOf(member);

  /** On one board, or with null on all of them. */
  function set(boardId: string | null, right: Right) {
    const next = boardId
      ? { ...rights, boards: { ...rights.boards, [boardId]: right } }
      : { ...rights, everywhere: right };
    void announce(change.mutateAsync(accessOf(next)), {
      failed: `The rights of ${nameOf(member)} were not changed`,
    });
  }

  return { rights, set, busy: change.isPending };
}

type Given = Parameters<typeof rightsOf>[0];

function given(access: Parameters<ReturnType<typeof useChangeAccess>["mutate"]>[0]): Given {
  return {
    all_boards_read: access.all_boards_read ?? false,
    all_boards_write: access.all_boards_write ?? false,
    board_access: (access.board_access ?? []) as Given["board_access"],
  };
}
