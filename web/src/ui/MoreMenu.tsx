import { Ellipsis, Pencil, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./Button";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "./Menu";

interface Props {
  /** Of what the row is about. */
  name: string;
  /** Items above the editing, for what is wanted more often. */
  first?: ReactNode;
  onEdit: () => void;
  /** Items between the editing and the deleting. */
  children?: ReactNode;
  onDelete: () => void;
}

/** What else can be done to what a row of a list is about. */
export function MoreMenu({ name, first, onEdit, children, onDelete }: Props) {
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button variant="ghost" size="icon-sm" aria-label={`More about ${name}`}>
          <Ellipsis className="size-4" aria-hidden />
        </Button>
      </MenuTrigger>
      <MenuContent align="end">
        {first}
        <MenuItem onSelect={onEdit}>
          <Pencil className="size-4" aria-hidden />
          Edit…
        </MenuItem>
        {children}
        <MenuItem danger onSelect={onDelete}>
          <Trash2 className="size-4" aria-hidden />
          Delete…
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}
