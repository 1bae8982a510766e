import { Pause } from "lucide-react";
import type { Board } from "@/lib/api/types";
import { named } from "@/lib/named";
import { Button } from "@/ui/Button";
import { PausedNotice } from "../../pausing/PausedNotice";
import { usePausing } from "../../pausing/usePausing";
import { SettingsCard } from "./SettingsCard";

/** Stops and lets go on, for who looks for it among what a board is set to. */
export function PauseSettings({ board }: { board: Board }) {
  const what = { scope: "board", id: board.id, name: named(board.name) } as const;
  const pausing = usePausing(what, board.paused_at !== null);
  return (
    <SettingsCard title="Pause" description="While it is paused its agents do nothing, and nothing costs money.">
      <div className="flex flex-col items-start gap-3">
        <PausedNotice on={what} pauses={board.pauses} className="self-stretch" />
        {board.paused_at === null && (
          <Button onClick={pausing.toggle}>
            <Pause className="size-4" aria-hidden />
            Pause board…
          </Button>
        )}
      </div>
      {pausing.dialog}
    </SettingsCard>
  );
}
