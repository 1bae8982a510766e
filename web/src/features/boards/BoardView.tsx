import { useCallback, useMemo, useRef } from "react";
import type { BoardSnapshot, Task, TaskCard } from "@/lib/api/types";
import { useShortcut } from "@/lib/keyboard/shortcuts";
import { named } from "@/lib/named";
import { useNow } from "@/lib/time/useNow";
import { toast } from "@/ui/toast";
import { MemoryPanel } from "../memory/MemoryPanel";
import { PausedAgents } from "../pausing/PausedAgents";
import { PausedNotice } from "../pausing/PausedNotice";
import { useMayWrite } from "../people/mayWrite";
import { ReadsOnly } from "../people/Writing";
import { CreateTaskDialog } from "../tasks/CreateTaskDialog";
import { MoveCommentDialog } from "../tasks/MoveCommentDialog";
import { useMoveTask } from "../tasks/moves";
import { TaskPanel } from "../tasks/panel/TaskPanel";
import { reasonOf } from "../tasks/reason";
import { AgentStrip } from "./AgentStrip";
import { BoardActivity } from "./BoardActivity";
import { BoardHeader } from "./BoardHeader";
import { NoTasks, NothingMatches } from "./BoardStates";
import { BulkEdit } from "./bulk/BulkEdit";
import { countOf } from "./bulk/outcome";
import { SelectionContext, useSelection } from "./bulk/useSelection";
import { useCardFocus } from "./cardFocus";
import { BoardFilterBar } from "./filtering/BoardFilterBar";
import { type BoardSearch, filterOf, isFiltered, NO_FILTER } from "./filters";
import { Kanban } from "./kanban/Kanban";
import { type Lane, lanesOf, type Section, sectionsOf } from "./lanes";
import { TaskList } from "./list/TaskList";
import { useBoardKeys } from "./useBoardKeys";

interface Props {
  board: BoardSnapshot;
  search: BoardSearch;
  onChange: (change: Partial<BoardSearch>, how?: { push: boolean }) => void;
}

