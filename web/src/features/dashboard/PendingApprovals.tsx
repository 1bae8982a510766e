import { Link } from "@tanstack/react-router";
import type { Dashboard } from "@/lib/api/types";
import { named } from "@/lib/named";
import { RelativeTime } from "@/ui/RelativeTime";

export function PendingApprovals({ pending }: { pending: Dashboard["pending_approvals"] }) {
  if (pending.total === 0) return null;
  const hidden = pending.total - pending.items.length;
  return (
    <section className="mt-4 rounded-lg border bg-surface p-4">
      <h2 className="mb-2 flex items-baseline gap-2 font-semibold">
        Waiting for a decision <span className="text-sm font-normal text-muted">{pending.total}</span>
      </h2>
      <ul>
        {pending.items.map((item) => (
          <li key={item.approval_id} className="border-t first:border-t-0">
            <Link
              to="/approvals"
              search={{ approval: item.approval_id }}
              className="flex flex-wrap items-baseline gap-x-3 rounded-md px-1 py-2 hover:bg-hover"
            >
              <span className="min-w-0 flex-1 basis-48 truncate">
                {item.task_title ? named(item.task_title) : item.action_type}
              </span>
              <span className="text-sm text-muted">
                {named(item.board_name)} · {item.action_type} · {Math.round(item.confidence)} of 100 sure ·{" "}
                <RelativeTime at={item.created_at} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {hidden > 0 && <p className="mt-2 px-1 text-sm text-muted">and {hidden} more</p>}
    </section>
  );
}
