import { MessagesSquare, PenLine } from "lucide-react";
import { errorMessage } from "@/lib/api/errors";
import type { Board } from "@/lib/api/types";
import { useShortcut } from "@/lib/keyboard/shortcuts";
import { Button, type ButtonProps } from "@/ui/Button";
import { FormError } from "@/ui/FormError";
import { GatewayField } from "../boards/settings/GatewaySettings";
import { goalFieldsOf } from "./draft";
import { GoalByHand } from "./GoalByHand";
import { useStart } from "./queries";

interface Props {
  board: Board;
  writing: boolean;
  onWrite: (on: boolean) => void;
}

/** Nobody has been asked yet: what an interview is, and the way round it. */
export function Beginning({ board, writing, onWrite }: Props) {
  if (writing) return <GoalByHand board={board} onDone={() => onWrite(false)} />;
  return (
    <div className="flex flex-col gap-6">
      {board.goal_confirmed && <GoalNow board={board} />}
      <p className="text-muted">
        An agent asks you six to ten short questions: what this board is for, how one sees that it is reached, and how
        its lead agent is to work. From your answers it writes a draft, which you correct and confirm. You may leave at
        any time and go on later.
      </p>
      {board.gateway_id ? <BeginInterview board={board} /> : <NoGateway board={board} />}
      <div>
        <Button onClick={() => onWrite(true)}>
          <PenLine className="size-4" aria-hidden />
          Write the goal yourself
        </Button>
      </div>
    </div>
  );
}

export function GoalNow({ board }: { board: Board }) {
  const { metrics, date } = goalFieldsOf(board);
  return (
    <section aria-labelledby="goal-now" className="rounded-lg border bg-surface p-4">
      <h2 id="goal-now" className="text-sm font-medium text-muted">
        The goal now
      </h2>
      <p className="mt-1 wrap-anywhere whitespace-pre-line">{board.objective || "None: work comes as it comes."}</p>
      {metrics && <p className="mt-2 text-sm wrap-anywhere whitespace-pre-line text-muted">{metrics}</p>}
      {date && <p className="mt-2 text-sm text-muted">By {date}</p>}
    </section>
  );
}

interface BeginProps {
  board: Board;
  label?: string;
  variant?: ButtonProps["variant"];
}

export function BeginInterview({ board, label = "Begin the interview", variant = "primary" }: BeginProps) {
  const start = useStart(board.id);
  const begin = () => start.mutate({ restart: false });
  useShortcut({ keys: "c", label, group: "Interview", run: begin }, !start.isPending);
  return (
    <div className="flex flex-col items-start gap-2">
      <Button variant={variant} busy={start.isPending} onClick={begin}>
        <MessagesSquare className="size-4" aria-hidden />
        {label}
      </Button>
      {start.error && <FormError>{errorMessage(start.error)}</FormError>}
    </div>
  );
}

function NoGateway({ board }: { board: Board }) {
  return (
    <section aria-labelledby="no-gateway" className="flex flex-col gap-3 rounded-lg border border-dashed p-4">
      <div>
        <h2 id="no-gateway" className="font-medium">
          This board is on no gateway
        </h2>
        <p className="text-muted">
          The interview is led by the agent of a gateway. Put the board on one, or write the goal yourself.
        </p>
      </div>
      <GatewayField board={board} />
    </section>
  );
}
