import { useNavigate } from "@tanstack/react-router";
import type { OrganizationListItem } from "@/lib/api/types";
import { toast, toastError } from "@/ui/toast";
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
    try {
      await switching.mutateAsync(id);
      toast.success(`Now in ${name}`);
      // The page that is open may belong to the organization that was left.
      await navigate({ to: "/" });
    } catch (error) {
      toastError(`Could not switch to ${name}`, error);
    }
  }

  return {
    others: organizations.filter(({ id }) => id !== active?.id),
    switchTo: (organization: OrganizationListItem) => void switchTo(organization),
  };
}
