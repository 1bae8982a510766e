import { Ellipsis, Trash2, X } from "lucide-react";
import { useState } from "react";
import type { BoardSnapshot, Task } from "@/lib/api/types";
import { named } from "@/lib/named";
import { Button } from "@/ui/Button";
import { Confirm } from "@/ui/Confirm";
import { CopyButton } from "@/ui/CopyButton";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/ui/Menu";
import { announce } from "@/ui/toast";
import { useMayWrite } from "../../people/mayWrite";
import { Writing } from "../../people/Writing";
import { dependentsOf } from "../dependencies";
import { useDeleteTask } from "../queries";
import { MoveMenu } from "./MoveMenu";

interface Props {
  board: BoardSnapshot;
  task: Task;
  onClose: () => void;
}

export function PanelHeader({ board, task, onClose }: Props) {
  const boardId = board.board.id;
  const [deleting, setDeleting] = useState(false);
  const mayWrite = useMayWrite(boardId);
  return (
    <header className="flex h-14 shrink-0 items-center gap-1 border-b px-4 sm:px-6">
      <Writing boardId={boardId}>
        <MoveMenu boardId={boardId} task={task} />
      </Writing>
      <span className="flex-1" />
      <CopyButton
        text={`${window.location.origin}/boards/${boardId}?task=${task.id}`}
        label="Copy link"
        visibleLabel="Copy link"
      />
      {mayWrite && (
        <Menu>
          <MenuTrigger asChild>
            <Button variant="ghost" size="icon" aria-label="More actions">
              <Ellipsis className="size-4" aria-hidden />
            </Button>
          </MenuTrigger>
          <MenuContent align="end">
            <MenuItem danger onSelect={() => setDeleting(true)}>
              <Trash2 className="size-4" aria-hidden />
              Delete task…
            </MenuItem>
          </MenuContent>
        </Menu>
      )}
      <Button variant="ghost" size="icon" aria-label="Close" onClick={onClose}>
        <X className="size-4" aria-hidden />
      </Button>
      <DeleteTask board={board} task={task} open={deleting} onOpenChange={setDeleting} onDeleted={onClose} />
    </header>
  );
}

interface DeleteProps {
  board: BoardSnapshot;
  task: Task;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onDeleted: () => void;
}

function DeleteTask({ board, task, open, onOpenChange, onDeleted }: DeleteProps) {
  const remove = useDeleteTask(board.board.id);
  const waiting = dependentsOf(board.tasks, task.id).length;
  // Awaited, and not left to callbacks: these are dropped when the panel's content goes with the task.
  async function confirm() {
    const words = { done: `“${named(task.title)}” was deleted`, failed: "The task could not be deleted" };
    if (await announce(remove.mutateAsync(task.id), words)) onDeleted();
  }
  return (
    <Confirm
      open={open}
      onOpenChange={onOpenChange}
      title="Delete this task?"
      action="Delete task"
      busy={remove.isPending}
      onConfirm={() => void confirm()}
    >
      <p className="wrap-anywhere">
        “{named(task.title)}” goes with its comments and its history. This cannot be undone.
        {waiting > 0 && ` ${waiting === 1 ? "One task waits" : `${waiting} tasks wait`} for it and will no longer.`}
      </p>
    </Confirm>
  );
}
