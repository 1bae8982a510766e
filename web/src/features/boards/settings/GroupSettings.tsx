import { Link } from "@tanstack/react-router";
import type { Board } from "@/lib/api/types";
import { announce } from "@/ui/toast";
import { useGroups, useMoveBoard } from "../../groups/queries";
import { ChoiceField } from "./ChoiceField";
import { SettingsCard } from "./SettingsCard";

/** Saves with the choice, as the rules do. */
export function GroupSettings({ board }: { board: Board }) {
  const groups = useGroups();
  const move = useMoveBoard();
  const chosen = (move.isPending ? move.variables.groupId : board.board_group_id) ?? "";
  const choose = (groupId: string | null) =>
    announce(move.mutateAsync({ boardId: board.id, groupId }), {
      done: "Saved",
      failed: "The group could not be changed",
    });
  return (
    <SettingsCard
      title="Group"
      description="Boards of a group are looked at together, and their agents can see what the other boards are at."
    >
      <ChoiceField
        label="Belongs to"
        what="groups"
        choices={groups}
        none="No group"
        chosen={chosen}
        busy={move.isPending}
        onChoose={choose}
      />
      <p className="mt-2 text-sm text-muted">
        {board.board_group_id ? (
          <Link
            to="/groups/$groupId"
            params={{ groupId: board.board_group_id }}
            className="underline underline-offset-2"
          >
            Open the group
          </Link>
        ) : (
          <Link to="/groups" className="underline underline-offset-2">
            All groups
          </Link>
        )}
      </p>
    </SettingsCard>
  );
}
