import { type FormEvent, useState } from "react";
import { errorMessage } from "@/lib/api/errors";
import type { BoardGroup } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { Checkbox } from "@/ui/Checkbox";
import { Field } from "@/ui/Field";
import { FormError } from "@/ui/FormError";
import { Input } from "@/ui/Input";
import { NotLoaded } from "@/ui/Loaded";
import { announce } from "@/ui/toast";
import { useAgents } from "../agents/queries";
import { parsePace, presentPaces } from "./pace";
import { useSetPace } from "./queries";

interface Props {
  group: BoardGroup;
  boardIds: string[];
}

/** One heartbeat pace for all agents of the group. */
export function PaceForm({ group, boardIds }: Props) {
  const agents = useAgents();
  const [text, setText] = useState("10m");
  const [leads, setLeads] = useState(false);
  const apply = useSetPace(group.id);
  const every = parsePace(text);
  const here = agents.data?.filter((agent) => agent.board_id && boardIds.includes(agent.board_id));
  const reached = here?.filter((agent) => leads || !agent.is_board_lead);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!every) return;
    void announce(apply.mutateAsync({ every, include_board_leads: leads }), {
      done: ({ updated_agent_ids: { length } }) => told(length, every),
    });
  }

  return (
    <section aria-labelledby="group-pace" className="rounded-lg border bg-surface p-4">
      <h2 id="group-pace" className="font-semibold">
        Heartbeat pace
      </h2>
      {here ? (
        <p className="mt-0.5 text-sm text-muted">{presentPaces(here)}</p>
      ) : (
        <div className="mt-1">
          <NotLoaded query={agents} what="agents" skeleton="h-4 w-3/4" />
        </div>
      )}
      <form onSubmit={submit} className="mt-3 flex flex-col gap-3">
        <Field
          label="Every"
          hint="A number and a unit: 90s, 10m, 1h, 1d. An agent that is overdue counts as offline."
          error={every ? null : "Write a number and s, m, h or d."}
        >
          {(control) => (
            <Input
              {...control}
              className="max-w-28"
              value={text}
              onChange={({ target }) => {
                setText(target.value);
                apply.reset();
              }}
            />
          )}
        </Field>
        <Checkbox label="Board leads too" checked={leads} onChange={setLeads} />
        {apply.error && <FormError>{errorMessage(apply.error)}</FormError>}
        <Button type="submit" busy={apply.isPending} disabled={!every || reached?.length === 0}>
          {reached?.length === 0 ? "No agents to set it for" : "Set for all agents"}
        </Button>
      </form>
    </section>
  );
}

function told(count: number, every: string): string {
  if (count === 0) return "No agent was concerned";
  return count === 1 ? `One agent calls every ${every} now` : `${count} agents call every ${every} now`;
}
