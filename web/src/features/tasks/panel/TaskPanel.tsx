import { Trash2 } from "lucide-react";
import { isUnknown } from "@/lib/api/errors";
import type { BoardSnapshot, Task } from "@/lib/api/types";
import { named } from "@/lib/named";
import { useDocumentTitle } from "@/lib/useDocumentTitle";
import { Button } from "@/ui/Button";
import { CopyButton } from "@/ui/CopyButton";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { Panel } from "@/ui/Panel";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { TaskApprovals } from "../../approvals/TaskApprovals";
import { ReadsOnly, Writing } from "../../people/Writing";
import { useTask } from "../queries";
import { CustomFieldsSection } from "./CustomFieldsSection";
import { DependenciesSection } from "./DependenciesSection";
import { DescriptionSection } from "./DescriptionSection";
import { ExplanationSection } from "./ExplanationSection";
import { PanelHeader } from "./PanelHeader";
import { TagsSection } from "./TagsSection";
import { TaskFacts } from "./TaskFacts";
import { TaskFields } from "./TaskFields";
import { TaskTabs } from "./TaskTabs";
import { TitleField } from "./TitleField";
import { unsavedOf } from "./unsaved";
import { useTaskEdit } from "./useTaskEdit";

interface Props {
  board: BoardSnapshot;
  taskId: string;
  /** The comment to bring into view. */
  at?: string;
  onClose: () => void;
  /** Gives the focus back to the task's card; false when it has none on the screen. */
  focusCard: (taskId: string) => boolean;
}

export function TaskPanel({ board, taskId, at, onClose, focusCard }: Props) {
  const boardId = board.board.id;
  const { data: task, error, refetch } = useTask(boardId, taskId);
  const label = task ? `Task: ${named(task.title)}` : "Task";
  useDocumentTitle(task ? `${named(task.title)} · ${named(board.board.name)}` : named(board.board.name));
  return (
    <Panel
      open
      onClose={onClose}
      label={label}
      // The panel itself, not its first button: it is read from the top, and no stray key presses anything.
      onOpenAutoFocus={(event) => {
        event.preventDefault();
        if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
      }}
      // Opened by an address, or from a card that moved meanwhile: the way back is to the task's card.
      focusElsewhere={() => focusCard(taskId)}
    >
      {task ? (
        <TaskBody key={taskId} board={board} task={task} at={at} onClose={onClose} />
      ) : task === null || isUnknown(error) ? (
        <TaskGone taskId={taskId} known={task === null} onClose={onClose} />
      ) : error ? (
        <div className="flex flex-col items-center gap-2 p-4">
          <ErrorState title="The task could not be loaded" error={error} onRetry={refetch} />
          <Button onClick={onClose}>Back to the board</Button>
        </div>
      ) : (
        <TaskSkeleton />
      )}
    </Panel>
  );
}

interface BodyProps {
  board: BoardSnapshot;
  task: Task;
  at: string | undefined;
  onClose: () => void;
}

function TaskBody({ board, task, at, onClose }: BodyProps) {
  const boardId = board.board.id;
  const save = useTaskEdit(boardId, task.id);
  return (
    <>
      <PanelHeader board={board} task={task} onClose={onClose} />
      <div className="flex min-h-0 flex-1 flex-col gap-6 overflow-y-auto overscroll-contain p-4 sm:p-6">
        <ReadsOnly boardId={boardId} />
        <div className="flex flex-col gap-1">
          <Writing boardId={boardId}>
            <TitleField task={task} onSave={(title, began) => save({ title }, "title", began)} />
          </Writing>
          <TaskFacts board={board} task={task} />
        </div>
        <ExplanationSection boardId={boardId} task={task} />
        <Writing boardId={boardId}>
          <TaskFields board={board} task={task} save={save} />
          <TagsSection task={task} save={save} />
          <CustomFieldsSection boardId={boardId} task={task} save={save} />
          <DescriptionSection
            task={task}
            onSave={(description, began) => save({ description }, "description", began)}
          />
        </Writing>
        <DependenciesSection board={board} task={task} save={save} />
        <TaskApprovals boardId={boardId} task={task} />
        <TaskTabs board={board} task={task} at={at} />
      </div>
    </>
  );
}

/** `known` when it was deleted while it was on the screen. */
function TaskGone({ taskId, known, onClose }: { taskId: string; known: boolean; onClose: () => void }) {
  return (
    <div className="overflow-y-auto">
      <EmptyState
        icon={Trash2}
        title={known ? "This task was deleted" : "There is no such task"}
        action={
          <Button variant="primary" onClick={onClose}>
            Back to the board
          </Button>
        }
      >
        {known
          ? "Its comments and its history went with it. Tasks that waited for it no longer do."
          : "It was deleted, or is on another board."}
      </EmptyState>
      <Unsaved texts={unsavedOf(taskId)} />
    </div>
  );
}

/** What one was writing when the task went. */
function Unsaved({ texts }: { texts: ReturnType<typeof unsavedOf> }) {
  if (texts.length === 0) return null;
  return (
    <section aria-label="What you had not saved" className="mx-auto flex max-w-xl flex-col gap-3 p-4">
      <h3 className="font-medium">You had not saved this</h3>
      {texts.map(({ what, text }) => (
        <div key={what} className="rounded-md border bg-sunken p-3">
          <div className="mb-1 flex items-center justify-between gap-2 text-sm text-muted">
            {what}
            <CopyButton text={text} label={`Copy the ${what.toLowerCase()}`} visibleLabel="Copy" />
          </div>
          <p className="wrap-anywhere whitespace-pre-wrap">{text}</p>
        </div>
      ))}
    </section>
  );
}

function TaskSkeleton() {
  return (
    <Loading label="Loading the task" className="flex flex-col gap-4 p-6">
      <Skeleton className="h-8 w-32" />
      <Skeleton className="h-7 w-3/4" />
      <Skeleton className="h-24" />
      <div className="grid grid-cols-2 gap-4">
        <Skeleton className="h-9" />
        <Skeleton className="h-9" />
      </div>
      <Skeleton className="h-32" />
    </Loading>
  );
}
