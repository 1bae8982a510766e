import { type FormEvent, useState } from "react";
import { errorMessage } from "@/lib/api/errors";
import type { Board } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { FormError } from "@/ui/FormError";
import { announce } from "@/ui/toast";
import { useUpdateBoard } from "../boards/queries";
import { type GoalFields, goalFieldsOf, goalOf, problemsOf } from "./draft";
import { GoalFieldset } from "./GoalFieldset";

/** The goal without an interview: a change of the board, and of nothing else. */
export function GoalByHand({ board, onDone }: { board: Board; onDone: () => void }) {
  const [touched, setTouched] = useState<Partial<GoalFields>>({});
  const [strict, setStrict] = useState(false);
  const update = useUpdateBoard(board.id);
  const fields = { ...goalFieldsOf(board), ...touched };

  function submit(event: FormEvent) {
    event.preventDefault();
    setStrict(true);
    if (Object.values(problemsOf(fields)).some(Boolean)) return;
    const goal = { ...goalOf(fields, board), goal_confirmed: true };
    void announce(update.mutateAsync(goal, { onSuccess: onDone }), { done: "The goal is set" });
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-4 rounded-lg border bg-surface p-4 sm:p-5">
      <h2 className="text-lg font-semibold">Write the goal</h2>
      <GoalFieldset fields={fields} strict={strict} onChange={(change) => setTouched({ ...touched, ...change })} />
      {update.error && <FormError>{errorMessage(update.error)}</FormError>}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="primary" busy={update.isPending}>
          Set the goal
        </Button>
      </div>
    </form>
  );
}
