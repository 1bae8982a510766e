import { Button } from "@/ui/Button";
import { NamePicker } from "@/ui/NamePicker";
import { Select } from "@/ui/Select";
import { useAgents } from "../agents/queries";
import { useBoards } from "../boards/queries";
import { groupsWith } from "./eventTypes";
import { type ActivitySearch, isFiltered } from "./filters";

interface Props {
  search: ActivitySearch;
  onChange: (change: Partial<ActivitySearch>) => void;
  onClear: () => void;
}

export function ActivityFilterBar({ search, onChange, onClear }: Props) {
  const { data: boards = [] } = useBoards();
  const { data: agents = [] } = useAgents();
  return (
    <search aria-label="Filter" className="mb-4 flex flex-wrap items-center gap-2">
      <NamePicker
        label="Board"
        any="All boards"
        value={search.board}
        choices={boards}
        onChange={(board) => onChange({ board })}
      />
      {(agents.length > 0 || search.agent) && (
        <NamePicker
          label="Agent"
          any="All agents"
          value={search.agent}
          choices={agents}
          onChange={(agent) => onChange({ agent })}
        />
      )}
      <Select
        aria-label="Kind of event"
        className="w-44 max-sm:min-w-36 max-sm:flex-1"
        value={search.type ?? ""}
        onChange={({ target }) => onChange({ type: target.value || undefined })}
      >
        <option value="">All events</option>
        {groupsWith(search.type).map((group) => (
          <optgroup key={group.label} label={group.label}>
            {group.types.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </optgroup>
        ))}
      </Select>
      {isFiltered(search) && (
        <Button variant="ghost" onClick={onClear}>
          Clear
        </Button>
      )}
    </search>
  );
}
