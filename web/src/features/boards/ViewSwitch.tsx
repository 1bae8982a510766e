import { Kanban, List } from "lucide-react";
import { Segmented } from "@/ui/Segmented";
import type { BoardSearch } from "./filters";

interface Props {
  view: "board" | "list";
  onChange: (change: Partial<BoardSearch>) => void;
  iconsOnly?: boolean;
  className?: string;
}

export function ViewSwitch({ view, onChange, ...look }: Props) {
  return (
    <Segmented
      {...look}
      label="View"
      value={view}
      onChange={(next) => onChange({ view: next === "list" ? "list" : undefined })}
      options={[
        { value: "board", label: "Board", icon: <Kanban className="size-3.5" aria-hidden /> },
        { value: "list", label: "List", icon: <List className="size-3.5" aria-hidden /> },
      ]}
    />
  );
}
