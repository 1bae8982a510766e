import { Pause, Play } from "lucide-react";
import type { Organization } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { usePausing } from "../pausing/usePausing";

/** The emergency stop: nothing that an agent does goes on. Why it is paused stands above every page. */
export function PauseOrganization({ organization }: { organization: Organization }) {
  const what = { scope: "organization", id: organization.id, name: organization.name } as const;
  const isPaused = organization.paused_at !== null;
  const pausing = usePausing(what, isPaused, { keys: "p", group: "Organization" });
  return (
    <div>
      <Button onClick={pausing.toggle} busy={pausing.isPending}>
        {isPaused ? <Play className="size-4" aria-hidden /> : <Pause className="size-4" aria-hidden />}
        {isPaused ? "Resume everything" : "Pause everything…"}
      </Button>
      {pausing.dialog}
    </div>
  );
}
