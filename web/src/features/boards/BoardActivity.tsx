import { Link } from "@tanstack/react-router";
import { Activity } from "lucide-react";
import { EmptyState } from "@/ui/EmptyState";
import { Feed } from "../activity/Feed";

/** What people and agents did on one board, as it happens. */
export function BoardActivity({ boardId }: { boardId: string }) {
  return (
    <section
      aria-label="Activity"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard
      tabIndex={0}
      className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-4"
    >
      <p className="mb-4 text-sm text-muted">
        What people and agents do here, as it happens.{" "}
        <Link
          to="/activity"
          search={{ board: boardId }}
          className="inline-block min-h-6 leading-6 underline underline-offset-2"
        >
          Filter it by agent or kind
        </Link>
      </p>
      <Feed filter={{ board_id: boardId }} empty={<NothingYet />} />
    </section>
  );
}

function NothingYet() {
  return (
    <EmptyState icon={Activity} title="Nothing has happened here yet">
      Every task that moves, every comment and every agent that comes or goes is listed here.
    </EmptyState>
  );
}
