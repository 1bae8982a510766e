import { ListFilter, Lock, X } from "lucide-react";
import { type RefObject, useState } from "react";
import type { Agent, TaskCard } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { cn } from "@/ui/cn";
import { Select } from "@/ui/Select";
import { TagDot } from "../../tags/TagChip";
import { PRIORITIES, priorityOf } from "../../tasks/priority";
import { STATUS, STATUSES, StatusIcon } from "../../tasks/StatusBadge";
import { SelectButton } from "../bulk/SelectBox";
import {
  type BoardSearch,
  chosenCount,
  filterOf,
  GROUPINGS,
  isFiltered,
  NO_FILTER,
  toggled,
  UNASSIGNED,
} from "../filters";
import { ViewSwitch } from "../ViewSwitch";
import { FilterPick } from "./FilterPick";
import { FilterText } from "./FilterText";

interface Props {
  tasks: readonly TaskCard[];
  agents: readonly Agent[];
  search: BoardSearch;
  view: "board" | "list";
  onChange: (change: Partial<BoardSearch>) => void;
  field: RefObject<HTMLInputElement | null>;
  onLeaveField: () => void;
}

/** On a phone one line: the choices open below it on demand. */
export function BoardFilterBar({ tasks, agents, search, view, onChange, field, onLeaveField }: Props) {
  const [open, setOpen] = useState(false);
  const toggle = (name: "status" | "assignee" | "priority" | "tag") => (choice: string) =>
    onChange({ [name]: toggled(search[name], choice) });
  return (
    <search className="flex flex-wrap items-center gap-2 px-4 pb-2 sm:px-6 sm:pb-3">
      <FilterText
        value={search.q ?? ""}
        onChange={(q) => onChange({ q: q || undefined })}
        field={field}
        onLeave={onLeaveField}
      />
      <FiltersButton open={open} onToggle={() => setOpen(!open)} chosen={chosenCount(filterOf(search))} />
      <ViewSwitch view={view} onChange={onChange} iconsOnly className="sm:hidden" />
      <SelectButton iconOnly className="size-9 sm:hidden" />
      <div id={CHOICES} className={cn("flex flex-wrap items-center gap-2 max-sm:w-full", !open && "max-sm:hidden")}>
        <FilterPick label="Status" options={STATUS_OPTIONS} value={search.status} onToggle={toggle("status")} />
        <FilterPick
          label="Agent"
          options={agentOptions(agents)}
          value={search.assignee}
          onToggle={toggle("assignee")}
        />
        <FilterPick
          label="Priority"
          options={priorityOptions(tasks)}
          value={search.priority}
          onToggle={toggle("priority")}
        />
        <TagFilter tasks={tasks} value={search.tag} onToggle={toggle("tag")} />
        <DueSelect search={search} onChange={onChange} />
        <BlockedToggle search={search} onChange={onChange} />
        <GroupSelect search={search} onChange={onChange} />
        <SortSelect search={search} onChange={onChange} />
        <SelectButton className="max-sm:hidden" />
        {isFiltered(filterOf(search)) && (
          <Button variant="ghost" size="sm" onClick={() => onChange(NO_FILTER)}>
            <X className="size-3.5" aria-hidden />
            Clear filters
          </Button>
        )}
      </div>
    </search>
  );
}

/** The tags that tasks of this board carry; nothing to choose from where there are none. */
function TagFilter({ tasks, ...pick }: Pick<Props, "tasks"> & { value?: string; onToggle: (id: string) => void }) {
  const carried = new Map(tasks.flatMap(({ tags }) => tags).map((tag) => [tag.id, tag]));
  if (carried.size === 0 && !pick.value) return null;
  const tags = [...carried.values()].sort((a, b) => a.name.localeCompare(b.name));
  const options = tags.map(({ id, name, color }) => ({ value: id, label: name, icon: <TagDot color={color} /> }));
  return <FilterPick label="Tag" options={options} value={pick.value} onToggle={pick.onToggle} />;
}

const CHOICES = "board-filters";

function FiltersButton({ open, onToggle, chosen }: { open: boolean; onToggle: () => void; chosen: number }) {
  return (
    <Button
      aria-expanded={open}
      aria-controls={CHOICES}
      className={cn("h-9 font-normal sm:hidden", chosen > 0 && "border-accent text-accent-text")}
      onClick={onToggle}
    >
      <ListFilter className="size-4" aria-hidden />
      {chosen > 0 ? `Filters: ${chosen}` : "Filters"}
    </Button>
  );
}

type Part = Pick<Props, "search" | "onChange">;

// As high and as quiet as the buttons beside it.
const SMALL_SELECT = "w-36 shrink-0 [&_select]:h-7 [&_select]:border-line-strong [&_select]:text-sm [&_svg]:top-1.5";

function DueSelect({ search, onChange }: Part) {
  return (
    <Select
      aria-label="Due"
      className={SMALL_SELECT}
      value={search.due ?? ""}
      onChange={({ target }) => onChange({ due: DUES.find((due) => due === target.value) })}
    >
      <option value="">Any due date</option>
      <option value="overdue">Overdue</option>
      <option value="week">Due in 7 days</option>
      <option value="none">No due date</option>
    </Select>
  );
}

function SortSelect({ search, onChange }: Part) {
  return (
    <Select
      aria-label="Order"
      className={SMALL_SELECT}
      value={search.sort ?? "newest"}
      onChange={({ target }) => onChange({ sort: SORTS.find((sort) => sort === target.value) })}
    >
      <option value="newest">Newest first</option>
      <option value="priority">By priority</option>
      <option value="due">By due date</option>
      <option value="updated">Last changed</option>
    </Select>
  );
}

function GroupSelect({ search, onChange }: Part) {
  return (
    <Select
      aria-label="Group"
      className={SMALL_SELECT}
      value={search.group ?? ""}
      onChange={({ target }) => onChange({ group: GROUPINGS.find((group) => group === target.value) })}
    >
      <option value="">No groups</option>
      <option value="agent">By agent</option>
      <option value="priority">By priority</option>
      <option value="tag">By tag</option>
    </Select>
  );
}

const DUES = ["overdue", "week", "none"] as const;
const SORTS = ["priority", "due", "updated"] as const;

function BlockedToggle({ search, onChange }: Part) {
  const on = search.blocked === true;
  return (
    <Button
      size="sm"
      aria-pressed={on}
      className={cn("font-normal", on && "border-accent text-accent-text")}
      onClick={() => onChange({ blocked: on ? undefined : true })}
    >
      <Lock className="size-3.5" aria-hidden />
      Blocked
    </Button>
  );
}

const STATUS_OPTIONS = STATUSES.map((status) => ({
  value: status,
  label: STATUS[status].label,
  icon: <StatusIcon status={status} />,
}));

function agentOptions(agents: readonly Agent[]) {
  const named = agents.map(({ id, name }) => ({ value: id, label: name }));
  return [{ value: UNASSIGNED, label: "Nobody" }, ...named.sort((a, b) => a.label.localeCompare(b.label))];
}

/** The usual ones, and whatever other words the tasks of this board use. */
function priorityOptions(tasks: readonly TaskCard[]) {
  const values = new Set([...PRIORITIES.map(({ value }) => value), ...tasks.map(({ priority }) => priority)]);
  return [...values].map((value) => {
    const { icon: Icon, color, label } = priorityOf(value);
    return { value, label, icon: <Icon className={cn("size-4", color)} aria-hidden /> };
  });
}
