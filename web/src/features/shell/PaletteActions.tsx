import { useNavigate } from "@tanstack/react-router";
import { useCommandState } from "cmdk";
import {
  Building2,
  Keyboard,
  ListChecks,
  LogOut,
  type LucideIcon,
  Moon,
  Pause,
  Plus,
  Repeat,
  Sun,
  Target,
  UserPlus,
  Webhook,
} from "lucide-react";
import { named } from "@/lib/named";
import { announce } from "@/ui/toast";
import { useBoards } from "../boards/queries";
import { useActiveOrganization } from "../organizations/queries";
import { useSwitchTo } from "../organizations/useSwitchTo";
import { useMayWriteOn } from "../people/mayWrite";
import { signOut } from "../session/queries";
import { isDark, useAppearance } from "../settings/appearance";
import { type Act, Entry, Group } from "./PaletteParts";

export function PaletteActions({ act, onHelp }: { act: Act; onHelp: () => void }) {
  const navigate = useNavigate();
  const { isAdmin } = useActiveOrganization();
  const [appearance, change] = useAppearance();
  const dark = isDark(appearance);
  const leave = () => void announce(signOut(), { failed: "You are still signed in" });
  const ThemeIcon = dark ? Sun : Moon;
  return (
    <Group heading="Actions">
      {isAdmin !== false && <OfAdmins act={act} />}
      <OfEachBoard
        id="new task"
        writes
        icon={Plus}
        label={(name) => `New task on ${name}`}
        onOpen={(boardId) => void navigate({ to: "/boards/$boardId", params: { boardId }, search: { new: true } })}
        act={act}
      />
      <OfEachBoard
        id="templates"
        icon={Repeat}
        label={(name) => `Templates and recurring tasks of ${name}`}
        onOpen={(boardId) => void navigate({ to: "/boards/$boardId/templates", params: { boardId } })}
        act={act}
      />
      <OfEachBoard
        id="webhooks"
        icon={Webhook}
        label={(name) => `Webhooks of ${name}`}
        onOpen={(boardId) => void navigate({ to: "/boards/$boardId/webhooks", params: { boardId } })}
        act={act}
      />
      <OfEachBoard
        id="goal"
        icon={Target}
        label={(name) => `Goal and interview of ${name}`}
        onOpen={(boardId) => void navigate({ to: "/boards/$boardId/onboarding", params: { boardId } })}
        act={act}
      />
      <Entry icon={<ListChecks className="size-4" aria-hidden />} onSelect={act(() => void navigate({ to: "/jobs" }))}>
        Background jobs
      </Entry>
      <Entry
        icon={<Pause className="size-4" aria-hidden />}
        onSelect={act(() => void navigate({ to: "/organization", hash: "pause" }))}
      >
        Pause or resume everything
      </Entry>
      <OfEachBoard
        id="pause"
        writes
        icon={Pause}
        label={(name) => `Pause or resume ${name}`}
        onOpen={(boardId) => void navigate({ to: "/boards/$boardId/settings", params: { boardId } })}
        act={act}
      />
      <Entry
        icon={<ThemeIcon className="size-4" aria-hidden />}
        onSelect={act(() => change({ theme: dark ? "light" : "dark" }))}
      >
        {dark ? "Use the light theme" : "Use the dark theme"}
      </Entry>
      <Entry icon={<Keyboard className="size-4" aria-hidden />} onSelect={act(onHelp)}>
        Show keyboard shortcuts
      </Entry>
      <SwitchOrganization act={act} />
      <Entry icon={<LogOut className="size-4" aria-hidden />} onSelect={act(leave)}>
        Sign out
      </Entry>
    </Group>
  );
}

/** What each of these pages makes anew. */
const MADE_ON = [
  ["/tags", "New tag"],
  ["/boards", "New board"],
  ["/groups", "New group"],
  ["/agents", "New agent"],
  ["/gateways", "Add gateway"],
  ["/custom-fields", "New custom field"],
] as const;

function OfAdmins({ act }: { act: Act }) {
  const navigate = useNavigate();
  return (
    <>
      {MADE_ON.map(([to, label]) => (
        <Entry
          key={to}
          icon={<Plus className="size-4" aria-hidden />}
          onSelect={act(() => void navigate({ to, search: { new: true } }))}
        >
          {label}
        </Entry>
      ))}
      <Entry
        icon={<UserPlus className="size-4" aria-hidden />}
        onSelect={act(() => void navigate({ to: "/organization", search: { invite: true } }))}
      >
        Invite somebody
      </Entry>
    </>
  );
}

interface OfEachBoardProps {
  id: string;
  icon: LucideIcon;
  /** Not of boards that one may only read. */
  writes?: boolean;
  label: (boardName: string) => string;
  onOpen: (boardId: string) => void;
  act: Act;
}

/** One for each board, so only once something is typed: else they would bury the rest. */
function OfEachBoard({ id: what, icon: Icon, writes, label, onOpen, act }: OfEachBoardProps) {
  const { data: boards = [] } = useBoards();
  const typed = useCommandState((state) => state.search !== "");
  const mayWriteOn = useMayWriteOn();
  if (!typed) return null;
  return boards
    .filter(({ id }) => !writes || mayWriteOn(id))
    .map(({ id, name }) => (
      <Entry
        key={id}
        id={`${what} ${id}`}
        icon={<Icon className="size-4" aria-hidden />}
        onSelect={act(() => onOpen(id))}
      >
        {label(named(name))}
      </Entry>
    ));
}

function SwitchOrganization({ act }: { act: Act }) {
  const { others, switchTo } = useSwitchTo();
  return others.map((organization) => (
    <Entry
      key={organization.id}
      id={organization.id}
      icon={<Building2 className="size-4" aria-hidden />}
      onSelect={act(() => switchTo(organization))}
    >
      {`Switch to ${organization.name}`}
    </Entry>
  ));
}
