import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useEffect, useState } from "react";
import { useShortcut } from "@/lib/keyboard/shortcuts";
import { Button } from "@/ui/Button";
import { Input } from "@/ui/Input";
import type { Asked } from "@/ui/Loaded";
import { NamePicker } from "@/ui/NamePicker";
import { KindPicker } from "../activity/KindPicker";
import { useAgents } from "../agents/queries";
import { useBoards } from "../boards/queries";
import { nameOf } from "../people/names";
import { membersQuery } from "../people/queries";
import { type AuditSearch, isFiltered } from "./filters";

const PAUSE = 300;
const SEARCH_FIELD = "audit-text";

interface Props {
  search: AuditSearch;
  onChange: (change: Partial<AuditSearch>) => void;
  onClear: () => void;
}

export function AuditFilterBar({ search, onChange, onClear }: Props) {
  const boards = useBoards();
  const actors = useActors();
  return (
    <search aria-label="Filter" className="mb-4 flex flex-wrap items-center gap-2">
      <Words key={search.text ?? ""} text={search.text ?? ""} onChange={(text) => onChange({ text })} />
      <NamePicker
        label="Author"
        any="By anybody"
        value={search.actor}
        choices={actors}
        onChange={(actor) => onChange({ actor })}
      />
      <KindPicker type={search.type} onChange={(type) => onChange({ type })} />
      <NamePicker
        label="Board"
        any="All boards"
        value={search.board}
        choices={boards}
        onChange={(board) => onChange({ board })}
      />
      <span className="flex gap-2 max-sm:w-full max-sm:flex-col">
        <Day label="From day" short="From" value={search.from} onChange={(from) => onChange({ from })} />
        <Day label="To day" short="To" value={search.to} onChange={(to) => onChange({ to })} />
      </span>
      <Only label="One request" value={search.request} onClear={() => onChange({ request: undefined })} />
      <Only label={search.address ?? ""} value={search.address} onClear={() => onChange({ address: undefined })} />
      <Only label="About one thing" value={search.entity} onClear={() => onChange({ entity: undefined })} />
      {isFiltered(search) && (
        <Button variant="ghost" onClick={onClear}>
          Clear
        </Button>
      )}
    </search>
  );
}

/** People and agents: known once both are. */
function useActors(): Asked<{ id: string; name: string }[]> {
  const agents = useAgents();
  const members = useQuery(membersQuery);
  const people = members.data?.map((member) => ({ id: member.user_id, name: nameOf(member) }));
  const failed = [agents, members].filter(({ error, data }) => error && !data);
  return {
    data: people && agents.data && [...people, ...agents.data],
    error: failed[0]?.error,
    refetch: () => Promise.all(failed.map(({ refetch }) => refetch())),
  };
}

/** Asks when the writing pauses. */
function Words({ text, onChange }: { text: string; onChange: (text: string | undefined) => void }) {
  const [written, setWritten] = useState(text);
  useShortcut({
    keys: "/",
    label: "Search the log",
    group: "List",
    run: () => document.getElementById(SEARCH_FIELD)?.focus(),
  });
  useEffect(() => {
    if (written === text) return;
    const timer = setTimeout(() => onChange(written || undefined), PAUSE);
    return () => clearTimeout(timer);
  }, [written, text, onChange]);
  return (
    <span className="w-52 max-sm:w-full">
      <Input
        id={SEARCH_FIELD}
        type="search"
        aria-label="Words of the message"
        placeholder="Search messages"
        maxLength={200}
        value={written}
        onChange={({ target }) => setWritten(target.value)}
      />
    </span>
  );
}

interface DayProps {
  label: string;
  /** What stands before the field, which is too narrow for more. */
  short: string;
  value: string | undefined;
  onChange: (day: string | undefined) => void;
}

function Day({ label, short, value, onChange }: DayProps) {
  return (
    <span className="flex w-48 items-center gap-1.5 max-sm:w-full">
      <span aria-hidden className="shrink-0 text-sm text-muted max-sm:w-9">
        {short}
      </span>
      <Input
        type="date"
        aria-label={label}
        title={label}
        value={value ?? ""}
        onChange={({ target }) => onChange(target.value || undefined)}
      />
    </span>
  );
}

/** A filter that was chosen in the details of an event. */
function Only({ label, value, onClear }: { label: string; value: string | undefined; onClear: () => void }) {
  if (!value) return null;
  return (
    <Button aria-label={`Take out the filter: ${label}`} title={value} onClick={onClear}>
      {label}
      <X className="size-3.5" aria-hidden />
    </Button>
  );
}
