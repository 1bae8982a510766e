import { named } from "@/lib/named";
import { Checkbox } from "@/ui/Checkbox";
import { Field } from "@/ui/Field";
import { Loaded } from "@/ui/Loaded";
import { Select } from "@/ui/Select";
import { useBoards } from "./queries";

interface Props {
  label: string;
  /** What the choice of all boards is called. */
  all: string;
  /** Null for all boards, also those that are made later. */
  chosen: string[] | null;
  onChange: (chosen: string[] | null) => void;
}

/** All boards, or some of those that one sees. */
export function BoardChoice({ label, all, chosen, onChange }: Props) {
  const boards = useBoards();
  const toggle = (id: string, on: boolean) =>
    onChange(on ? [...(chosen ?? []), id] : (chosen ?? []).filter((other) => other !== id));
  return (
    <>
      <Field label={label}>
        {(control) => (
          <Select
            {...control}
            value={chosen ? "some" : "all"}
            onChange={({ target }) => onChange(target.value === "all" ? null : [])}
          >
            <option value="all">{all}</option>
            <option value="some">Only these</option>
          </Select>
        )}
      </Field>
      {chosen && (
        <Loaded query={boards} what="boards" skeleton="h-16" empty="There is no board yet.">
          {(there) => (
            <ul
              aria-label="Chosen boards"
              className="flex max-h-48 flex-col gap-2 overflow-y-auto rounded-lg border p-3"
            >
              {there.map(({ id, name }) => (
                <li key={id}>
                  <Checkbox
                    label={<span className="wrap-anywhere">{named(name)}</span>}
                    checked={chosen.includes(id)}
                    onChange={(on) => toggle(id, on)}
                  />
                </li>
              ))}
            </ul>
          )}
        </Loaded>
      )}
    </>
  );
}
