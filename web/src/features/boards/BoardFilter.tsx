import { cn } from "@/ui/cn";
import { Select } from "@/ui/Select";
import { useBoards } from "./queries";

interface Props {
  boardId: string | undefined;
  onChange: (boardId: string | undefined) => void;
  className?: string;
}

/** Narrows a list to one of the boards that one sees. */
export function BoardFilter({ boardId, onChange, className }: Props) {
  const { data: boards = [] } = useBoards();
  return (
    <Select
      aria-label="Board"
      className={cn("w-44", className)}
      value={boardId ?? ""}
      onChange={({ target }) => onChange(target.value || undefined)}
    >
      <option value="">All boards</option>
      {boards.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </Select>
  );
}
