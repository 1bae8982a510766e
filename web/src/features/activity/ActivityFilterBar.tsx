import { Button } from "@/ui/Button";
import { NamePicker } from "@/ui/NamePicker";
import { useAgents } from "../agents/queries";
import { useBoards } from "../boards/queries";
import { type ActivitySearch, isFiltered } from "./filters";
import { KindPicker } from "./KindPicker";

interface Props {
  search: ActivitySearch;
  onChange: (change: Partial<ActivitySearch>) => void;
  onClear: () => void;
}

export function ActivityFilterBar({ search, onChange, onClear }: Props) {
  const boards = useBoards();
  const agents = useAgents();
  return (
    <search aria-label="Filter" className="mb-4 flex flex-wrap items-center gap-2">
      <NamePicker
        label="Board"
        any="All boards"
        value={search.board}
        choices={boards}
        onChange={(board) => onChange({ board })}
      />
      <NamePicker
        label="Agent"
        any="All agents"
        value={search.agent}
        choices={agents}
        unlessEmpty
        onChange={(agent) => onChange({ agent })}
      />
      <KindPicker type={search.type} onChange={(type) => onChange({ type })} />
      {isFiltered(search) && (
        <Button variant="ghost" onClick={onClear}>
          Clear
        </Button>
      )}
    </search>
  );
}
