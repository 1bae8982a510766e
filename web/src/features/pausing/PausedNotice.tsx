import { Link } from "@tanstack/react-router";
import { Pause as PauseIcon, Play } from "lucide-react";
import type { Pause } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { cn } from "@/ui/cn";
import { RelativeTime } from "@/ui/RelativeTime";
import type { Pausable } from "./queries";
import { useResuming } from "./useResuming";
import { subject } from "./words";

interface Props {
  /** Whose page this is. */
  on: Pausable;
  pauses: Pause[];
  mayResume?: boolean;
  className?: string;
}

/** Why nothing moves here, since when and by whom; the page's own pause is ended here, a wider one where it was made. */
export function PausedNotice({ on, pauses, mayResume = true, className }: Props) {
  if (pauses.length === 0) return null;
  return (
    <section
      aria-label={`${on.name}: paused`}
      className={cn("flex flex-col gap-2 rounded-lg bg-warn-tint px-4 py-2.5 text-warn", className)}
    >
      {pauses.map((pause) => (
        <div key={pause.scope} className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
          <PauseIcon className="size-4 shrink-0" aria-hidden />
          <p className="min-w-0 flex-1 basis-60 wrap-anywhere">
            <span className="font-medium">{subject(pause, on)} is paused</span>
            {pause.paused_by && ` by ${pause.paused_by}`}, <RelativeTime at={pause.paused_at} />
            {pause.reason && `: ${pause.reason}`}
          </p>
          {pause.scope === on.scope ? mayResume && <Resume what={on} /> : <Elsewhere pause={pause} />}
        </div>
      ))}
    </section>
  );
}

function Resume({ what }: { what: Pausable }) {
  const { resume, isPending } = useResuming(what);
  return (
    <Button size="sm" busy={isPending} onClick={resume} aria-label={`Resume ${what.name}`}>
      <Play className="size-3.5" aria-hidden />
      Resume
    </Button>
  );
}

const LINK = "min-h-6 leading-6 underline underline-offset-2";

function Elsewhere({ pause }: { pause: Pause }) {
  if (pause.scope === "board") {
    return (
      <Link to="/boards/$boardId" params={{ boardId: pause.id }} className={LINK}>
        Open the board
      </Link>
    );
  }
  if (pause.scope === "gateway") {
    return (
      <Link to="/gateways/$gatewayId" params={{ gatewayId: pause.id }} className={LINK}>
        Open the gateway
      </Link>
    );
  }
  return (
    <Link to="/organization" className={LINK}>
      Open the organization
    </Link>
  );
}
