import { named } from "@/lib/named";
import { Field } from "@/ui/Field";
import { Input } from "@/ui/Input";
import { Loaded } from "@/ui/Loaded";
import { Select } from "@/ui/Select";
import { useBoards } from "../boards/queries";
import { PACES, paceLabel } from "./heartbeat";
import { ModelField } from "./ModelField";

export interface AgentDraft {
  name: string;
  boardId: string;
  pace: string;
  /** Empty: as its gateway chooses. */
  model: string;
}

interface Props {
  draft: AgentDraft;
  onChange: (change: Partial<AgentDraft>) => void;
}

/** What both the new and the edited agent are asked for. */
export function AgentFields({ draft, onChange }: Props) {
  const boards = useBoards();
  const paces = PACES.some(({ value }) => value === draft.pace)
    ? PACES
    : [...PACES, { value: draft.pace, label: paceLabel(draft.pace) }];
  const gatewayId = boards.data?.find(({ id }) => id === draft.boardId)?.gateway_id;
  return (
    <>
      <Field label="Name" hint="How people and other agents call it; unique on its board.">
        {(control) => (
          <Input
            {...control}
            autoFocus
            value={draft.name}
            onChange={({ target }) => onChange({ name: target.value })}
          />
        )}
      </Field>
      <Loaded query={boards} what="boards" skeleton="h-20">
        {(there) => (
          <Field label="Board" hint="It sees and works on the tasks of this board.">
            {(control) => (
              <Select {...control} value={draft.boardId} onChange={({ target }) => onChange({ boardId: target.value })}>
                {draft.boardId === "" && <option value="">Choose a board…</option>}
                {there.map((board) => (
                  <option key={board.id} value={board.id}>
                    {named(board.name)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        )}
      </Loaded>
      <Field
        label="Heartbeat"
        optional
        hint="How often it promises to report. It counts as offline when it is overdue."
      >
        {(control) => (
          <Select {...control} value={draft.pace} onChange={({ target }) => onChange({ pace: target.value })}>
            {paces.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {gatewayId && <ModelField gatewayId={gatewayId} value={draft.model} onChange={(model) => onChange({ model })} />}
    </>
  );
}
