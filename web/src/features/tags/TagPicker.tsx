import type { ReactNode } from "react";
import { Combobox } from "@/ui/Combobox";
import { useTags } from "./queries";
import { TagDot } from "./TagChip";

interface Props {
  label?: string;
  chosen: string[];
  onToggle: (tagId: string) => void;
  /** The button that opens it. */
  children: ReactNode;
}

export function TagPicker({ label = "Find a tag", chosen, onToggle, children }: Props) {
  const { data: tags = [], isError } = useTags();
  const empty = isError ? "The tags could not be loaded." : tags.length ? "No tag matches." : "There are no tags yet.";
  return (
    <Combobox
      label={label}
      options={tags.map((tag) => ({ value: tag.id, label: tag.name, icon: <TagDot color={tag.color} /> }))}
      value={chosen}
      onSelect={onToggle}
      multiple
      empty={empty}
    >
      {children}
    </Combobox>
  );
}
