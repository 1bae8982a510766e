import { useQuery } from "@tanstack/react-query";
import { Link2, MailX } from "lucide-react";
import { useState } from "react";
import type { Invite, Role } from "@/lib/api/types";
import { useNow } from "@/lib/time/useNow";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { ErrorState } from "@/ui/ErrorState";
import { RelativeTime } from "@/ui/RelativeTime";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { announce } from "@/ui/toast";
import { inWords, rightsOf } from "./access";
import { LinkDialog } from "./LinkDialog";
import { ROLES } from "./names";
import { invitesQuery, useRenewInvite, useWithdrawInvite } from "./queries";

export function InviteList({ role }: { role: Role }) {
  const { data: invites, error, refetch } = useQuery(invitesQuery);
  const [made, setMade] = useState<Invite | null>(null);
  if (error) return <ErrorState title="The invites could not be loaded" error={error} onRetry={refetch} />;
  if (!invites) {
    return (
      <Loading label="Loading invites" className="rounded-lg border bg-surface p-4">
        <Skeleton className="h-5 w-60" />
      </Loading>
    );
  }
  if (invites.length === 0) {
    return (
      <p className="text-muted">
        Nobody is invited at the moment. An invite is a link for one e-mail address: it works once, within a week.
      </p>
    );
  }
  return (
    <>
      <ul aria-label="Invites" className="divide-y rounded-lg border bg-surface">
        {invites.map((invite) => (
          <InviteRow
            key={invite.id}
            invite={invite}
            mayChange={role === "owner" || invite.role !== "owner"}
            onLink={setMade}
          />
        ))}
      </ul>
      <LinkDialog invite={made} onClose={() => setMade(null)} />
    </>
  );
}

interface RowProps {
  invite: Invite;
  mayChange: boolean;
  onLink: (invite: Invite) => void;
}

function InviteRow({ invite, mayChange, onLink }: RowProps) {
  const renew = useRenewInvite();
  const withdraw = useWithdrawInvite();
  const expired = Date.parse(invite.expires_at) <= useNow();
  const whose = invite.invited_email;

  const makeLink = () => announce(renew.mutateAsync(invite.id).then(onLink), { failed: "No new link was made" });

  const takeBack = () =>
    announce(withdraw.mutateAsync(invite.id), {
      done: `The invite of ${whose} was withdrawn`,
      failed: "The invite was not withdrawn",
    });

  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-(--pad)">
      <div className="min-w-0 flex-1 basis-48">
        <p className="truncate font-medium">{whose}</p>
        <p className="text-sm text-muted">
          {inWords(rightsOf({ ...invite, board_access: invite.board_access ?? [] }))} · {expired ? "expired " : "ends "}
          <RelativeTime at={invite.expires_at} />
        </p>
      </div>
      {expired && <Badge tone="warn">Expired</Badge>}
      <Badge>{ROLES[invite.role].label}</Badge>
      {mayChange && (
        <span className="flex gap-1">
          <Button size="sm" busy={renew.isPending} onClick={makeLink} aria-label={`New link for ${whose}`}>
            <Link2 className="size-3.5" aria-hidden />
            New link
          </Button>
          <Button
            variant="ghost"
            size="icon-sm"
            busy={withdraw.isPending}
            onClick={takeBack}
            aria-label={`Withdraw the invite of ${whose}`}
            title="Withdraw"
          >
            <MailX className="size-4" aria-hidden />
          </Button>
        </span>
      )}
    </li>
  );
}
