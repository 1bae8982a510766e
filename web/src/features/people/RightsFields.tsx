import type { Board } from "@/lib/api/types";
import { named } from "@/lib/named";
import { Badge } from "@/ui/Badge";
import { Field } from "@/ui/Field";
import { Loaded } from "@/ui/Loaded";
import { Select } from "@/ui/Select";
import { useBoards } from "../boards/queries";
import { type Right, type Rights, rightOn, seen } from "./access";

interface Props {
  rights: Rights;
  onChange: (rights: Rights) => void;
  /** Of whom the preview speaks: "Mia". */
  who: string;
}

/** Rights on all boards or board by board, and what somebody with them finds. */
export function RightsFields({ rights, onChange, who }: Props) {
  const boards = useBoards();
  return (
    <>
      <Field label="Boards" hint="Rights on all boards hold for those that are made later too.">
        {(control) => (
          <Select
            {...control}
            value={rights.everywhere}
            onChange={({ target }) => onChange({ ...rights, everywhere: target.value as Right })}
          >
            <option value="none">Board by board</option>
            <option value="read">Reads all boards</option>
            <option value="write">Writes all boards</option>
          </Select>
        )}
      </Field>
      <Loaded query={boards} what="boards" skeleton="h-24">
        {(there) => (
          <>
            {rights.everywhere === "none" && there.length > 0 && (
              <BoardRights boards={there} rights={rights} onChange={onChange} />
            )}
            <Preview rights={rights} boards={there} who={who} />
          </>
        )}
      </Loaded>
    </>
  );
}

function BoardRights({ boards, rights, onChange }: Omit<Props, "who"> & { boards: Board[] }) {
  const set = (id: string, right: Right) => onChange({ ...rights, boards: { ...rights.boards, [id]: right } });
  return (
    <ul aria-label="Rights by board" className="divide-y rounded-lg border bg-surface">
      {boards.map(({ id, name }) => (
        <li key={id} className="flex items-center gap-3 px-3 py-1.5">
          <span className="min-w-0 flex-1 truncate">{named(name)}</span>
          <div className="w-32 shrink-0">
            <Select
              aria-label={`Rights on ${named(name)}`}
              value={rightOn(rights, id)}
              onChange={({ target }) => set(id, target.value as Right)}
            >
              <option value="none">Nothing</option>
              <option value="read">Reads</option>
              <option value="write">Writes</option>
            </Select>
          </div>
        </li>
      ))}
    </ul>
  );
}

const LISTED = 12;

function Preview({ rights, boards, who }: { rights: Rights; boards: Board[]; who: string }) {
  const { shown, hidden } = seen(rights, boards);
  return (
    <section aria-label={`What ${who} sees`} className="rounded-lg bg-sunken px-3 py-2.5 text-sm">
      <h3 className="font-medium wrap-anywhere">What {who} sees</h3>
      {shown.length === 0 ? (
        <p className="mt-1 text-muted">No board, and so no task, agent or approval; the names of people and tags.</p>
      ) : (
        <ul className="mt-1.5 flex flex-wrap gap-1.5">
          {shown.slice(0, LISTED).map(({ name, right }) => (
            <li key={name} className="min-w-0 max-w-full">
              <Badge tone={right === "write" ? "accent" : "neutral"} className="max-w-full">
                <span className="truncate">{named(name)}</span> {right === "write" ? "· writes" : "· reads"}
              </Badge>
            </li>
          ))}
          {shown.length > LISTED && <li className="text-muted">and {shown.length - LISTED} more</li>}
        </ul>
      )}
      {hidden > 0 && shown.length > 0 && (
        <p className="mt-1.5 text-muted">{hidden === 1 ? "1 board stays hidden." : `${hidden} boards stay hidden.`}</p>
      )}
    </section>
  );
}
