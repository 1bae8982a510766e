import { ChevronDown, UserX } from "lucide-react";
import type { ComponentProps } from "react";
import type { Agent } from "@/lib/api/types";
import { Avatar } from "@/ui/Avatar";
import { Button } from "@/ui/Button";
import { Combobox, type Option } from "@/ui/Combobox";
import { stateOf } from "../agents/state";
import { AssigneeMark } from "./TaskMarks";

interface Props extends Pick<ComponentProps<"button">, "id" | "disabled" | "aria-describedby"> {
  agents: readonly Agent[];
  value: string | null;
  onChange: (agentId: string | null) => void;
}

/** Stands for nobody among the options. */
export const NOBODY = "nobody";

export function assigneeOptions(agents: readonly Agent[]): Option[] {
  const options = [...agents]
    .sort((a, b) => a.name.localeCompare(b.name))
    .map((agent) => ({
      value: agent.id,
      label: agent.name,
      note: agent.is_board_lead ? `Lead · ${stateOf(agent).label}` : stateOf(agent).label,
      icon: <Avatar name={agent.name} presence={stateOf(agent).presence} small />,
    }));
  return [{ value: NOBODY, label: "Nobody", icon: <UserX className="size-5 text-muted" aria-hidden /> }, ...options];
}

export function AssigneePicker({ agents, value, onChange, ...button }: Props) {
  const chosen = agents.find(({ id }) => id === value);
  const name = chosen?.name ?? (value ? "An agent that is not on this board" : null);
  return (
    <Combobox
      label="Find an agent"
      options={assigneeOptions(agents)}
      value={value ?? NOBODY}
      onSelect={(next) => onChange(next === NOBODY ? null : next)}
      empty="No agent of this board matches."
    >
      <Button
        {...button}
        aria-label={`Assignee: ${name ?? "nobody"}`}
        className="h-9 w-full min-w-0 border-control! px-2.5 font-normal"
      >
        <span className="flex min-w-0 flex-1">
          <AssigneeMark name={name} />
        </span>
        <ChevronDown className="size-4 shrink-0 text-muted" aria-hidden />
      </Button>
    </Combobox>
  );
}
