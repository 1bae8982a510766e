import { useNavigate } from "@tanstack/react-router";
import { Command } from "cmdk";
import { Bot, Layers, SquareKanban } from "lucide-react";
import { named } from "@/lib/named";
import { usePageActions } from "@/lib/pageActions";
import { Dialog } from "@/ui/Dialog";
import { retryOf } from "@/ui/Loaded";
import { useAgents } from "../agents/queries";
import { useBoards } from "../boards/queries";
import { useGroups } from "../groups/queries";
import { DESTINATIONS, SETUP_PAGES } from "./navigation";
import { PaletteActions } from "./PaletteActions";
import { PaletteFound, useFound } from "./PaletteFound";
import { type Act, Entry, Failed, Group } from "./PaletteParts";
import { FOUND, rank } from "./rank";

// On phones at the top, not at the bottom as other dialogs: the keyboard that comes up would cover the results.
const PLACE = "max-sm:top-0 max-sm:bottom-auto! max-sm:rounded-t-none! max-sm:rounded-b-xl sm:max-w-xl";

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
    <Dialog open onOpenChange={(open) => !open && onClose()} title="Find anything" hideTitle className={PLACE}>
      <Command label="Find anything" loop filter={fit}>
        <Command.Input
          autoFocus
          placeholder="Find a page, a board, an agent, or what was written…"
          className="h-12 w-full border-b bg-transparent px-4 text-lg outline-none"
        />
        <Command.List className="max-h-[60dvh] overflow-y-auto p-2" label="Results">
          <Command.Empty className="px-3 py-6 text-center text-muted">
            <Nothing />
          </Command.Empty>
          <OfThisPage act={act} />
          <Pages act={act} />
          <PaletteActions act={act} onHelp={onHelp} />
          <Boards act={act} />
          <Groups act={act} />
          <Agents act={act} />
          <PaletteFound act={act} />
        </Command.List>
      </Command>
    </Dialog>
  );
}

function Nothing() {
  const { isSearching } = useFound();
  const isAllKnown = ![useBoards(), useGroups(), useAgents()].some(retryOf);
  if (isSearching) return "Searching…";
  return isAllKnown ? "Nothing matches." : "Nothing else matches.";
}

/** What the server found comes after what is called as was typed, in the order of the server. */
function fit(_value: string, typed: string, [name = "", kind]: string[] = []): number {
  return kind === FOUND ? 0.01 : rank(typed, name, kind);
}

function OfThisPage({ act }: { act: Act }) {
  const actions = usePageActions();
  if (actions.length === 0) return null;
  return (
    <Group heading="This page">
      {actions.map(({ label, icon: Icon, run }) => (
        <Entry key={label} icon={<Icon className="size-4" aria-hidden />} onSelect={act(run)}>
          {label}
        </Entry>
      ))}
    </Group>
  );
}

function Pages({ act }: { act: Act }) {
  const navigate = useNavigate();
  return (
    <Group heading="Pages">
      {[...DESTINATIONS, ...SETUP_PAGES].map(({ to, label, icon: Icon }) => (
        <Entry
          key={to}
          kind="page"
          icon={<Icon className="size-4" aria-hidden />}
          onSelect={act(() => void navigate({ to }))}
        >
          {label}
        </Entry>
      ))}
    </Group>
  );
}

function Boards({ act }: { act: Act }) {
  const navigate = useNavigate();
  const query = useBoards();
  const boards = query.data;
  const retry = retryOf(query);
  if (retry) return <Failed heading="Boards" retry={retry} />;
  if (!boards?.length) return null;
  return (
    <Group heading="Boards">
      {boards.map((board) => (
        <Entry
          key={board.id}
          kind="board"
          id={board.id}
          icon={<SquareKanban className="size-4" aria-hidden />}
          onSelect={act(() => void navigate({ to: "/boards/$boardId", params: { boardId: board.id } }))}
        >
          {named(board.name)}
        </Entry>
      ))}
    </Group>
  );
}

function Groups({ act }: { act: Act }) {
  const navigate = useNavigate();
  const query = useGroups();
  const groups = query.data;
  const retry = retryOf(query);
  if (retry) return <Failed heading="Groups" retry={retry} />;
  if (!groups?.length) return null;
  return (
    <Group heading="Groups">
      {groups.map((group) => (
        <Entry
          key={group.id}
          kind="group"
          id={group.id}
          icon={<Layers className="size-4" aria-hidden />}
          onSelect={act(() => void navigate({ to: "/groups/$groupId", params: { groupId: group.id } }))}
        >
          {named(group.name)}
        </Entry>
      ))}
    </Group>
  );
}

function Agents({ act }: { act: Act }) {
  const navigate = useNavigate();
  const query = useAgents();
  const agents = query.data;
  const retry = retryOf(query);
  if (retry) return <Failed heading="Agents" retry={retry} />;
  if (!agents?.length) return null;
  return (
    <Group heading="Agents">
      {agents.map((agent) => (
        <Entry
          key={agent.id}
          kind="agent"
          id={agent.id}
          icon={<Bot className="size-4" aria-hidden />}
          onSelect={act(() => void navigate({ to: "/agents/$agentId", params: { agentId: agent.id } }))}
        >
          {agent.name}
        </Entry>
      ))}
    </Group>
  );
}
