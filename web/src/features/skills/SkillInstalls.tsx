import { Link } from "@tanstack/react-router";
import type { SkillInstall } from "@/lib/api/types";
import { Badge, type Tone } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { ErrorState } from "@/ui/ErrorState";
import { RelativeTime } from "@/ui/RelativeTime";
import { Sentence } from "@/ui/Sentence";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { announce } from "@/ui/toast";
import { useInstall, useSkillInstalls } from "./queries";
import { SecondLook } from "./SecondLook";

interface Props {
  skillId: string;
  /** Whether its instructions are here: nothing else is installed. */
  known: boolean;
}

/** On which gateways a skill is, and what can be done about it there. */
export function SkillInstalls({ skillId, known }: Props) {
  const { data: installs, error, refetch } = useSkillInstalls(skillId);
  return (
    <section aria-labelledby="installs">
      <h3 id="installs" className="mb-2 font-medium">
        On gateways
      </h3>
      {installs ? (
        <List skillId={skillId} known={known} installs={installs} />
      ) : error ? (
        <ErrorState title="It could not be told where it is installed" error={error} onRetry={refetch} />
      ) : (
        <Loading label="Loading the gateways">
          <Skeleton className="h-12" />
        </Loading>
      )}
    </section>
  );
}

function List({ skillId, known, installs }: Props & { installs: SkillInstall[] }) {
  if (installs.length === 0) {
    return (
      <p className="text-sm text-muted">
        Skills are installed on gateways.{" "}
        <Link to="/gateways" className="text-accent-text underline">
          Add a gateway
        </Link>{" "}
        first.
      </p>
    );
  }
  return (
    <ul className="rounded-lg border">
      {installs.map((install) => (
        <Row key={install.gateway_id} skillId={skillId} known={known} install={install} />
      ))}
    </ul>
  );
}

const STATES: Record<NonNullable<SkillInstall["status"]>, { label: string; tone: Tone }> = {
  requested: { label: "To be installed", tone: "info" },
  installed: { label: "Installed", tone: "ok" },
  removing: { label: "To be removed", tone: "info" },
  failed: { label: "Failed", tone: "bad" },
};

const CHECKS: Record<NonNullable<SkillInstall["verification"]>, { label: string; tone: Tone }> = {
  verified: { label: "Verified", tone: "ok" },
  not_found: { label: "Not found on the gateway", tone: "bad" },
  unknown: { label: "Not verified", tone: "neutral" },
};

function Marks({ install }: { install: SkillInstall }) {
  const { status, verification, needs_approval } = install;
  if (needs_approval) return <Badge tone="warn">Waits for a second administrator</Badge>;
  const state = status && STATES[status];
  const check = verification && CHECKS[verification];
  return (
    <>
      {state && <Badge tone={verification === "not_found" ? "neutral" : state.tone}>{state.label}</Badge>}
      {check && <Badge tone={check.tone}>{check.label}</Badge>}
    </>
  );
}

function Row({ skillId, known, install }: Props & { install: SkillInstall }) {
  const change = useInstall(skillId);
  const { gateway_id, gateway_name, status, settled_at, needs_approval } = install;
  const words = install.reason ?? install.waits_for ?? install.verification_reason;
  const ask = (action: "install" | "uninstall") =>
    announce(change.mutateAsync({ gatewayId: gateway_id, action }), { failed: `${gateway_name} could not be asked` });
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-b p-3 last:border-b-0">
      <span className="min-w-0 font-medium wrap-anywhere">{gateway_name}</span>
      <Marks install={install} />
      {settled_at && <RelativeTime at={settled_at} className="text-sm text-muted" />}
      <span className="ml-auto flex gap-2">
        {status && status !== "removing" && (!needs_approval || install.was_told || install.is_own_request) && (
          <Button size="sm" variant="ghost" busy={change.isPending} onClick={() => void ask("uninstall")}>
            {needs_approval && !install.was_told ? "Withdraw" : "Uninstall"}
            <span className="sr-only"> from {gateway_name}</span>
          </Button>
        )}
        <Button size="sm" busy={change.isPending} disabled={!known} onClick={() => void ask("install")}>
          {status ? "Install again" : "Install"}
          <span className="sr-only"> on {gateway_name}</span>
        </Button>
      </span>
      {words && (
        <p className="basis-full text-sm text-muted wrap-anywhere">
          <Sentence text={words} />
        </p>
      )}
      {install.approved_by && (
        <p className="basis-full text-sm text-muted wrap-anywhere">
          Asked for by {install.requested_by}, approved by {install.approved_by}
        </p>
      )}
      {needs_approval && <SecondLook skillId={skillId} install={install} />}
    </li>
  );
}
