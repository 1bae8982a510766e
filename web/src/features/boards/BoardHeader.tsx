import { Link } from "@tanstack/react-router";
import { Activity, Pause, Plus, Repeat, Settings, ShieldCheck, Target, Webhook } from "lucide-react";
import type { BoardSnapshot } from "@/lib/api/types";
import { named } from "@/lib/named";
import { useDocumentTitle } from "@/lib/useDocumentTitle";
import { Button } from "@/ui/Button";
import { ChatButton } from "../memory/ChatButton";
import { useUnread } from "../memory/unread";
import { usePausing } from "../pausing/usePausing";
import { useMe } from "../session/queries";
import { BoardMenu } from "./BoardMenu";
import type { BoardSearch } from "./filters";
import { ViewSwitch } from "./ViewSwitch";

interface Props {
  board: BoardSnapshot;
  view: "board" | "list";
  chatOpen: boolean;
  /** Left out for who may not change the board. */
  onCreate?: () => void;
  onChange: (change: Partial<BoardSearch>, how?: { push: boolean }) => void;
}

/**
 * One line on a phone: what is on the board matters more there than what the board is for. Between phone and laptop the
 * name has a line of its own, and what is not needed all day is in the menu.
 */
export function BoardHeader({ board: { board, chat_messages: messages }, view, chatOpen, onCreate, onChange }: Props) {
  const { data: me } = useMe();
  const unread = useUnread(board.id, messages, me?.id, chatOpen);
  const isPaused = board.paused_at !== null;
  const pausing = usePausing(
    { scope: "board", id: board.id, name: named(board.name) },
    isPaused,
    onCreate && { keys: "p", group: "Board" },
  );
  const openActivity = () => onChange({ panel: "activity" }, { push: true });
  useDocumentTitle(named(board.name));
  return (
    <header className="flex items-center gap-x-4 gap-y-2 px-4 sm:max-lg:flex-wrap py-2 sm:px-6 sm:pt-4 sm:pb-3">
      <div className="min-w-0 flex-1 sm:max-lg:basis-full">
        <h1 className="truncate text-xl font-semibold tracking-tight max-sm:text-lg" title={named(board.name)}>
          {named(board.name)}
        </h1>
        <p className="truncate text-muted max-sm:sr-only" title={board.description}>
          {board.description}
        </p>
      </div>
      <div className="flex items-center gap-2 sm:max-lg:w-full sm:max-lg:justify-end">
        <ViewSwitch view={view} onChange={onChange} className="max-sm:hidden" />
        <Button asChild variant="ghost" className="max-sm:w-8 max-sm:px-0!">
          <Link to="/approvals" search={{ board: board.id }}>
            <ShieldCheck className="size-4" aria-hidden />
            <span className="max-lg:sr-only">Approvals</span>
          </Link>
        </Button>
        <ChatButton unread={unread} onOpen={() => onChange({ panel: "chat" }, { push: true })} />
        <Button
          size="icon"
          variant="ghost"
          className="max-xl:hidden"
          onClick={openActivity}
          aria-label="Activity of this board"
        >
          <Activity className="size-4" aria-hidden />
        </Button>
        <Button asChild size="icon" variant="ghost" className="max-xl:hidden">
          <Link
            to="/boards/$boardId/templates"
            params={{ boardId: board.id }}
            aria-label="Templates and recurring tasks"
          >
            <Repeat className="size-4" aria-hidden />
          </Link>
        </Button>
        <Button asChild size="icon" variant="ghost" className="max-xl:hidden">
          <Link to="/boards/$boardId/onboarding" params={{ boardId: board.id }} aria-label="Goal of the board">
            <Target className="size-4" aria-hidden />
          </Link>
        </Button>
        <Button asChild size="icon" variant="ghost" className="max-xl:hidden">
          <Link to="/boards/$boardId/webhooks" params={{ boardId: board.id }} aria-label="Webhooks">
            <Webhook className="size-4" aria-hidden />
          </Link>
        </Button>
        {!isPaused && onCreate && (
          <Button
            size="icon"
            variant="ghost"
            className="max-xl:hidden"
            onClick={pausing.toggle}
            aria-label="Pause this board"
          >
            <Pause className="size-4" aria-hidden />
          </Button>
        )}
        {pausing.dialog}
        <BoardMenu
          boardId={board.id}
          isPaused={isPaused}
          onPause={onCreate && pausing.toggle}
          onActivity={openActivity}
        />
        <Button asChild size="icon" variant="ghost">
          <Link to="/boards/$boardId/settings" params={{ boardId: board.id }} aria-label="Board settings">
            <Settings className="size-4" aria-hidden />
          </Link>
        </Button>
        {onCreate && (
          <Button variant="primary" className="max-sm:w-8 max-sm:px-0!" onClick={onCreate}>
            <Plus className="size-4" aria-hidden />
            <span className="max-sm:sr-only">New task</span>
          </Button>
        )}
      </div>
    </header>
  );
}