export function BoardView({ board, search, onChange }: Props) {
  const { tasks, agents } = board;
  const boardId = board.board.id;
  const view = search.view ?? "board";
  const focus = useCardFocus();
  const mover = useMoveTask(boardId);
  const lanes = useLanes(tasks, search);
  const sections = useMemo(() => sectionsOf(lanes, search.group), [lanes, search.group]);
  const columns = useColumns(lanes, sections, view);
  const titles = useMemo(() => new Map(tasks.map(({ id, title }) => [id, title])), [tasks]);
  const reason = useCallback((task: TaskCard) => reasonOf(task, (id) => titles.get(id)), [titles]);
  const filterField = useRef<HTMLInputElement>(null);
  const mayWrite = useMayWrite(boardId);
  const create = mayWrite ? () => onChange({ new: true }, { push: true }) : undefined;

  useShortcut({
    keys: "m",
    label: "Chat and notes",
    group: "Board",
    run: () => onChange({ panel: "chat" }, { push: true }),
  });
  useShortcut({
    keys: "i",
    label: "Activity",
    group: "Board",
    run: () => onChange({ panel: "activity" }, { push: true }),
  });
  useShortcut({ keys: "c", label: "New task", group: "Board", run: () => create?.() }, mayWrite);
  useShortcut({ keys: "/", label: "Filter the tasks", group: "Board", run: () => filterField.current?.focus() });
  useShortcut({
    keys: "v",
    label: "Switch between board and list",
    group: "Board",
    run: () => onChange({ view: view === "list" ? undefined : "list" }),
  });
  useBoardKeys({ columns, tasks, focus, move: mover.move, mayMove: mayWrite });
  const shown = useMemo(() => columns.flat(), [columns]);
  const selecting = useSelection(tasks, shown, mayWrite);

  function leaveFilter() {
    const first = shown[0];
    filterField.current?.blur();
    if (first) focus.to(first);
  }

  const paused = useMemo(() => new Set(agents.filter((it) => it.pauses.length > 0).map(({ id }) => id)), [agents]);
  return (
    <PausedAgents value={paused}>
      <SelectionContext value={selecting}>
        <BoardHeader
          board={board}
          view={view}
          chatOpen={search.panel === "chat"}
          onCreate={create}
          onChange={onChange}
        />
        <ReadsOnly boardId={boardId} className="mx-4 mb-2 sm:mx-6 sm:mb-3" />
        <PausedNotice
          on={{ scope: "board", id: boardId, name: named(board.board.name) }}
          pauses={board.board.pauses}
          mayResume={mayWrite}
          className="mx-4 mb-2 sm:mx-6 sm:mb-3"
        />
        <AgentStrip boardId={boardId} agents={agents} tasks={tasks} />
        {tasks.length === 0 ? (
          <NoTasks onCreate={create} />
        ) : (
          <>
            <BoardFilterBar
              tasks={tasks}
              agents={agents}
              search={search}
              view={view}
              onChange={onChange}
              field={filterField}
              onLeaveField={leaveFilter}
            />
            <Count lanes={lanes} total={tasks.length} search={search} />
            {lanes.every((lane) => lane.tasks.length === 0) ? (
              <NothingMatches onClear={() => onChange(NO_FILTER)} />
            ) : view === "list" ? (
              <TaskList sections={sections} focus={focus} reasonOf={reason} />
            ) : (
              <Kanban
                boardId={boardId}
                tasks={tasks}
                lanes={lanes}
                group={search.group}
                focus={focus}
                reasonOf={reason}
                move={mover.move}
                onCreate={create}
              />
            )}
            {mayWrite && <BulkEdit board={board} shown={shown} focus={focus} />}
          </>
        )}
        <CreateTaskDialog
          board={board}
          open={search.new === true && mayWrite}
          onOpenChange={(open) => onChange({ new: open || undefined })}
          onCreated={(task) => sayCreated(task, () => onChange({ task: task.id }, { push: true }))}
        />
        <MoveCommentDialog mover={mover} />
        {search.panel && !search.task && (
          <MemoryPanel
            place={{
              kind: "board",
              id: boardId,
              name: named(board.board.name),
              agentNames: agents.map(({ name }) => name),
            }}
            messages={board.chat_messages}
            tab={search.panel}
            at={search.at}
            beside={{ tab: "activity", label: "Activity", content: <BoardActivity boardId={boardId} /> }}
            onTab={(panel) => onChange({ panel, at: undefined })}
            onClose={() => onChange({ panel: undefined, at: undefined })}
          />
        )}
        {search.task && (
          <TaskPanel
            board={board}
            taskId={search.task}
            at={search.at}
            onClose={() => onChange({ task: undefined, at: undefined })}
            focusCard={focus.to}
          />
        )}
      </SelectionContext>
    </PausedAgents>
  );
}

function useLanes(tasks: readonly TaskCard[], search: BoardSearch): Lane[] {
  const now = useNow();
  // The clock matters only to a filter by date: otherwise the lanes stay the same objects while it ticks.
  const moment = search.due ? now : 0;
  return useMemo(() => lanesOf(tasks, filterOf(search), search, moment), [tasks, search, moment]);
}

function useColumns(lanes: Lane[], sections: Section[], view: "board" | "list"): string[][] {
  return useMemo(() => {
    const idsOf = ({ tasks }: { tasks: TaskCard[] }) => tasks.map(({ id }) => id);
    return view === "list" ? [sections.flatMap(idsOf)] : lanes.map(idsOf);
  }, [lanes, sections, view]);
}

/** How much a filter leaves, for those who cannot see the columns change. */
function Count({ lanes, total, search }: { lanes: Lane[]; total: number; search: BoardSearch }) {
  const shown = lanes.reduce((sum, { tasks }) => sum + tasks.length, 0);
  return (
    <p role="status" className="sr-only">
      {isFiltered(filterOf(search)) ? `${shown} of ${countOf(total)}` : countOf(total)}
    </p>
  );
}

function sayCreated(task: Task, open: () => void): void {
  toast.success(`“${named(task.title)}” is in the Inbox`, { action: { label: "Open", onClick: open } });
}
