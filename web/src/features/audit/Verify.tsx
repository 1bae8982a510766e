import { ShieldCheck, ShieldX } from "lucide-react";
import type { AuditVerification } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { CopyButton } from "@/ui/CopyButton";
import { cn } from "@/ui/cn";
import { announce } from "@/ui/toast";
import { useVerification } from "./queries";

/** Holds the log against its seals, and says in words what came out. */
export function Verify() {
  const verification = useVerification();
  return (
    <div className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-lg border bg-surface px-4 py-3">
      <div role="status" className="min-w-0 flex-1 basis-64">
        {verification.data ? (
          <Result found={verification.data} />
        ) : (
          <p className="text-muted">
            Events are sealed one after the other. A check shows whether somebody changed them.
          </p>
        )}
      </div>
      <Button
        busy={verification.isPending}
        onClick={() => announce(verification.mutateAsync(), { failed: "The log was not verified" })}
      >
        Verify
      </Button>
    </div>
  );
}

function Result({ found }: { found: AuditVerification }) {
  const broken = found.state === "broken";
  const Icon = broken ? ShieldX : ShieldCheck;
  return (
    <div className="flex gap-3">
      <Icon className={cn("mt-0.5 size-4 shrink-0", broken ? "text-bad-mark" : "text-ok-mark")} aria-hidden />
      <div className="min-w-0">
        <p className="wrap-anywhere">{found.message}</p>
        {!broken && found.last_hash && (
          <p className="flex items-center gap-1 text-sm text-muted">
            <span className="shrink-0">Last hash</span>{" "}
            <code className="truncate font-mono text-xs">{found.last_hash}</code>
            <CopyButton text={found.last_hash} label="Copy last hash" />
          </p>
        )}
      </div>
    </div>
  );
}
