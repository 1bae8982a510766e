import { useMemo } from "react";
import { errorMessage } from "@/lib/api/errors";
import { exact } from "@/lib/time/relative";
import { Checkbox } from "@/ui/Checkbox";
import { Field } from "@/ui/Field";
import { Input } from "@/ui/Input";
import { Select } from "@/ui/Select";
import { zoneGroups } from "../settings/timezones";
import { useSchedulePreview } from "./queries";
import { type Choice, cronOf, type Rhythm, WEEKDAYS } from "./schedule";

interface Props {
  boardId: string;
  choice: Choice;
  zone: string;
  onChoice: (change: Partial<Choice>) => void;
  onZone: (zone: string) => void;
}

const RHYTHMS: { value: Rhythm; label: string }[] = [
  { value: "hourly", label: "Every hour" },
  { value: "daily", label: "Every day" },
  { value: "weekly", label: "On days of the week" },
  { value: "monthly", label: "Every month" },
  { value: "custom", label: "Another cron line" },
];
const MONTH_DAYS = Array.from({ length: 31 }, (_, index) => String(index + 1));

export function SchedulePicker({ boardId, choice, zone, onChoice, onZone }: Props) {
  const cron = cronOf(choice);
  const timed = choice.rhythm !== "hourly" && choice.rhythm !== "custom";
  const change = (rhythm: Rhythm) => onChoice({ rhythm, cron: cron || choice.cron });
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Repeats">
          {(control) => (
            <Select {...control} value={choice.rhythm} onChange={({ target }) => change(target.value as Rhythm)}>
              {RHYTHMS.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {timed && (
          <Field label="At">
            {(control) => (
              <Input
                {...control}
                type="time"
                value={choice.time}
                onChange={({ target }) => onChoice({ time: target.value })}
              />
            )}
          </Field>
        )}
        {choice.rhythm === "custom" && (
          <Field label="Cron line" hint="Minute, hour, day of month, month, day of week.">
            {(control) => (
              <Input
                {...control}
                className="font-mono"
                spellCheck={false}
                value={choice.cron}
                onChange={({ target }) => onChoice({ cron: target.value })}
              />
            )}
          </Field>
        )}
      </div>
      {choice.rhythm === "weekly" && <Weekdays days={choice.days} onChange={(days) => onChoice({ days })} />}
      {choice.rhythm === "monthly" && (
        <Field label="Day" hint={Number(choice.day) > 28 ? "Months without this day are passed over." : undefined}>
          {(control) => (
            <Select {...control} value={choice.day} onChange={({ target }) => onChoice({ day: target.value })}>
              {MONTH_DAYS.map((day) => (
                <option key={day}>{day}</option>
              ))}
              <option value="L">Last day of the month</option>
            </Select>
          )}
        </Field>
      )}
      <ZoneField zone={zone} onChange={onZone} />
      <Preview boardId={boardId} cron={cron} zone={zone} />
    </>
  );
}

function Weekdays({ days, onChange }: { days: number[]; onChange: (days: number[]) => void }) {
  const toggle = (day: number) => onChange(days.includes(day) ? days.filter((other) => other !== day) : [...days, day]);
  return (
    <fieldset className="flex flex-wrap gap-x-4 gap-y-2">
      <legend className="mb-1.5 text-sm font-medium">Days</legend>
      {WEEKDAYS.map(({ value, label }) => (
        <Checkbox key={value} label={label} checked={days.includes(value)} onChange={() => toggle(value)} />
      ))}
    </fieldset>
  );
}

function ZoneField({ zone, onChange }: { zone: string; onChange: (zone: string) => void }) {
  const groups = useMemo(() => zoneGroups(zone), [zone]);
  return (
    <Field label="Time zone">
      {(control) => (
        <Select {...control} value={zone} onChange={({ target }) => onChange(target.value)}>
          {groups.map(({ region, zones }) => (
            <optgroup key={region} label={region}>
              {zones.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </optgroup>
          ))}
        </Select>
      )}
    </Field>
  );
}

function Preview({ boardId, cron, zone }: { boardId: string; cron: string; zone: string }) {
  const { data, error } = useSchedulePreview(boardId, cron, zone);
  return (
    <section aria-label="Next runs" aria-live="polite" className="rounded-md border bg-sunken px-3 py-2 text-sm">
      {error ? (
        <p className="text-bad">{errorMessage(error)}</p>
      ) : data ? (
        <>
          <p className="font-medium">
            {data.words}, {zone}
          </p>
          <p className="mt-1 text-muted">Next, in your time zone:</p>
          <ol className="text-muted">
            {data.next_runs.map((at) => (
              <li key={at}>
                <time dateTime={at}>{exact(at)}</time>
              </li>
            ))}
          </ol>
        </>
      ) : (
        <p className="text-muted">{cron ? "Working out the next runs…" : "Choose when it runs."}</p>
      )}
    </section>
  );
}
