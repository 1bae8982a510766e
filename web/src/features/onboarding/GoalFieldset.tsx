import { Field } from "@/ui/Field";
import { Input, Textarea } from "@/ui/Input";
import { Segmented } from "@/ui/Segmented";
import { type GoalFields, problemsOf } from "./draft";

interface Props {
  fields: GoalFields;
  /** Whether what is missing is said already. */
  strict: boolean;
  onChange: (change: Partial<GoalFields>) => void;
}

/** What a board is for, in the draft of an interview and by hand. */
export function GoalFieldset({ fields, strict, onChange }: Props) {
  const problems = strict ? problemsOf(fields) : { objective: null, metrics: null };
  return (
    <fieldset className="flex flex-col gap-4">
      <legend className="sr-only">Goal</legend>
      <div className="flex flex-col gap-1.5">
        <Segmented
          label="Kind of board"
          className="self-start"
          value={fields.board_type}
          onChange={(board_type) => onChange({ board_type })}
          options={[
            { value: "goal", label: "It has a goal" },
            { value: "general", label: "Work as it comes" },
          ]}
        />
      </div>
      <Field label="Goal" hint="What shall be true when it is done; agents read it." error={problems.objective}>
        {(control) => (
          <Textarea
            {...control}
            rows={3}
            value={fields.objective}
            onChange={({ target }) => onChange({ objective: target.value })}
          />
        )}
      </Field>
      <Field label="Measures" hint="One a line, such as “copies sold: 500”." error={problems.metrics}>
        {(control) => (
          <Textarea
            {...control}
            rows={3}
            value={fields.metrics}
            onChange={({ target }) => onChange({ metrics: target.value })}
          />
        )}
      </Field>
      <Field label="By" optional className="max-w-48">
        {(control) => (
          <Input
            {...control}
            type="date"
            value={fields.date}
            onChange={({ target }) => onChange({ date: target.value })}
          />
        )}
      </Field>
    </fieldset>
  );
}
