import { Link } from "@tanstack/react-router";
import { Check, X } from "lucide-react";
import type { ReactNode } from "react";
import type { Board } from "@/lib/api/types";
import { named } from "@/lib/named";
import { Button } from "@/ui/Button";
import { CommandLine } from "@/ui/CommandLine";
import { cn } from "@/ui/cn";
import { firstCalls } from "../agents/firstCalls";
import type { FirstSteps } from "./firstSteps";

interface Props {
  steps: FirstSteps;
  boards: Board[];
  onHide: () => void;
}

/** From nothing to an agent that works, in four steps that tick themselves off. */
export function FirstRun({ steps, boards, onHide }: Props) {
  const order = ["board", "agent", "task", "call"] as const;
  const current = order.find((step) => !steps[step]);
  const step = (name: keyof FirstSteps) => ({
    number: order.indexOf(name) + 1,
    done: steps[name],
    current: current === name,
  });
  return (
    <section aria-labelledby="first-run" className="rounded-lg border bg-surface p-5">
      <div className="flex items-start gap-3">
        <h2 id="first-run" className="flex-1 text-lg font-semibold">
          From here to a working agent
        </h2>
        <Button variant="ghost" size="icon-sm" aria-label="Hide these steps" title="Hide" onClick={onHide}>
          <X className="size-4" aria-hidden />
        </Button>
      </div>
      <p className="mt-1 text-muted">Four steps. Each ticks itself off as soon as it is done.</p>
      <ol className="mt-4 flex flex-col gap-4">
        <Step {...step("board")} title="Make a board">
          <p>A board holds tasks and the agents that work on them.</p>
          <Action primary={current === "board"}>
            <Link to="/boards" search={{ new: true }}>
              New board
            </Link>
          </Action>
        </Step>
        <Step {...step("agent")} title="Create an agent">
          <p>It gets a token of its own, which is shown once together with the calls to make.</p>
          <Action primary={current === "agent"}>
            <Link to="/agents" search={{ new: true, board: boards[0]?.id }}>
              New agent
            </Link>
          </Action>
          <p>
            Agents that live on an OpenClaw gateway are made in the same place, once{" "}
            <Link to="/gateways" search={{ new: true }} className="text-accent-text underline underline-offset-2">
              the gateway is connected
            </Link>
            .
          </p>
        </Step>
        <Step {...step("task")} title="Add a task">
          <p>Agents take tasks from the inbox of their board.</p>
          <AddTask boards={boards} primary={current === "task"} />
        </Step>
        <Step {...step("call")} title="Make the first calls as the agent">
          <FirstCalls />
        </Step>
      </ol>
    </section>
  );
}

function AddTask({ boards: [board], primary }: { boards: Board[]; primary: boolean }) {
  if (!board) return null;
  return (
    <Action primary={primary}>
      <Link to="/boards/$boardId" params={{ boardId: board.id }} search={{ new: true }}>
        New task on {named(board.name)}
      </Link>
    </Action>
  );
}

function FirstCalls() {
  return (
    <>
      <p>
        Run these with the agent’s token in place of TOKEN. If it was lost, rotate it on the page of the agent, which is
        listed under{" "}
        <Link to="/agents" className="text-accent-text underline underline-offset-2">
          Agents
        </Link>
        .
      </p>
      {firstCalls(window.location.origin, "TOKEN").map((call) => (
        <div key={call.title} className="flex flex-col gap-1">
          <h4 className="text-sm font-medium text-text">{call.title}</h4>
          <CommandLine label={call.title} command={call.command} />
        </div>
      ))}
    </>
  );
}

function Action({ primary, children }: { primary: boolean; children: ReactNode }) {
  return (
    <Button asChild variant={primary ? "primary" : "secondary"} className="max-w-full self-start">
      {children}
    </Button>
  );
}

interface StepProps {
  number: number;
  title: string;
  done: boolean;
  current: boolean;
  children: ReactNode;
}

function Step({ number, title, done, current, children }: StepProps) {
  return (
    <li className="flex gap-3" aria-current={current ? "step" : undefined}>
      <span
        aria-hidden
        className={cn(
          "flex size-6 shrink-0 items-center justify-center rounded-full text-sm font-semibold",
          done ? "bg-ok-tint text-ok" : current ? "bg-accent text-on-accent" : "bg-hover text-muted",
        )}
      >
        {done ? <Check className="size-4" /> : number}
      </span>
      <div className="min-w-0 flex-1">
        <h3 className={cn("font-medium leading-6", done && "text-muted")}>
          {title}
          {done && <span className="sr-only"> (done)</span>}
        </h3>
        {!done && <div className="mt-1 flex flex-col gap-2.5 text-muted">{children}</div>}
      </div>
    </li>
  );
}
