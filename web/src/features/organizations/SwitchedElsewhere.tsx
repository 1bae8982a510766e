import { skipToken, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { keys } from "@/lib/queryKeys";
import { Button } from "@/ui/Button";
import { Dialog, DialogBody, DialogFooter } from "@/ui/Dialog";
import { announce } from "@/ui/toast";
import { useActiveOrganization, useOrganizations, useSwitchBack } from "./queries";

/**
 * The active organization is the person's, not the tab's: once another tab has switched, this page is of one and what it
 * asked the server for would be of the other. Nothing is done from here until somebody has said which it is to be.
 */
export function SwitchedElsewhere() {
  const cache = useQueryClient();
  const navigate = useNavigate();
  const { data: organizations } = useOrganizations();
  const { active } = useActiveOrganization();
  const here = useOrganizationHere(active?.id);
  const left = organizations?.find(({ id }) => id === here);
  const back = useSwitchBack();
  const isElsewhere = active !== null && here !== undefined && here !== active.id;

  async function goOn() {
    await navigate({ to: "/" });
    await cache.resetQueries();
  }
  return (
    <Dialog
      open={isElsewhere}
      onOpenChange={() => {}}
      sticky
      closeless
      title={`You are in ${active?.name ?? "another organization"} now`}
      description="You switched in another tab."
    >
      <DialogBody>
        <p className="wrap-anywhere">
          This page still shows {left ? left.name : "the organization that you left"}. Nothing can be changed here until
          you choose.
        </p>
      </DialogBody>
      <DialogFooter>
        {left && (
          <Button
            busy={back.isPending}
            onClick={() => void announce(back.mutateAsync(left.id), { failed: `Could not switch to ${left.name}` })}
          >
            Back to {left.name}
          </Button>
        )}
        <Button variant="primary" autoFocus onClick={() => void goOn()}>
          Go on in {active?.name}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}

/** What this page is of: the organization that was active when it began, or when this tab itself has switched. */
function useOrganizationHere(activeId: string | undefined): string | undefined {
  const cache = useQueryClient();
  // In the cache, as whoever switches in this tab begins it anew, and this with it.
  const { data: here } = useQuery<string>({ queryKey: keys.organizationHere, queryFn: skipToken });
  useEffect(() => {
    if (activeId && !here) cache.setQueryData(keys.organizationHere, activeId);
  }, [cache, activeId, here]);
  return here;
}
