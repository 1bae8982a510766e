import { useNavigate } from "@tanstack/react-router";
import { Command } from "cmdk";
import { Bot, Keyboard, LogOut, Moon, Plus, SquareKanban, Sun } from "lucide-react";
import type { ReactNode } from "react";
import { endSession } from "@/lib/session";
import { Dialog } from "@/ui/Dialog";
import { useAgents } from "../agents/queries";
import { useBoards } from "../boards/queries";
import { isDark, useAppearance } from "../settings/appearance";
import { StatusIcon } from "../tasks/StatusBadge";
import { DESTINATIONS } from "./navigation";
import { useKnownTasks } from "./useKnownTasks";

interface Props {
  onClose: () => void;
  onHelp: () => void;
}

export default function CommandPalette({ onClose, onHelp }: Props) {
  const act = (action: () => void) => () => {
    onClose();
    action();
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="Find anything" hideTitle className="sm:max-w-xl">
      <Command label="Find anything" loop>
        <Command.Input
          autoFocus
          placeholder="Find a board, task, agent, page or action…"
          className="h-12 w-full border-b bg-transparent px-4 text-lg outline-none"
        />
        <Command.List className="max-h-[60dvh] overflow-y-auto p-2" label="Results">
          <Command.Empty className="px-3 py-6 text-center text-muted">Nothing matches.</Command.Empty>
          <Pages act={act} />
          <Actions act={act} onHelp={onHelp} />
          <Boards act={act} />
          <Agents act={act} />
          <Tasks act={act} />
        </Command.List>
      </Command>
    </Dialog>
  );
}

type Act = (action: () => void) => () => void;

function Pages({ act }: { act: Act }) {
  const navigate = useNavigate();
  return (
    <Group heading="Pages">
      {DESTINATIONS.map(({ to, label, icon: Icon }) => (
        <Entry
          key={to}
          value={`page ${label}`}
          icon={<Icon className="size-4" aria-hidden />}
          onSelect={act(() => void navigate({ to }))}
        >
          {label}
        </Entry>
      ))}
    </Group>
  );
}

function Actions({ act, onHelp }: { act: Act; onHelp: () => void }) {
  const navigate = useNavigate();
  const [appearance, change] = useAppearance();
  const dark = isDark(appearance);
  const ThemeIcon = dark ? Sun : Moon;
  return (
    <Group heading="Actions">
      <Entry
        icon={<Plus className="size-4" aria-hidden />}
        onSelect={act(() => void navigate({ to: "/boards", search: { new: true } }))}
      >
        New board
      </Entry>
      <Entry
        icon={<Plus className="size-4" aria-hidden />}
        onSelect={act(() => void navigate({ to: "/agents", search: { new: true } }))}
      >
        New agent
      </Entry>
      <Entry
        icon={<ThemeIcon className="size-4" aria-hidden />}
        onSelect={act(() => change({ theme: dark ? "light" : "dark" }))}
      >
        {dark ? "Use the light theme" : "Use the dark theme"}
      </Entry>
      <Entry icon={<Keyboard className="size-4" aria-hidden />} onSelect={act(onHelp)}>
        Show keyboard shortcuts
      </Entry>
      <Entry icon={<LogOut className="size-4" aria-hidden />} onSelect={act(() => endSession("signed-out"))}>
        Sign out
      </Entry>
    </Group>
  );
}

function Boards({ act }: { act: Act }) {
  const navigate = useNavigate();
  const { data: boards } = useBoards();
  if (!boards?.length) return null;
  return (
    <Group heading="Boards">
      {boards.map((board) => (
        <Entry
          key={board.id}
          value={`board ${board.name} ${board.id}`}
          icon={<SquareKanban className="size-4" aria-hidden />}
          onSelect={act(() => void navigate({ to: "/boards/$boardId", params: { boardId: board.id } }))}
        >
          {board.name}
        </Entry>
      ))}
    </Group>
  );
}

function Agents({ act }: { act: Act }) {
  const navigate = useNavigate();
  const { data: agents } = useAgents();
  if (!agents?.length) return null;
  return (
    <Group heading="Agents">
      {agents.map((agent) => (
        <Entry
          key={agent.id}
          value={`agent ${agent.name} ${agent.id}`}
          icon={<Bot className="size-4" aria-hidden />}
          onSelect={act(() => void navigate({ to: "/agents/$agentId", params: { agentId: agent.id } }))}
        >
          {agent.name}
        </Entry>
      ))}
    </Group>
  );
}

function Tasks({ act }: { act: Act }) {
  const navigate = useNavigate();
  const found = useKnownTasks();
  if (!found.length) return null;
  return (
    <Group heading="Tasks">
      {found.map(({ task, boardName, boardId }) => (
        <Entry
          key={task.id}
          value={`task ${task.title} ${task.id}`}
          icon={<StatusIcon status={task.status} />}
          note={boardName}
          onSelect={act(
            () => void navigate({ to: "/boards/$boardId", params: { boardId }, search: { task: task.id } }),
          )}
        >
          {task.title}
        </Entry>
      ))}
    </Group>
  );
}

function Group({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-faint"
    >
      {children}
    </Command.Group>
  );
}

interface EntryProps {
  icon: ReactNode;
  value?: string;
  note?: string;
  onSelect: () => void;
  children: string;
}

function Entry({ icon, value, note, onSelect, children }: EntryProps) {
  return (
    <Command.Item
      value={value ?? children}
      onSelect={onSelect}
      className="flex h-9 cursor-pointer items-center gap-3 rounded-md px-2 text-muted data-[selected=true]:bg-hover"
    >
      {icon}
      <span className="min-w-0 flex-1 truncate text-text">{children}</span>
      {note && <span className="max-w-40 truncate text-sm">{note}</span>}
    </Command.Item>
  );
}
