import { Plus, X } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import type { BoardSnapshot, Task, TaskCard } from "@/lib/api/types";
import { named } from "@/lib/named";
import { Button } from "@/ui/Button";
import { useMayWrite } from "../../people/mayWrite";
import { dependentsOf, downstreamOf } from "../dependencies";
import { DependencyGraph } from "../graph/DependencyGraph";
import { STATUS, StatusIcon } from "../StatusBadge";
import { TaskPicker } from "../TaskPicker";
import { PanelTaskLink } from "./PanelTaskLink";
import type { Save } from "./useTaskEdit";

interface Props {
  board: BoardSnapshot;
  task: Task;
  save: Save;
}

/** What this task waits for, and what waits for it. */
export function DependenciesSection({ board, task, save }: Props) {
  const others = useMemo(() => board.tasks.filter(({ id }) => id !== task.id), [board.tasks, task.id]);
  const downstream = useMemo(() => downstreamOf(board.tasks, task.id), [board.tasks, task.id]);
  const dependents = dependentsOf(board.tasks, task.id);
  const chosen = task.depends_on_task_ids;
  const mayWrite = useMayWrite(board.board.id);
  const frozen = task.status === "done";
  const toggle = (id: string) =>
    save(
      { depends_on_task_ids: chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id] },
      "dependencies",
    );
  const refuse = (other: TaskCard) => (downstream.has(other.id) ? "It waits for this task already" : null);
  return (
    <section aria-labelledby="task-dependencies" className="flex flex-col gap-2">
      <div className="flex h-7 items-center">
        <h3 id="task-dependencies" className="text-sm font-medium">
          Waits for
        </h3>
        {mayWrite && !frozen && others.length > 0 && (
          <TaskPicker label="Find a task" tasks={others} chosen={chosen} refuse={refuse} onToggle={toggle}>
            <Button variant="ghost" size="sm" className="ml-auto" aria-label="Add a task to wait for">
              <Plus className="size-3.5" aria-hidden />
              Add
            </Button>
          </TaskPicker>
        )}
      </div>
      <WaitsFor task={task} tasks={board.tasks} frozen={frozen} onRemove={mayWrite && !frozen ? toggle : null} />
      {dependents.length > 0 && (
        <>
          <h3 className="mt-2 text-sm font-medium">Holds back</h3>
          <ul className="flex flex-col gap-1">
            {dependents.map((other) => (
              <DependencyRow key={other.id} task={other} />
            ))}
          </ul>
        </>
      )}
      <DependencyGraph tasks={board.tasks} taskId={task.id} />
    </section>
  );
}

interface WaitsForProps {
  task: Task;
  tasks: readonly TaskCard[];
  frozen: boolean;
  onRemove: ((taskId: string) => void) | null;
}

function WaitsFor({ task, tasks, frozen, onRemove }: WaitsForProps) {
  const started = task.status !== "inbox" || task.assigned_agent_id !== null;
  return (
    <>
      {task.depends_on_task_ids.length === 0 && <p className="text-muted">No other task.</p>}
      <ul className="flex flex-col gap-1 empty:hidden">
        {task.depends_on_task_ids.map((id) => {
          const other = tasks.find((one) => one.id === id);
          const title = other ? named(other.title) : "A task that is gone";
          return (
            <DependencyRow key={id} task={other}>
              {onRemove && (
                <Button
                  variant="ghost"
                  size="icon-sm"
                  aria-label={`No longer wait for ${title}`}
                  onClick={() => onRemove(id)}
                >
                  <X className="size-3.5" aria-hidden />
                </Button>
              )}
            </DependencyRow>
          );
        })}
      </ul>
      <p className="text-sm text-muted empty:hidden">
        {frozen && task.depends_on_task_ids.length > 0 && "What a finished task waited for can no longer be changed."}
        {onRemove &&
          started &&
          "Waiting for a task that is not done puts this one back in the Inbox, with no assignee."}
      </p>
    </>
  );
}

function DependencyRow({ task, children }: { task: TaskCard | undefined; children?: ReactNode }) {
  return (
    <li className="flex min-h-8 items-center gap-2 rounded-md border py-0.5 pr-0.5 pl-2">
      {task ? (
        <>
          <StatusIcon status={task.status} />
          <PanelTaskLink task={task} />
          <span className="shrink-0 pr-1.5 text-sm text-muted">{STATUS[task.status].label}</span>
        </>
      ) : (
        <span className="min-w-0 flex-1 text-muted">A task that is gone</span>
      )}
      {children}
    </li>
  );
}
