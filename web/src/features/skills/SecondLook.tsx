import { type FormEvent, useState } from "react";
import type { SkillInstall } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Textarea } from "@/ui/Input";
import { announce } from "@/ui/toast";
import { useSecondLook } from "./queries";

/** What a second administrator decides about a stranger's skill: agents hear of it, or they do not. */
export function SecondLook({ skillId, install }: { skillId: string; install: SkillInstall }) {
  const [declining, setDeclining] = useState(false);
  const decide = useSecondLook(skillId);
  const { gateway_id: gatewayId, gateway_name: gateway } = install;
  const approve = () =>
    announce(decide.mutateAsync({ gatewayId, decision: "approve" }), { failed: "It was not approved" });
  if (install.is_own_request) return null;
  if (declining) return <Decline skillId={skillId} install={install} onClose={() => setDeclining(false)} />;
  return (
    <div className="flex basis-full flex-wrap items-center gap-2">
      <p className="text-sm text-muted">Read its instructions below: agents follow them.</p>
      <span className="ml-auto flex gap-2">
        <Button size="sm" onClick={() => setDeclining(true)}>
          Decline<span className="sr-only"> it on {gateway}</span>
        </Button>
        <Button size="sm" variant="primary" busy={decide.isPending} onClick={() => void approve()}>
          Approve<span className="sr-only"> it on {gateway}</span>
        </Button>
      </span>
    </div>
  );
}

function Decline({ skillId, install, onClose }: { skillId: string; install: SkillInstall; onClose: () => void }) {
  const [reason, setReason] = useState("");
  const decide = useSecondLook(skillId);
  async function decline(event: FormEvent) {
    event.preventDefault();
    const said = { gatewayId: install.gateway_id, decision: "decline" as const, reason: reason.trim() || null };
    if (await announce(decide.mutateAsync(said), { failed: "It was not declined" })) onClose();
  }
  return (
    <form onSubmit={decline} className="flex basis-full flex-col gap-2">
      <Field label="Why not" optional>
        {(control) => (
          <Textarea {...control} autoFocus value={reason} onChange={({ target }) => setReason(target.value)} />
        )}
      </Field>
      <span className="ml-auto flex gap-2">
        <Button size="sm" onClick={onClose}>
          Cancel
        </Button>
        <Button size="sm" type="submit" variant="danger" busy={decide.isPending}>
          Decline<span className="sr-only"> it on {install.gateway_name}</span>
        </Button>
      </span>
    </form>
  );
}
