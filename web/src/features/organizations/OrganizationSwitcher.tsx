import { ChevronsUpDown, Plus, RotateCw } from "lucide-react";
import { useState } from "react";
import { Avatar } from "@/ui/Avatar";
import { Button } from "@/ui/Button";
import { Menu, MenuChoice, MenuContent, MenuItem, MenuLabel, MenuSeparator, MenuTrigger } from "@/ui/Menu";
import { Skeleton } from "@/ui/Skeleton";
import { CreateOrganizationDialog } from "./CreateOrganizationDialog";
import { useActiveOrganization, useOrganizations } from "./queries";
import { useSwitchTo } from "./useSwitchTo";

export function OrganizationSwitcher() {
  const { data: organizations, isError, refetch } = useOrganizations();
  const { active } = useActiveOrganization();
  const [creating, setCreating] = useState(false);
  const { switchTo } = useSwitchTo();

  if (!organizations) return isError ? <LoadAgain onRetry={refetch} /> : <Skeleton className="h-9 w-full" />;
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
          {organizations.map((organization) => (
            <MenuChoice
              key={organization.id}
              checked={organization.id === active?.id}
              onSelect={() => switchTo(organization)}
            >
              <Avatar name={organization.name} small />
              <span className="min-w-0 flex-1 truncate">{organization.name}</span>
              <span className="max-w-24 truncate text-xs text-muted">
                {organization.role === "owner" ? "yours" : organization.owner_name}
              </span>
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

function LoadAgain({ onRetry }: { onRetry: () => void }) {
  return (
    <Button variant="ghost" size="sm" onClick={onRetry}>
      <RotateCw className="size-3.5" aria-hidden />
      Load organizations again
    </Button>
  );
}
