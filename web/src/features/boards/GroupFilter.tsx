import { useNavigate } from "@tanstack/react-router";
import type { BoardGroup } from "@/lib/api/types";
import { named } from "@/lib/named";
import { Select } from "@/ui/Select";
import { NO_GROUP } from "./sections";

interface Props {
  groups: BoardGroup[];
  chosen?: string;
}

/** Kept in the address, so that the boards of a group can be linked. */
export function GroupFilter({ groups, chosen = "" }: Props) {
  const navigate = useNavigate({ from: "/boards" });
  const known = chosen === "" || chosen === NO_GROUP || groups.some(({ id }) => id === chosen);
  return (
    <search className="mb-4 flex">
      <Select
        aria-label="Group"
        className="w-56 max-sm:w-full"
        value={chosen}
        onChange={({ target }) => void navigate({ search: { group: target.value || undefined }, replace: true })}
      >
        <option value="">All groups</option>
        {groups.map((group) => (
          <option key={group.id} value={group.id}>
            {named(group.name)}
          </option>
        ))}
        <option value={NO_GROUP}>No group</option>
        {!known && <option value={chosen}>Group that is gone</option>}
      </Select>
    </search>
  );
}
