import { ChartNoAxesColumn, Table2 } from "lucide-react";
import { Button } from "@/ui/Button";
import { NamePicker } from "@/ui/NamePicker";
import { Segmented } from "@/ui/Segmented";
import { Select } from "@/ui/Select";
import { useAgents } from "../agents/queries";
import { useBoards } from "../boards/queries";
import { useGroups } from "../groups/queries";
import { useTags } from "../tags/queries";
import { type DashboardSearch, RANGES, type RangeKey, USUAL_RANGE } from "./filters";

const WITHOUT_FILTER = { group: undefined, board: undefined, agent: undefined, tag: undefined };

interface Props {
  search: DashboardSearch;
  onChange: (change: Partial<DashboardSearch>) => void;
}

export function DashboardFilterBar({ search, onChange }: Props) {
  const boards = useBoards();
  const agents = useAgents();
  const groups = useGroups();
  const tags = useTags();
  const inGroup = boards.data?.filter(({ board_group_id }) => !search.group || board_group_id === search.group);
  const onBoard = agents.data?.filter(({ board_id }) => !search.board || board_id === search.board);
  return (
    <search aria-label="Filter" className="mb-4 flex flex-wrap items-center gap-2">
      <Select
        aria-label="Range"
        className="w-32 max-sm:min-w-32 max-sm:flex-1"
        value={search.range ?? USUAL_RANGE}
        onChange={({ target }) => onChange({ range: target.value as RangeKey })}
      >
        {RANGES.map(({ key, label }) => (
          <option key={key} value={key}>
            {label}
          </option>
        ))}
      </Select>
      <NamePicker
        label="Group"
        any="All groups"
        value={search.group}
        choices={groups}
        unlessEmpty
        onChange={(group) => onChange({ group, board: undefined, agent: undefined })}
      />
      <NamePicker
        label="Board"
        any="All boards"
        value={search.board}
        choices={{ ...boards, data: inGroup }}
        onChange={(board) => onChange({ board, agent: undefined })}
      />
      <NamePicker
        label="Agent"
        any="All agents"
        value={search.agent}
        choices={{ ...agents, data: onBoard }}
        unlessEmpty
        onChange={(agent) => onChange({ agent })}
      />
      <NamePicker
        label="Tag"
        any="All tags"
        value={search.tag}
        choices={tags}
        unlessEmpty
        onChange={(tag) => onChange({ tag })}
      />
      {(search.group || search.board || search.agent || search.tag) && (
        <Button variant="ghost" onClick={() => onChange(WITHOUT_FILTER)}>
          Clear
        </Button>
      )}
      <Segmented
        label="View"
        className="sm:ml-auto"
        value={search.view ?? "charts"}
        onChange={(view) => onChange({ view: view === "table" ? "table" : undefined })}
        options={[
          { value: "charts", label: "Charts", icon: <ChartNoAxesColumn className="size-4" aria-hidden /> },
          { value: "table", label: "Tables", icon: <Table2 className="size-4" aria-hidden /> },
        ]}
      />
    </search>
  );
}
