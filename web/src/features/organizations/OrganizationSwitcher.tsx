import { useNavigate } from "@tanstack/react-router";
import { ChevronsUpDown, Plus } from "lucide-react";
import { useState } from "react";
import { Avatar } from "@/ui/Avatar";
import { Menu, MenuChoice, MenuContent, MenuItem, MenuLabel, MenuSeparator, MenuTrigger } from "@/ui/Menu";
import { Skeleton } from "@/ui/Skeleton";
import { toast, toastError } from "@/ui/toast";
import { CreateOrganizationDialog } from "./CreateOrganizationDialog";
import { useActiveOrganization, useOrganizations, useSwitchOrganization } from "./queries";

export function OrganizationSwitcher() {
  const { data: organizations } = useOrganizations();
  const { active } = useActiveOrganization();
  const [creating, setCreating] = useState(false);
  const switching = useSwitchOrganization();
  const navigate = useNavigate();

  function switchTo(id: string, name: string) {
    if (id === active?.id) return;
    switching.mutate(id, {
      onSuccess: () => {
        toast.success(`Now in ${name}`);
        // The page that is open may belong to the organization that was left.
        void navigate({ to: "/" });
      },
      onError: (error) => toastError(`Could not switch to ${name}`, error),
    });
  }

  if (!organizations) return <Skeleton className="h-9 w-full" />;
  return (
    <>
      <Menu>
        <MenuTrigger
          aria-label={`Organization: ${active?.name ?? "none"}`}
          className="flex h-9 w-full min-w-0 items-center gap-2 rounded-md px-2 text-left font-medium hover:bg-hover"
        >
          <Avatar name={active?.name ?? "?"} small />
          <span className="min-w-0 flex-1 truncate">{active?.name ?? "No organization"}</span>
          <ChevronsUpDown className="size-3.5 text-muted" aria-hidden />
        </MenuTrigger>
        <MenuContent align="start" className="w-60">
          <MenuLabel>Organizations</MenuLabel>
          {organizations.map(({ id, name }) => (
            <MenuChoice key={id} checked={id === active?.id} onSelect={() => switchTo(id, name)}>
              <Avatar name={name} small />
              <span className="truncate">{name}</span>
            </MenuChoice>
          ))}
          <MenuSeparator />
          <MenuItem onSelect={() => setCreating(true)}>
            <Plus className="size-4 text-muted" aria-hidden />
            New organization…
          </MenuItem>
        </MenuContent>
      </Menu>
      <CreateOrganizationDialog open={creating} onOpenChange={setCreating} />
    </>
  );
}
