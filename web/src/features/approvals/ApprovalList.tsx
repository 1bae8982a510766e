import { Link } from "@tanstack/react-router";
import type { Approval } from "@/lib/api/types";
import { useListKeys } from "@/lib/keyboard/useListKeys";
import { named } from "@/lib/named";
import { cn } from "@/ui/cn";
import { RelativeTime } from "@/ui/RelativeTime";
import { READS_ONLY } from "../people/mayWrite";
import { ApprovalBadge } from "./ApprovalBadge";
import { aboutOf, nameOf } from "./words";

interface Props {
  approvals: Approval[];
  openId: string | undefined;
  selected: ReadonlySet<string>;
  /** Left out where nothing is to be decided. */
  onToggle?: (id: string) => void;
  /** On approvals of which board. */
  mayDecide: (boardId: string) => boolean;
  onFocus: (id: string) => void;
}

export function ApprovalList({ approvals, openId, selected, onToggle, mayDecide, onFocus }: Props) {
  const list = useListKeys<HTMLOListElement>("approval");
  return (
    <ol ref={list} aria-label="Approvals" className="overflow-hidden rounded-lg border bg-surface empty:hidden">
      {approvals.map((approval) => (
        <li
          key={approval.id}
          className={cn(
            "relative flex gap-3 border-b px-3 py-2.5 last:border-b-0 hover:bg-hover",
            approval.id === openId && "bg-hover",
          )}
        >
          {onToggle && (
            <input
              type="checkbox"
              aria-label={`Select ${nameOf(approval)}: ${aboutOf(approval)}`}
              className="relative z-10 mt-1 size-4 shrink-0 accent-accent"
              disabled={!mayDecide(approval.board_id)}
              title={mayDecide(approval.board_id) ? undefined : READS_ONLY}
              checked={selected.has(approval.id)}
              onChange={() => onToggle(approval.id)}
            />
          )}
          <div className="min-w-0 flex-1">
            <div className="flex items-baseline gap-2">
              <Link
                from="/approvals"
                to="."
                search={(old) => ({ ...old, approval: approval.id })}
                resetScroll={false}
                preload={false}
                data-row
                aria-current={approval.id === openId || undefined}
                onFocus={() => onFocus(approval.id)}
                className="min-w-0 flex-1 truncate font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
              >
                {nameOf(approval)}
              </Link>
              <RelativeTime
                at={approval.resolved_at ?? approval.created_at}
                className="relative z-10 shrink-0 text-sm text-muted"
              />
            </div>
            <p className="truncate">{aboutOf(approval)}</p>
            <p className="flex items-center gap-2 text-sm text-muted">
              {approval.status !== "pending" && <ApprovalBadge approval={approval} />}
              <span className="truncate">
                {approval.requested_by_name} · {named(approval.board_name)}
              </span>
            </p>
          </div>
        </li>
      ))}
    </ol>
  );
}
