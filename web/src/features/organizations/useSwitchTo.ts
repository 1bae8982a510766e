import { useNavigate } from "@tanstack/react-router";
import type { OrganizationListItem } from "@/lib/api/types";
import { announce } from "@/ui/toast";
import { useActiveOrganization, useOrganizations, useSwitchOrganization } from "./queries";

/** The organizations that one is not in at the moment, and the way there. */
export function useSwitchTo() {
  const { data: organizations = [] } = useOrganizations();
  const { active } = useActiveOrganization();
  const switching = useSwitchOrganization();
  const navigate = useNavigate();

  // Awaited rather than given as callbacks: the palette that asked for it is gone before the answer comes.
  async function switchTo({ id, name }: OrganizationListItem): Promise<void> {
    if (id === active?.id) return;
    const words = { done: `Now in ${name}`, failed: `Could not switch to ${name}` };
    // The page that is open may belong to the organization that was left.
    if (await announce(switching.mutateAsync(id), words)) await navigate({ to: "/" });
  }

  return {
    others: organizations.filter(({ id }) => id !== active?.id),
    switchTo: (organization: OrganizationListItem) => void switchTo(organization),
  };
}
