import { Link } from "@tanstack/react-router";
import { Hourglass } from "lucide-react";
import type { AgentMessage } from "@/lib/api/types";
import { POINTED_TO, useIntoView } from "@/lib/useIntoView";
import { Avatar } from "@/ui/Avatar";
import { Badge } from "@/ui/Badge";
import { cn } from "@/ui/cn";
import { Markdown } from "@/ui/Markdown";
import { RelativeTime } from "@/ui/RelativeTime";
import { Sentence } from "@/ui/Sentence";
import { useMayWrite } from "../people/mayWrite";
import { ReadsOnly } from "../people/Writing";
import { AnswerForm } from "./AnswerForm";
import { useDrafts } from "./drafts";
import { UnsentAnswer } from "./UnsentAnswer";
import { KINDS, recipientOf, STATES } from "./words";

/** A message with its answer, or the place to write one. */
export function MessageItem({ message, pointedTo }: { message: AgentMessage; pointedTo: boolean }) {
  const item = useIntoView<HTMLLIElement>(pointedTo);
  const state = STATES[message.status];
  return (
    <li
      ref={item}
      data-row
      tabIndex={-1}
      className={cn("flex gap-3 rounded-lg border bg-surface p-4", pointedTo && POINTED_TO)}
    >
      <Avatar name={message.sender_name} />
      <div className="flex min-w-0 flex-1 flex-col gap-2">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="font-medium wrap-anywhere">{message.sender_name}</span>
          <span className="text-muted wrap-anywhere">to {recipientOf(message)}</span>
          <RelativeTime at={message.created_at} className="ml-auto shrink-0 text-sm text-muted" />
        </div>
        <div className="flex flex-wrap items-center gap-2 text-sm text-muted">
          <Badge tone={state.tone}>{state.label}</Badge>
          <span>{KINDS[message.kind]}</span>
          <Link
            to="/boards/$boardId"
            params={{ boardId: message.board_id }}
            className="inline-block min-h-6 leading-6 wrap-anywhere text-accent-text hover:underline"
          >
            {message.board_name}
          </Link>
          {message.correlation_id && <span className="wrap-anywhere">{message.correlation_id}</span>}
          {message.preferred_channel && <span className="wrap-anywhere">by {message.preferred_channel}</span>}
        </div>
        <Markdown text={message.content} />
        {message.waits_for && (
          <p className="flex items-start gap-2 text-sm text-muted">
            <Hourglass className="mt-0.5 size-4 shrink-0" aria-hidden />
            <span className="wrap-anywhere">
              {message.recipient_name} has not been told yet: <Sentence text={message.waits_for} />
            </span>
          </p>
        )}
        <Outcome message={message} />
      </div>
    </li>
  );
}

function Outcome({ message }: { message: AgentMessage }) {
  const written = useDrafts().get(message.id)?.trim();
  const mayWrite = useMayWrite(message.board_id);
  if (message.status === "open") {
    return mayWrite ? <AnswerForm message={message} /> : <ReadsOnly boardId={message.board_id} />;
  }
  return (
    <>
      <Answer message={message} />
      {written && <UnsentAnswer message={message} text={written} />}
    </>
  );
}

function Answer({ message }: { message: AgentMessage }) {
  if (!message.answered_by) return null;
  const dismissed = message.status === "dismissed";
  return (
    <div className="rounded-md bg-sunken px-3 py-2">
      <p className="mb-1 flex flex-wrap items-center gap-x-2 text-sm text-muted">
        {message.answered_by} {dismissed ? "dismissed it" : "answered"}
        {message.closed_at && <RelativeTime at={message.closed_at} />}
      </p>
      {message.answer && <Markdown text={message.answer} />}
    </div>
  );
}
