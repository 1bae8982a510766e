import { useQuery } from "@tanstack/react-query";
import { useActiveOrganization } from "../organizations/queries";
import { pausesOf } from "../pausing/organization";
import { PausedNotice } from "../pausing/PausedNotice";
import { organizationQuery } from "../people/queries";

/** Above every page while the organization is paused: it explains all the others. */
export function AllPaused() {
  const { data: organization } = useQuery(organizationQuery);
  const { isAdmin } = useActiveOrganization();
  if (!organization?.paused_at) return null;
  return (
    <PausedNotice
      on={{ scope: "organization", id: organization.id, name: organization.name }}
      pauses={pausesOf(organization)}
      mayResume={isAdmin === true}
      className="rounded-none px-4 sm:px-6"
    />
  );
}
