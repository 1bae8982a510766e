import { SquareTerminal } from "lucide-react";
import type { Gateway, WaitingCommand } from "@/lib/api/types";
import { useListKeys } from "@/lib/keyboard/useListKeys";
import { Button } from "@/ui/Button";
import { EmptyState } from "@/ui/EmptyState";
import { RelativeTime } from "@/ui/RelativeTime";
import { announce } from "@/ui/toast";
import { NotListedYet } from "./NotListedYet";
import { useDecideCommand, useWaitingCommands } from "./queries";

/** What a gateway's main agent wants to run, in the middle of a turn: it serves no board, whose inbox would have it. */
export function CommandList({ gateway }: { gateway: Gateway }) {
  const { data, error, refetch } = useWaitingCommands(gateway.id);
  const list = useListKeys<HTMLUListElement>("command");
  if (!data) return <NotListedYet error={error} onRetry={refetch} />;
  if (data.length === 0) {
    return (
      <EmptyState icon={SquareTerminal} title="No command waits">
        Where the gateway lets its main agent run commands only with leave, they wait here. Those of the agents of
        boards are in the approvals.
      </EmptyState>
    );
  }
  return (
    <ul ref={list} aria-label="Commands" className="rounded-lg border bg-surface">
      {data.map((command) => (
        <Row key={command.request_id} gateway={gateway} command={command} />
      ))}
    </ul>
  );
}

function Row({ gateway, command }: { gateway: Gateway; command: WaitingCommand }) {
  const decide = useDecideCommand(gateway.id);
  const where = [command.folder && `in ${command.folder}`, command.host && `on ${command.host}`].filter(Boolean);
  const answer = (allow: boolean) =>
    announce(decide.mutateAsync({ requestId: command.request_id, allow }), {
      done: allow ? "It runs now, once" : "It was denied, and the agent is told",
      failed: "It was not decided",
    });
  return (
    <li className="flex flex-col gap-2 border-b px-4 py-3 last:border-b-0">
      <pre className="rounded-md border bg-sunken px-3 py-2 font-mono text-xs leading-5 whitespace-pre-wrap wrap-anywhere">
        {command.command}
      </pre>
      {where.length > 0 && <p className="text-sm text-muted wrap-anywhere">{where.join(", ")}</p>}
      {command.warning && <p className="text-sm text-warn wrap-anywhere">{command.warning}</p>}
      {command.expires_at && (
        <p className="text-sm text-muted">
          Refused by itself <RelativeTime at={command.expires_at} />
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button size="sm" variant="primary" data-row busy={decide.isPending} onClick={() => answer(true)}>
          Allow once
        </Button>
        <Button size="sm" disabled={decide.isPending} onClick={() => answer(false)}>
          Deny
        </Button>
      </div>
    </li>
  );
}
