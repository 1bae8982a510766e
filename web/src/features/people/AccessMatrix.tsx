import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useRef, useState } from "react";
import type { Board, Member, Role } from "@/lib/api/types";
import { named } from "@/lib/named";
import { ErrorState } from "@/ui/ErrorState";
import { Field } from "@/ui/Field";
import { Input } from "@/ui/Input";
import { Select } from "@/ui/Select";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { Table, Th } from "@/ui/Table";
import { useBoards } from "../boards/queries";
import { AccessCell } from "./AccessCell";
import { RIGHT_NAMES, type Right, rightOn } from "./access";
import { type Place, placeAfter } from "./matrix";
import { nameOf, ROLES } from "./names";
import { membersQuery } from "./queries";
import { useRights } from "./useRights";

/** More columns than this are found by their names. */
const COLUMNS = 20;
const EVERYWHERE = null;

/** Who may do what where: people down, boards across; on a phone one board at a time. */
export function AccessMatrix({ role }: { role: Role }) {
  const { data: members, error, refetch } = useQuery(membersQuery);
  const { data: boards, error: boardsError, refetch: refetchBoards } = useBoards();
  const [sought, setSought] = useState("");
  if (error) return <ErrorState title="The members could not be loaded" error={error} onRetry={refetch} />;
  if (boardsError) {
    return <ErrorState title="The boards could not be loaded" error={boardsError} onRetry={refetchBoards} />;
  }
  if (!members || !boards) {
    return (
      <Loading label="Loading who may do what" className="rounded-lg border bg-surface p-4">
        <Skeleton className="h-24" />
      </Loading>
    );
  }
  if (boards.length === 0) return <p className="text-muted">There is no board yet that could be shared.</p>;
  const found = boards.filter(({ name }) => name.toLowerCase().includes(sought.trim().toLowerCase()));
  const shown = found.slice(0, COLUMNS);
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <div className="hidden flex-col gap-3 sm:flex">
        {boards.length > 6 && (
          <Input
            type="search"
            aria-label="Find a board"
            placeholder="Find a board"
            className="max-w-60"
            value={sought}
            onChange={({ target }) => setSought(target.value)}
          />
        )}
        <Grid members={members} boards={shown} acting={role} />
        {found.length === 0 && <p className="text-muted">No board is called that.</p>}
        {found.length > shown.length && (
          <p className="text-sm text-muted">{found.length - shown.length} more boards: find them by their names.</p>
        )}
      </div>
      <div className="sm:hidden">
        <OneBoard members={members} boards={boards} acting={role} />
      </div>
      <p className="hidden text-sm text-muted sm:block">
        A faint right comes from the right on all boards. Arrow keys move; Enter opens the choice, N, R and W choose.
      </p>
    </div>
  );
}

/** Owners alone touch owners; members touch nobody. */
const mayChange = (acting: Role, member: Member) =>
  acting === "owner" || (acting === "admin" && member.role !== "owner");

interface GridProps {
  members: Member[];
  boards: Board[];
  acting: Role;
}

function Grid({ members, boards, acting }: GridProps) {
  const table = useRef<HTMLTableElement>(null);
  const [place, setPlace] = useState<Place>({ row: 0, column: 0 });
  const columns: (Board | null)[] = [EVERYWHERE, ...boards];
  const size = { rows: members.length, columns: columns.length };
  // What was focused may be gone since, with a member or a search.
  const focused = { row: Math.min(place.row, size.rows - 1), column: Math.min(place.column, size.columns - 1) };

  function move(event: KeyboardEvent) {
    const next = placeAfter(event.key, focused, size);
    if (!next) return;
    event.preventDefault();
    setPlace(next);
    table.current?.querySelector<HTMLElement>(`[data-place="${next.row}:${next.column}"]`)?.focus();
  }

  return (
    <Table ref={table} aria-label="What members may do on boards" onKeyDown={move} className="w-auto min-w-full">
      <thead>
        <tr>
          <Th className="sticky left-0 z-10 bg-surface">Member</Th>
          {columns.map((board) => (
            <Th
              key={board?.id ?? "all"}
              className="min-w-22 max-w-40 text-center"
              title={board ? named(board.name) : undefined}
            >
              <span className="block truncate">{board ? named(board.name) : "All boards"}</span>
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {members.map((member, row) => (
          <Row
            key={member.id}
            member={member}
            columns={columns}
            editable={mayChange(acting, member)}
            row={row}
            focused={focused}
            onFocus={(column) => setPlace({ row, column })}
          />
        ))}
      </tbody>
    </Table>
  );
}

interface RowProps {
  member: Member;
  columns: (Board | null)[];
  editable: boolean;
  row: number;
  focused: Place;
  onFocus: (column: number) => void;
}

function Row({ member, columns, editable, row, focused, onFocus }: RowProps) {
  const { rights, set, busy } = useRights(member);
  const name = nameOf(member);
  return (
    <tr>
      <th scope="row" className="sticky left-0 z-10 h-(--row) max-w-48 border-t bg-surface px-3 font-normal">
        <span className="block truncate font-medium" title={name}>
          {name}
        </span>
        <span className="block text-xs text-muted">{ROLES[member.role].label}</span>
      </th>
      {columns.map((board, column) => {
        const inherited = board !== EVERYWHERE && rights.everywhere !== "none";
        return (
          <AccessCell
            key={board?.id ?? "all"}
            label={board ? `${name} on ${named(board.name)}` : `${name} on all boards`}
            right={board ? rightOn(rights, board.id) : rights.everywhere}
            inherited={inherited}
            editable={editable && !inherited}
            busy={busy}
            place={`${row}:${column}`}
            isTabStop={row === focused.row && column === focused.column}
            onFocus={() => onFocus(column)}
            onChoose={(right) => set(board?.id ?? null, right)}
          />
        );
      })}
    </tr>
  );
}

function OneBoard({ members, boards, acting }: GridProps) {
  const [chosen, setChosen] = useState("");
  const board = boards.find(({ id }) => id === chosen) ?? null;
  return (
    <div className="flex flex-col gap-3">
      <Field label="Board">
        {(control) => (
          <Select {...control} value={board?.id ?? ""} onChange={({ target }) => setChosen(target.value)}>
            <option value="">All boards</option>
            {boards.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <ul aria-label={`What members may do on ${board?.name ?? "all boards"}`} className="divide-y rounded-lg border">
        {members.map((member) => (
          <OnOneBoard key={member.id} member={member} board={board} editable={mayChange(acting, member)} />
        ))}
      </ul>
    </div>
  );
}

function OnOneBoard({ member, board, editable }: { member: Member; board: Board | null; editable: boolean }) {
  const { rights, set, busy } = useRights(member);
  const name = nameOf(member);
  const inherited = board !== null && rights.everywhere !== "none";
  return (
    <li className="flex items-center gap-3 bg-surface px-3 py-2">
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium" title={name}>
          {name}
        </span>
        <span className="block text-xs text-muted">
          {ROLES[member.role].label}
          {inherited && " · by the right on all boards"}
        </span>
      </span>
      <div className="w-28 shrink-0">
        <Select
          aria-label={`${name} on ${board?.name ?? "all boards"}`}
          value={board ? rightOn(rights, board.id) : rights.everywhere}
          disabled={!editable || inherited || busy}
          onChange={({ target }) => set(board?.id ?? null, target.value as Right)}
        >
          {(Object.keys(RIGHT_NAMES) as Right[]).map((right) => (
            <option key={right} value={right}>
              {RIGHT_NAMES[right]}
            </option>
          ))}
        </Select>
      </div>
    </li>
  );
}
