import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Overview } from "@/lib/api/types";
import { cn } from "@/ui/cn";

export function Fleet({ fleet }: { fleet: Overview["fleet"] }) {
  const other = Math.max(0, fleet.total - fleet.online - fleet.offline - fleet.provisioning);
  const shares = [
    { label: "Online", count: fleet.online - fleet.failing, color: "bg-ok-mark", state: "online" },
    ...(fleet.failing > 0
      ? [{ label: "Turns fail", count: fleet.failing, color: "bg-bad-mark", state: "turns_failing" }]
      : []),
    { label: "Offline", count: fleet.offline, color: "bg-bad-mark", state: "offline" },
    { label: "Provisioning", count: fleet.provisioning, color: "bg-control", state: "provisioning" },
    ...(other > 0 ? [{ label: "Other states", count: other, color: "bg-warn-mark", state: undefined }] : []),
  ];
  return (
    <Card title="Fleet" note={`${fleet.total} ${fleet.total === 1 ? "agent" : "agents"}`}>
      <div aria-hidden className="flex h-2 gap-0.5 overflow-hidden rounded-full bg-hover">
        {shares.map(
          ({ label, count, color }) => count > 0 && <span key={label} className={color} style={{ flexGrow: count }} />,
        )}
      </div>
      <ul className="mt-3">
        {shares.map(({ label, count, color, state }) => (
          <li key={label}>
            <Link to="/agents" search={state ? { state } : {}} className={ROW}>
              <span className={cn("size-2 rounded-full", color)} aria-hidden />
              <span className="flex-1">{label}</span>
              <span className="font-medium">{count}</span>
            </Link>
          </li>
        ))}
      </ul>
      <p className="mt-2 border-t px-1 pt-2 text-sm text-muted">
        {fleet.working === 1 ? "1 agent works on a task now." : `${fleet.working} agents work on a task now.`}
        {fleet.paused > 0 && ` ${fleet.paused} ${fleet.paused === 1 ? "is" : "are"} paused.`}
      </p>
    </Card>
  );
}

export function Flow({ flow }: { flow: Overview["flow"] }) {
  return (
    <Card title="Today" note="since midnight UTC">
      <dl className="grid grid-cols-2 gap-2">
        <Figure label="Created" value={flow.created_today} />
        <Figure label="Done" value={flow.done_today} />
      </dl>
      <h3 className="mt-4 mb-1 px-1 text-sm font-medium text-muted">Open now</h3>
      <dl>
        <Count label="Inbox" value={flow.inbox} />
        <Count label="In progress" value={flow.in_progress} />
        <Count label="Review" value={flow.review} />
        <Count label="Blocked" value={flow.blocked} alarming={flow.blocked > 0} />
      </dl>
    </Card>
  );
}

const ROW = "flex h-8 items-center gap-2.5 rounded-md px-1 hover:bg-hover";

function Card({ title, note, children }: { title: string; note?: string; children: ReactNode }) {
  return (
    <section className="rounded-lg border bg-surface p-4">
      <h2 className="mb-3 flex items-baseline justify-between px-1 font-semibold">
        {title}
        {note && <span className="text-sm font-normal text-muted">{note}</span>}
      </h2>
      {children}
    </section>
  );
}

function Figure({ label, value }: { label: string; value: number }) {
  return (
    <div className="flex flex-col-reverse rounded-md bg-sunken px-3 py-2">
      <dt className="text-sm text-muted">{label}</dt>
      <dd className="text-xl font-semibold">{value}</dd>
    </div>
  );
}

function Count({ label, value, alarming }: { label: string; value: number; alarming?: boolean }) {
  return (
    <div className="flex h-8 items-center justify-between px-1">
      <dt>{label}</dt>
      <dd className={cn("font-medium", alarming && "text-bad")}>{value}</dd>
    </div>
  );
}
