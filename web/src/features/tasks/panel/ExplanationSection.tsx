import { useQuery } from "@tanstack/react-query";
import { ArrowRight, Undo2 } from "lucide-react";
import { useState } from "react";
import { errorMessage } from "@/lib/api/errors";
import type { Task, TaskExplanation } from "@/lib/api/types";
import { named } from "@/lib/named";
import { Button } from "@/ui/Button";
import { Confirm } from "@/ui/Confirm";
import { Sentence } from "@/ui/Sentence";
import { Skeleton } from "@/ui/Skeleton";
import { announce } from "@/ui/toast";
import { Writing } from "../../people/Writing";
import { explanationQuery, useReleaseTask } from "../queries";
import { LeaseMark } from "../TaskMarks";

/** Why the task does not move, what would move it, and who holds it. */
export function ExplanationSection({ boardId, task }: { boardId: string; task: Task }) {
  const { data: explanation, error, refetch } = useQuery(explanationQuery(boardId, task.id));
  const lease = explanation ? explanation.lease : task.lease;
  const moving = lease !== null || task.status === "done";
  return (
    <section aria-labelledby="task-why" className="rounded-lg border bg-sunken p-3">
      <h3 id="task-why" className="mb-1 text-sm font-medium">
        {moving ? "Where it stands" : "Why it does not move"}
      </h3>
      {explanation ? (
        <Reasons explanation={explanation} />
      ) : error ? (
        <p className="flex flex-wrap items-center gap-2 text-sm text-muted">
          The reasons could not be loaded: {errorMessage(error)}
          <Button size="sm" onClick={() => void refetch()}>
            Try again
          </Button>
        </p>
      ) : (
        <div className="flex flex-col gap-2 py-1">
          <Skeleton className="h-4 w-2/3" />
          <Skeleton className="h-4 w-1/2" />
        </div>
      )}
      {lease && (
        <div className="mt-2 flex flex-wrap items-center justify-between gap-2 border-t pt-2">
          <LeaseMark lease={lease} />
          <Writing boardId={boardId}>
            <TakeBack boardId={boardId} task={task} holder={lease.agent_name} />
          </Writing>
        </div>
      )}
    </section>
  );
}

function Reasons({ explanation }: { explanation: TaskExplanation }) {
  // The summary is the first reason in most cases, and then the list says it, with what would help.
  const said = explanation.reasons.some(({ message }) => message === explanation.summary);
  return (
    <>
      {!said && (
        <p>
          <Sentence text={explanation.summary} />
        </p>
      )}
      {explanation.reasons.length > 0 && (
        <ul className="mt-2 flex flex-col gap-2">
          {explanation.reasons.map((reason) => (
            <li key={`${reason.code} ${reason.message}`} className="border-l-2 border-line-strong pl-2.5">
              <p>
                <Sentence text={reason.message} />
              </p>
              {reason.action && (
                <p className="flex items-start gap-1.5 text-sm text-muted">
                  <ArrowRight className="mt-0.5 size-3.5 shrink-0" aria-hidden />
                  <span>
                    <span className="sr-only">What would move it: </span>
                    {reason.action}
                  </span>
                </p>
              )}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function TakeBack({ boardId, task, holder }: { boardId: string; task: Task; holder: string }) {
  const [asking, setAsking] = useState(false);
  const release = useReleaseTask(boardId);
  const confirm = () =>
    announce(release.mutateAsync(task.id, { onSuccess: () => setAsking(false) }), {
      done: `${holder} no longer holds “${named(task.title)}”`,
      failed: "The task could not be taken back",
    });
  return (
    <>
      <Button size="sm" onClick={() => setAsking(true)}>
        <Undo2 className="size-3.5" aria-hidden />
        Take back
      </Button>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={`Take the task back from ${holder}?`}
        action="Take back"
        danger={false}
        busy={release.isPending}
        onConfirm={() => void confirm()}
      >
        {holder} loses its hold on the task at once, and what it still reports on it is refused. Another agent can then
        claim it.
      </Confirm>
    </>
  );
}
