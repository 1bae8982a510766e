import { Link } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import type { BoardGroup } from "@/lib/api/types";
import { named } from "@/lib/named";
import { Button } from "@/ui/Button";
import { Combobox } from "@/ui/Combobox";
import { NotLoaded } from "@/ui/Loaded";
import { announce } from "@/ui/toast";
import { useBoards } from "../boards/queries";
import { useGroups, useMoveBoard } from "./queries";

/** Boards that are elsewhere may be chosen too; the list says which group they would leave. */
export function AddBoard({ group }: { group: BoardGroup }) {
  const query = useBoards();
  const boards = query.data;
  const { data: groups } = useGroups();
  const move = useMoveBoard();
  const others = boards?.filter((board) => board.board_group_id !== group.id) ?? [];
  const nameOf = (groupId: string) => groups?.find(({ id }) => id === groupId)?.name ?? "another group";

  function add(boardId: string) {
    const board = boards?.find(({ id }) => id === boardId);
    const name = board ? named(board.name) : "The board";
    void announce(move.mutateAsync({ boardId, groupId: group.id }), {
      done: `${name} is in ${named(group.name)}`,
      failed: `${name} could not be added`,
    });
  }

  if (!boards) return <NotLoaded query={query} what="boards" skeleton="h-8 w-32" />;
  if (others.length === 0) {
    return (
      <p className="text-sm text-muted">
        {boards.length === 0 ? "There are no boards yet. " : "All boards are in this group. "}
        <Link to="/boards" search={{ new: true }} className="underline underline-offset-2">
          Make another board
        </Link>
      </p>
    );
  }
  return (
    <div>
      <Combobox
        label="Find a board"
        value={null}
        options={others.map((board) => ({
          value: board.id,
          label: named(board.name),
          note: board.board_group_id ? `Leaves ${nameOf(board.board_group_id)}` : undefined,
        }))}
        onSelect={add}
      >
        <Button busy={move.isPending}>
          <Plus className="size-4" aria-hidden />
          Add a board
        </Button>
      </Combobox>
    </div>
  );
}
