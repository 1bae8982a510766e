import { Link } from "@tanstack/react-router";
import { CircleCheckBig, PenLine } from "lucide-react";
import type { BoardSnapshot } from "@/lib/api/types";
import { Avatar } from "@/ui/Avatar";
import { Button } from "@/ui/Button";
import { Sentence } from "@/ui/Sentence";
import { StateBadge } from "../agents/StateBadge";
import { stateOf } from "../agents/state";
import { BeginInterview, GoalNow } from "./Beginning";
import { GoalByHand } from "./GoalByHand";

interface Props {
  board: BoardSnapshot;
  writing: boolean;
  onWrite: (on: boolean) => void;
}

/** What has come of the interview, and how far its lead is. */
export function Confirmed({ board: { board, agents }, writing, onWrite }: Props) {
  if (writing) return <GoalByHand board={board} onDone={() => onWrite(false)} />;
  const lead = agents.find(({ is_board_lead }) => is_board_lead);
  return (
    <div className="flex flex-col gap-6">
      <p role="status" className="flex items-center gap-2 font-medium text-ok">
        <CircleCheckBig className="size-5 text-ok-mark" aria-hidden />
        The goal is confirmed
      </p>
      <GoalNow board={board} />
      {lead && (
        <section aria-labelledby="lead" className="flex items-start gap-3 rounded-lg border bg-surface p-4">
          <Avatar name={lead.name} presence={stateOf(lead).presence} />
          <div className="min-w-0 flex-1">
            <div className="flex flex-wrap items-center gap-2">
              <h2 id="lead" className="font-medium">
                <Link
                  to="/agents/$agentId"
                  params={{ agentId: lead.id }}
                  className="wrap-anywhere hover:underline"
                >{`${lead.name} leads this board`}</Link>
              </h2>
              <StateBadge agent={lead} />
            </div>
            <p className="wrap-anywhere text-muted">
              <Sentence text={lead.status_reason} />
            </p>
          </div>
        </section>
      )}
      <p className="text-muted">
        {board.require_approval_for_done
          ? "Tasks of this board are done once a person has approved them."
          : "Agents finish the tasks of this board by themselves."}{" "}
        <Link to="/boards/$boardId/settings" params={{ boardId: board.id }} className="underline underline-offset-2">
          Rules of the board
        </Link>
      </p>
      <div className="flex flex-wrap gap-2">
        <Button asChild variant="primary">
          <Link to="/boards/$boardId" params={{ boardId: board.id }}>
            Open the board
          </Link>
        </Button>
        {board.gateway_id && <BeginInterview board={board} label="New interview" variant="secondary" />}
        <Button onClick={() => onWrite(true)}>
          <PenLine className="size-4" aria-hidden />
          Edit the goal
        </Button>
      </div>
    </div>
  );
}
