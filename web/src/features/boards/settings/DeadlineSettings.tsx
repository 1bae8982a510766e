import type { Board } from "@/lib/api/types";
import { Field } from "@/ui/Field";
import { Select } from "@/ui/Select";
import { announce } from "@/ui/toast";
import { choices, DEADLINES, type Deadline, deadlineOf, span } from "../deadlines";
import { useUpdateBoard } from "../queries";
import { SettingsCard } from "./SettingsCard";

const OFF = "off";

/** Each choice saves at once and shows so; a refusal puts it back. */
export function DeadlineSettings({ board }: { board: Board }) {
  return (
    <SettingsCard
      title="Deadlines"
      description="How long a task may rest before something is done about it. What passes a deadline says so on its card."
    >
      <div className="flex flex-col gap-4">
        {DEADLINES.map((deadline) => (
          <DeadlineField key={deadline.name} board={board} deadline={deadline} />
        ))}
      </div>
    </SettingsCard>
  );
}

function DeadlineField({ board, deadline: { name, label, hint } }: { board: Board; deadline: Deadline }) {
  const update = useUpdateBoard(board.id);
  const stored = deadlineOf(board, name);
  const shown = update.isPending ? (update.variables[name] ?? null) : stored;
  const change = (value: string) =>
    announce(update.mutateAsync({ [name]: value === OFF ? null : Number(value) }), {
      failed: "The deadline could not be changed",
    });
  return (
    <Field label={label} hint={hint}>
      {(control) => (
        <Select
          {...control}
          className="max-w-56"
          value={shown === null ? OFF : String(shown)}
          onChange={({ target }) => change(target.value)}
        >
          <option value={OFF}>No deadline</option>
          {choices(stored).map((minutes) => (
            <option key={minutes} value={String(minutes)}>
              {span(minutes)}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
