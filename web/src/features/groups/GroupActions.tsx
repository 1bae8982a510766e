import { useNavigate } from "@tanstack/react-router";
import { Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import type { Board, BoardGroup } from "@/lib/api/types";
import { useShortcut } from "@/lib/keyboard/shortcuts";
import { named } from "@/lib/named";
import { Button } from "@/ui/Button";
import { Confirm } from "@/ui/Confirm";
import { announce } from "@/ui/toast";
import { GroupDialog } from "./GroupDialog";
import { useDeleteGroup, useUpdateGroup } from "./queries";

interface Props {
  group: BoardGroup;
  boards: Board[];
}

export function GroupActions({ group, boards }: Props) {
  const [open, setOpen] = useState<"edit" | "delete" | null>(null);
  const close = () => setOpen(null);
  useShortcut({ keys: "e", label: "Edit this group", group: "Group", run: () => setOpen("edit") });
  return (
    <>
      <Button onClick={() => setOpen("edit")}>
        <Pencil className="size-4" aria-hidden />
        Edit
      </Button>
      <Button variant="danger" onClick={() => setOpen("delete")}>
        <Trash2 className="size-4" aria-hidden />
        Delete…
      </Button>
      {open === "edit" && <EditGroup group={group} onClose={close} />}
      {open === "delete" && <DeleteGroup group={group} boards={boards} onClose={close} />}
    </>
  );
}

function EditGroup({ group, onClose }: { group: BoardGroup; onClose: () => void }) {
  const update = useUpdateGroup(group.id);
  return (
    <GroupDialog
      title={`Edit ${named(group.name)}`}
      action="Save"
      group={group}
      busy={update.isPending}
      error={update.error}
      onClose={onClose}
      onSave={(draft) =>
        announce(update.mutateAsync(draft, { onSuccess: onClose }), { done: ({ name }) => `${name} was saved` })
      }
    />
  );
}

function DeleteGroup({ group, boards, onClose }: Props & { onClose: () => void }) {
  const remove = useDeleteGroup(group.id);
  const navigate = useNavigate();

  // Awaited rather than given as callbacks: the page behind turns to "deleted" and takes this dialog away with it.
  async function confirm() {
    const words = { done: `${named(group.name)} was deleted`, failed: `${named(group.name)} was not deleted` };
    if (await announce(remove.mutateAsync(), words)) await navigate({ to: "/groups" });
    else onClose();
  }

  return (
    <Confirm
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Delete ${named(group.name)}?`}
      action="Delete group"
      busy={remove.isPending}
      onConfirm={() => void confirm()}
    >
      <p>{consequences(boards)}</p>
      <p className="mt-2">This cannot be undone.</p>
    </Confirm>
  );
}

function consequences(boards: Board[]): string {
  if (boards.length === 0) return "No board that you see is in it.";
  const names = boards.map(({ name }) => named(name)).join(", ");
  return `${names} ${boards.length === 1 ? "stays" : "stay"}, with tasks and agents, but ${
    boards.length === 1 ? "its agents" : "their agents"
  } no longer see what the other boards are at.`;
}
