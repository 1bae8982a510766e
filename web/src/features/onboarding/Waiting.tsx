import { Link } from "@tanstack/react-router";
import { Hourglass, PenLine } from "lucide-react";
import type { Board, Onboarding } from "@/lib/api/types";
import { useNow } from "@/lib/time/useNow";
import { Button } from "@/ui/Button";
import { LastingSince } from "@/ui/RelativeTime";
import { Sentence } from "@/ui/Sentence";
import { announce } from "@/ui/toast";
import { useStart } from "./queries";

/** The server refuses to wake an agent sooner: each time costs a turn of a model. */
const PATIENCE_MS = 60_000;

interface Props {
  board: Board;
  onboarding: Onboarding;
  onWrite?: () => void;
}

/** It is the agent's turn: why nothing comes, and what can be done about it. */
export function Waiting({ board, onboarding, onWrite }: Props) {
  const start = useStart(board.id);
  const now = useNow();
  const { told_at: told, waiting_reason: reason, waiting_since: since } = onboarding;
  const slow = Boolean(told) && now - Date.parse(told ?? "") > PATIENCE_MS;
  const askAgain = () =>
    announce(start.mutateAsync({ restart: false }), {
      begun: "The agent is asked again",
      failed: "The agent could not be asked again",
    });
  return (
    <section aria-label="Waiting" className="flex flex-col gap-3 rounded-lg border border-dashed p-4">
      <div className="flex items-start gap-3">
        <Hourglass className="mt-0.5 size-4 shrink-0 text-muted" aria-hidden />
        <div className="min-w-0 flex-1">
          <p className="wrap-anywhere">
            <Sentence text={reason ?? null} />
          </p>
          <p className="text-sm text-muted">
            It is the agent’s turn
            {since && (
              <>
                {" "}
                <LastingSince at={since} />
              </>
            )}
            . You may leave; this page shows its answer whenever it comes.
          </p>
        </div>
      </div>
      <div className="flex flex-wrap gap-2">
        {slow && (
          <Button size="sm" busy={start.isPending} onClick={askAgain}>
            Ask again
          </Button>
        )}
        {!told && (
          <Button size="sm" asChild>
            {board.gateway_id ? (
              <Link to="/gateways/$gatewayId" params={{ gatewayId: board.gateway_id }}>
                See the gateway
              </Link>
            ) : (
              <Link to="/boards/$boardId/settings" params={{ boardId: board.id }}>
                Choose a gateway
              </Link>
            )}
          </Button>
        )}
        {onWrite && (
          <Button size="sm" onClick={onWrite}>
            <PenLine className="size-3.5" aria-hidden />
            Write the draft yourself
          </Button>
        )}
      </div>
    </section>
  );
}
