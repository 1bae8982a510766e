import { Link } from "@tanstack/react-router";
import { Pause, Search } from "lucide-react";
import { named } from "@/lib/named";
import { Button } from "@/ui/Button";
import { Kbd } from "@/ui/Kbd";
import { PendingCount } from "../approvals/PendingCount";
import { useBoards } from "../boards/queries";
import { QuestionCount } from "../messages/QuestionCount";
import { OrganizationSwitcher } from "../organizations/OrganizationSwitcher";
import { LiveMark } from "./LiveMark";
import { Logo } from "./Logo";
import { DESTINATIONS, SETUP_PAGES } from "./navigation";
import { ThemeSwitch } from "./ThemeSwitch";

const ITEM =
  "flex h-8 items-center gap-2.5 rounded-md px-2 text-muted hover:bg-hover hover:text-text aria-[current=page]:bg-hover aria-[current=page]:font-medium aria-[current=page]:text-text";

/** Search has its place above them. */
const PAGES = [...DESTINATIONS, ...SETUP_PAGES].filter(({ to }) => to !== "/search");

export function Sidebar({ onSearch }: { onSearch: () => void }) {
  return (
    <aside className="sticky top-0 hidden h-dvh w-60 shrink-0 flex-col gap-3 border-r bg-sunken p-3 md:flex">
      <div className="flex items-center gap-1.5">
        <Logo className="size-6" />
        <div className="min-w-0 flex-1">
          <OrganizationSwitcher />
        </div>
      </div>
      <button
        type="button"
        onClick={onSearch}
        className="flex h-8 items-center gap-2 rounded-md border bg-surface px-2 text-left text-muted hover:border-line-strong"
      >
        <Search className="size-4" aria-hidden />
        <span className="flex-1">Search</span>
        <Kbd keys="mod+k" />
      </button>
      <nav aria-label="Main" className="flex min-h-0 flex-1 flex-col gap-0.5 overflow-y-auto">
        {PAGES.map(({ to, label, icon: Icon }) => (
          <Link key={to} to={to} className={ITEM} activeOptions={{ exact: to === "/" || to === "/boards" }}>
            <Icon className="size-4 shrink-0" aria-hidden />
            {label}
            {to === "/approvals" && <PendingCount className="ml-auto" />}
            {to === "/messages" && <QuestionCount className="ml-auto" />}
          </Link>
        ))}
        <BoardLinks />
      </nav>
      <div className="flex items-center justify-between gap-1 border-t pt-2">
        <LiveMark />
        <ThemeSwitch />
      </div>
    </aside>
  );
}

function BoardLinks() {
  const { data: boards, isError, refetch } = useBoards();
  if (isError && !boards) return <BoardsMissing onRetry={refetch} />;
  if (!boards?.length) return null;
  return (
    <>
      <h2 className="mt-4 mb-1 px-2 text-xs font-medium text-faint">Boards</h2>
      {boards.map((board) => (
        <Link key={board.id} to="/boards/$boardId" params={{ boardId: board.id }} className={`${ITEM} shrink-0`}>
          <span className="size-1.5 shrink-0 rounded-full bg-control" aria-hidden />
          <span className="truncate">{named(board.name)}</span>
          {board.pauses.length > 0 && (
            <>
              <Pause className="ml-auto size-3.5 shrink-0 text-warn" aria-hidden />
              <span className="sr-only">, paused</span>
            </>
          )}
        </Link>
      ))}
    </>
  );
}

function BoardsMissing({ onRetry }: { onRetry: () => void }) {
  return (
    <div className="mt-4 px-2 text-sm text-muted">
      <p>The boards could not be loaded.</p>
      <Button size="sm" className="mt-1.5" onClick={onRetry}>
        Try again
      </Button>
    </div>
  );
}
