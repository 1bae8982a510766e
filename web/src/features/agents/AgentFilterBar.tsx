import { Search } from "lucide-react";
import type { Agent } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { Input } from "@/ui/Input";
import { Select } from "@/ui/Select";
import { type AgentSearch, gatewayOf, isFiltered, matches, NO_FILTER } from "./filters";
import { labelOf, shownState } from "./state";

interface Props {
  agents: Agent[];
  boardNames: Map<string, string>;
  search: AgentSearch;
  onChange: (change: Partial<AgentSearch>) => void;
}

export function AgentFilterBar({ agents, boardNames, search, onChange }: Props) {
  const states = withChosen([...new Set(agents.map((agent) => shownState(agent).value))], search.state);
  const gateways = new Map(agents.map((agent) => [gatewayOf(agent) ?? "none", agent.setup?.gateway_name ?? "Gateway"]));
  const gatewayIds = withChosen([...gateways.keys()], search.gateway);
  const models = withChosen([...new Set(agents.map(({ model }) => model ?? "none"))], search.model);
  const boardIds = withChosen([...new Set(agents.flatMap(({ board_id }) => board_id ?? []))], search.board);
  return (
    <search className="mb-4 flex flex-wrap items-center gap-2">
      <div className="relative min-w-40 flex-1 max-sm:basis-full sm:max-w-72">
        <Search className="pointer-events-none absolute top-2.5 left-2.5 size-4 text-muted" aria-hidden />
        <Input
          type="search"
          aria-label="Find agents"
          placeholder="Find agents…"
          className="pl-8"
          value={search.q ?? ""}
          onChange={({ target }) => onChange({ q: target.value || undefined })}
        />
      </div>
      <Select
        aria-label="State"
        className="w-40 max-sm:flex-[1_1_40%]"
        value={search.state ?? ""}
        onChange={({ target }) => onChange({ state: target.value || undefined })}
      >
        <option value="">Any state</option>
        {states.map((status) => (
          <option key={status} value={status}>
            {labelOf(status)} ({agents.filter((agent) => matches(agent, { state: status }, undefined)).length})
          </option>
        ))}
      </Select>
      <Select
        aria-label="Board"
        className="w-44 max-sm:flex-[1_1_40%]"
        value={search.board ?? ""}
        onChange={({ target }) => onChange({ board: target.value || undefined })}
      >
        <option value="">All boards</option>
        {boardIds.map((id) => (
          <option key={id} value={id}>
            {boardNames.get(id) ?? "Board"}
          </option>
        ))}
      </Select>
      {(gatewayIds.length > 1 || search.gateway) && (
        <Select
          aria-label="Gateway"
          className="w-40 max-sm:flex-[1_1_40%]"
          value={search.gateway ?? ""}
          onChange={({ target }) => onChange({ gateway: target.value || undefined })}
        >
          <option value="">All gateways</option>
          {gatewayIds.map((id) => (
            <option key={id} value={id}>
              {id === "none" ? "None: plain HTTP" : (gateways.get(id) ?? "Gateway")}
            </option>
          ))}
        </Select>
      )}
      {(models.length > 1 || search.model) && (
        <Select
          aria-label="Model"
          className="w-40 max-sm:flex-[1_1_40%]"
          value={search.model ?? ""}
          onChange={({ target }) => onChange({ model: target.value || undefined })}
        >
          <option value="">All models</option>
          {models.map((model) => (
            <option key={model} value={model}>
              {model === "none" ? "None of their own" : model}
            </option>
          ))}
        </Select>
      )}
      {isFiltered(search) && (
        <Button variant="ghost" onClick={() => onChange(NO_FILTER)}>
          Clear
        </Button>
      )}
    </search>
  );
}

/** A filter that came with the address stays selectable when nothing matches it any more. */
function withChosen(values: string[], chosen: string | undefined): string[] {
  return (chosen && !values.includes(chosen) ? [...values, chosen] : values).sort();
}
