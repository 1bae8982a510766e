import { X } from "lucide-react";
import type { ReactNode } from "react";
import type { AuditChange, AuditEvent } from "@/lib/api/types";
import { fieldName } from "@/lib/fieldNames";
import { exact } from "@/lib/time/relative";
import { Button } from "@/ui/Button";
import { CopyButton } from "@/ui/CopyButton";
import { ErrorState } from "@/ui/ErrorState";
import { Panel } from "@/ui/Panel";
import { Sentence } from "@/ui/Sentence";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { labelOf } from "../activity/eventTypes";
import { inPlainWords } from "../activity/words";
import { actorName } from "./AuditRow";
import type { AuditSearch } from "./filters";
import { useNames, withNames } from "./names";
import { useAuditEvent } from "./queries";

interface Props {
  seq: number | undefined;
  onClose: () => void;
  onFilter: (change: Partial<AuditSearch>) => void;
}

export function AuditDetail({ seq, onClose, onFilter }: Props) {
  const { data: event, error, refetch } = useAuditEvent(seq);
  const only = (change: Partial<AuditSearch>) => onFilter({ ...change, event: undefined });
  return (
    <Panel open={seq !== undefined} onClose={onClose} label="Event">
      <header className="flex items-center gap-3 border-b px-5 py-3">
        <h2 className="min-w-0 flex-1 truncate text-lg font-semibold">{event ? labelOf(event.event_type) : "Event"}</h2>
        <Button variant="ghost" size="icon-sm" aria-label="Close" onClick={onClose}>
          <X className="size-4" aria-hidden />
        </Button>
      </header>
      <Reading>
        {error && <ErrorState title="The event could not be loaded" error={error} onRetry={refetch} />}
        {event === undefined && !error && (
          <Loading label="Loading the event">
            <Skeleton className="h-40" />
          </Loading>
        )}
        {event === null && <p className="text-muted">There is no such event, or it is kept no longer.</p>}
        {event && <Record event={event} only={only} />}
      </Reading>
    </Panel>
  );
}

/** It is only read: it takes the focus itself, so that the keyboard can scroll it. */
function Reading({ children }: { children: ReactNode }) {
  const reading = { role: "region", tabIndex: 0, "aria-label": "What is on record" };
  return (
    <div {...reading} className="flex flex-col gap-5 overflow-y-auto p-5 -outline-offset-2">
      {children}
    </div>
  );
}

function Record({ event, only }: { event: AuditEvent; only: (change: Partial<AuditSearch>) => void }) {
  const { id: actorId } = event.actor;
  return (
    <>
      <p className="text-lg wrap-anywhere">
        <Sentence text={inPlainWords(event.message)} />
      </p>
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-1.5">
        <Fact name="By" value={actorName(event)} onOnly={actorId ? () => only({ actor: actorId }) : undefined} />
        <Fact name="At" value={exact(event.created_at)} />
        <Fact name="From" value={event.address} onOnly={() => only({ address: event.address ?? undefined })} />
        <Fact
          name="Request"
          value={event.request_id}
          copy="Copy request id"
          onOnly={() => only({ request: event.request_id ?? undefined })}
        />
        <Fact name="Board" value={event.board_id && (event.board_name ?? "A board that is gone")} />
        <Fact name="Agent" value={event.agent_id && (event.agent_name ?? "An agent that is gone")} />
        <Fact name="Position" value={String(event.seq)} />
      </dl>
      {event.task_id && (
        <Button className="self-start" size="sm" onClick={() => only({ entity: event.task_id ?? undefined })}>
          Everything about this task
        </Button>
      )}
      {event.words_erased && <p className="text-muted">Its task or board was deleted, and its words with it.</p>}
      {event.changes.length > 0 && <Changes changes={event.changes} />}
      {Object.keys(event.details).length > 0 && <Details details={event.details} />}
    </>
  );
}

interface FactProps {
  name: string;
  value: string | null;
  copy?: string;
  onOnly?: () => void;
}

function Fact({ name, value, copy, onOnly }: FactProps) {
  if (!value) return null;
  return (
    <>
      <dt className="text-sm text-muted">{name}</dt>
      <dd className="flex min-w-0 items-center gap-1">
        <span className="min-w-0 wrap-anywhere">{value}</span>
        {copy && <CopyButton text={value} label={copy} />}
        {onOnly && (
          <Button variant="ghost" size="sm" aria-label={`Only these: ${name} ${value}`} onClick={onOnly}>
            Only these
          </Button>
        )}
      </dd>
    </>
  );
}

function Changes({ changes }: { changes: AuditChange[] }) {
  return (
    <section aria-label="Changes" className="flex flex-col gap-2">
      <h3 className="font-semibold">Changes</h3>
      <ul className="divide-y rounded-lg border">
        {changes.map((change) => (
          <li key={`${change.entity_id} ${change.field}`} className="flex flex-col gap-1 px-3 py-2">
            <span className="text-sm text-muted">{fieldName(change.field)}</span>
            <Value label="before" value={change.before} className="bg-bad-tint text-bad" sign="−" />
            <Value label="after" value={change.after} className="bg-ok-tint text-ok" sign="+" />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface ValueProps {
  label: string;
  value: unknown;
  className: string;
  sign: ReactNode;
}

function Value({ label, value, className, sign }: ValueProps) {
  const names = useNames();
  if (value === null || value === undefined) return null;
  return (
    <p className={`rounded px-2 py-0.5 font-mono text-sm whitespace-pre-wrap wrap-anywhere ${className}`}>
      <span aria-hidden>{sign} </span>
      <span className="sr-only">{label}: </span>
      {withNames(inWords(value), names)}
    </p>
  );
}

function inWords(value: unknown): string {
  if (typeof value === "string") return value;
  if (isCut(value)) return `${value.begins}… (${value.characters} characters)`;
  return JSON.stringify(value, null, 1);
}

function isCut(value: unknown): value is { begins: string; characters: number } {
  return typeof value === "object" && value !== null && "begins" in value && "sha256" in value;
}

function Details({ details }: { details: Record<string, unknown> }) {
  const names = useNames();
  return (
    <section aria-label="Details" className="flex flex-col gap-2">
      <h3 className="font-semibold">Details</h3>
      <pre className="rounded-lg border bg-sunken p-3 font-mono text-sm whitespace-pre-wrap wrap-anywhere">
        {withNames(JSON.stringify(details, null, 2), names)}
      </pre>
    </section>
  );
}
