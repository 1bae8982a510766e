import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { MailOpen, MailX } from "lucide-react";
import { ApiError } from "@/lib/api/errors";
import type { InvitePreview } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { Page, PageHeader } from "@/ui/PageHeader";
import { Moment } from "@/ui/RelativeTime";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { announce } from "@/ui/toast";
import { useMe } from "../session/queries";
import { ROLES } from "./names";
import { useAcceptInvite, useInvitePreview } from "./queries";

const route = getRouteApi("/shell/invite");

/** Where the link of an invite leads. */
export function InvitePage() {
  const { token = "" } = route.useSearch();
  const { data: invite, error, refetch } = useInvitePreview(token);
  if (!token || (error instanceof ApiError && error.status === 404)) return <Unusable />;
  return (
    <Page>
      <PageHeader title="Invite" />
      {error && <ErrorState title="The invite could not be read" error={error} onRetry={refetch} />}
      {!invite && !error && (
        <Loading label="Reading the invite">
          <Skeleton className="h-40 max-w-xl" />
        </Loading>
      )}
      {invite && <Offer invite={invite} token={token} />}
    </Page>
  );
}

function Unusable() {
  return (
    <EmptyState
      wholePage
      icon={MailX}
      title="This invite does not work any more"
      action={
        <Button asChild>
          <Link to="/">Go home</Link>
        </Button>
      }
    >
      It was used, withdrawn, or is older than a week. Ask whoever invited you for a new link.
    </EmptyState>
  );
}

function Offer({ invite, token }: { invite: InvitePreview; token: string }) {
  const accept = useAcceptInvite();
  const navigate = useNavigate();
  const { data: me } = useMe();
  const { organization_name: name } = invite;

  async function join() {
    const words = { done: `You are in ${name} now`, failed: `You did not join ${name}` };
    if (await announce(accept.mutateAsync(token), words)) await navigate({ to: "/" });
  }

  return (
    <section
      aria-labelledby="offer"
      className="flex max-w-xl flex-col gap-4 rounded-xl border bg-surface p-5 shadow-card"
    >
      <div className="flex items-start gap-3">
        <MailOpen className="mt-1 size-5 shrink-0 text-muted" aria-hidden />
        <div className="min-w-0">
          <h2 id="offer" className="text-lg font-semibold wrap-anywhere">
            {invite.is_member ? `More rights in ${name}` : `Join ${name}`}
          </h2>
          <p className="text-muted">
            {invite.invited_by_name && `${invite.invited_by_name} invites you. `}As{" "}
            {invite.role === "member" ? "a" : "an"} {ROLES[invite.role].label.toLowerCase()} you{" "}
            {ROLES[invite.role].yours}. {boards(invite)} The link works until <Moment at={invite.expires_at} />.
          </p>
        </div>
      </div>
      {invite.is_for_caller ? (
        <Button variant="primary" className="self-start" busy={accept.isPending} onClick={() => void join()}>
          {invite.is_member ? "Accept" : `Join ${name}`}
        </Button>
      ) : (
        <p role="alert" className="rounded-md bg-warn-tint px-3 py-2 text-sm text-warn wrap-anywhere">
          This invite is for {invite.invited_email}, and you are signed in as {me?.email ?? "somebody else"}. Sign in as
          that person to accept it.
        </p>
      )}
    </section>
  );
}

function boards({ all_boards_read, all_boards_write, boards: some }: InvitePreview): string {
  if (all_boards_write) return "You may work on all boards.";
  if (all_boards_read) return "You may read all boards.";
  if (some === 0) return "No board is shared with you yet.";
  return some === 1 ? "One board is shared with you." : `${some} boards are shared with you.`;
}
