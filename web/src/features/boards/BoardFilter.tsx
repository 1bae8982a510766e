import { cn } from "@/ui/cn";
import { NamePicker } from "@/ui/NamePicker";
import { useBoards } from "./queries";

interface Props {
  boardId: string | undefined;
  onChange: (boardId: string | undefined) => void;
  className?: string;
}

/** Narrows a list to one of the boards that one sees. */
export function BoardFilter({ boardId, onChange, className }: Props) {
  const boards = useBoards();
  return (
    <NamePicker
      label="Board"
      any="All boards"
      className={cn("w-44", className)}
      value={boardId}
      choices={boards}
      onChange={onChange}
    />
  );
}
