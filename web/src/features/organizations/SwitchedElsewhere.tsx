import { skipToken, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { useLive } from "@/lib/live/LiveProvider";
import { keys } from "@/lib/queryKeys";
import { Button } from "@/ui/Button";
import { Dialog, DialogBody, DialogFooter } from "@/ui/Dialog";
import { announce } from "@/ui/toast";
import { useActiveOrganization, useOrganizations, useSwitchBack } from "./queries";

/**
 * The active organization is the person's, not the tab's: another tab, browser or script may switch, and one may lose
 * the organization that this page is of. Nothing is done from here until somebody has said which it is to be.
 */
export function SwitchedElsewhere() {
  const cache = useQueryClient();
  const navigate = useNavigate();
  const { data: organizations } = useOrganizations();
  const { active } = useActiveOrganization();
  const here = useOrganizationHere(active?.id);
  const left = organizations?.find(({ id }) => id === here);
  const back = useSwitchBack();
  const { tellOthersToLook } = useLive();
  const isElsewhere = active !== null && here !== undefined && here !== active.id;

  async function goOn() {
    // Also to the stream of all tabs, which may not have noticed.
    tellOthersToLook();
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
      description={
        left
          ? "You switched in another tab or browser."
          : "The organization that this page shows is gone, or open to you no more."
      }
    >
      <DialogBody>
        <p className="wrap-anywhere">
          {left
            ? `This page still shows ${left.name}. Nothing can be changed here until you choose.`
            : "Nothing can be changed on this page any more."}
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

/** What this page is of, and its requests name (lib/api/place): the organization that was active when it began, or when this tab itself has switched. */
function useOrganizationHere(activeId: string | undefined): string | undefined {
  const cache = useQueryClient();
  // In the cache, as whoever switches in this tab begins it anew, and this with it.
  const { data: here } = useQuery<string>({ queryKey: keys.organizationHere, queryFn: skipToken });
  useEffect(() => {
    if (activeId && !here) cache.setQueryData(keys.organizationHere, activeId);
  }, [cache, activeId, here]);
  return here;
}
