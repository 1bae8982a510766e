import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { LogOut, UserPlus } from "lucide-react";
import { type FormEvent, useState } from "react";
import { errorMessage } from "@/lib/api/errors";
import type { Organization, Role } from "@/lib/api/types";
import { useShortcut } from "@/lib/keyboard/shortcuts";
import { Button } from "@/ui/Button";
import { Confirm } from "@/ui/Confirm";
import { ErrorState } from "@/ui/ErrorState";
import { Field } from "@/ui/Field";
import { Input } from "@/ui/Input";
import { Page, PageHeader } from "@/ui/PageHeader";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { SwitchRow } from "@/ui/Switch";
import { announce } from "@/ui/toast";
import { ApiKeys } from "../apiKeys/ApiKeys";
import { useActiveOrganization } from "../organizations/queries";
import { SettingsCard } from "../settings/SettingsCard";
import { AccessMatrix } from "./AccessMatrix";
import { DeleteOrganization } from "./DeleteOrganization";
import { ExportOrganization } from "./ExportOrganization";
import { InviteDialog } from "./InviteDialog";
import { InviteList } from "./InviteList";
import { MemberList } from "./MemberList";
import { PauseOrganization } from "./PauseOrganization";
import { organizationQuery, useLeave, useOrganizationUpdate } from "./queries";
import { SkillTrust } from "./SkillTrust";

const route = getRouteApi("/shell/organization");

export function OrganizationPage() {
  const { invite: inviting } = route.useSearch();
  const navigate = useNavigate();
  const { data: organization, error, refetch } = useQuery(organizationQuery);
  const { active } = useActiveOrganization();
  const role = active?.role ?? "member";
  const isAdmin = role !== "member";
  const invite = (open: boolean) =>
    void navigate({ to: "/organization", search: open ? { invite: true } : {}, replace: true });
  useShortcut({ keys: "n", label: "Invite somebody", group: "Organization", run: () => invite(true) }, isAdmin);

  const actions = isAdmin && (
    <Button variant="primary" onClick={() => invite(true)}>
      <UserPlus className="size-4" aria-hidden />
      Invite somebody
    </Button>
  );
  return (
    <Page>
      <PageHeader title="Organization" description="Who works here, and what each may do." actions={actions} />
      {error && !organization && (
        <ErrorState title="The organization could not be loaded" error={error} onRetry={refetch} />
      )}
      {!organization && !error && (
        <Loading label="Loading the organization" className="flex flex-col gap-4">
          <Skeleton className="h-24" />
          <Skeleton className="h-40" />
        </Loading>
      )}
      {organization && active && <Sections organization={organization} role={role} />}
      <InviteDialog open={inviting === true && isAdmin} acting={role} onClose={() => invite(false)} />
    </Page>
  );
}

function Sections({ organization, role }: { organization: Organization; role: Role }) {
  return (
    <div>
      <SettingsCard
        id="members"
        title="Members"
        description="Roles are about the organization; what somebody may do on boards is set apart, with the key."
      >
        <MemberList role={role} />
      </SettingsCard>
      {role !== "member" && (
        <SettingsCard
          id="access"
          title="Access"
          description="Who reads and writes which board, at a glance. Boards that you cannot read yourself are not in it."
        >
          <AccessMatrix role={role} />
        </SettingsCard>
      )}
      {role !== "member" && (
        <SettingsCard id="invites" title="Invites" description="Links that nobody has used yet.">
          <InviteList role={role} />
        </SettingsCard>
      )}
      {role !== "member" && (
        <SettingsCard
          id="api-keys"
          title="API keys"
          description="Of services, and of members. A service works without belonging to anybody."
        >
          <ApiKeys whose="ours" />
        </SettingsCard>
      )}
      {role !== "member" && (
        <SettingsCard id="details" title="Details">
          <Details key={organization.id} organization={organization} />
        </SettingsCard>
      )}
      {role !== "member" && (
        <SettingsCard id="skills" title="Skills" description="Which ones one administrator may install alone.">
          <SkillTrust organization={organization} isOwner={role === "owner"} />
        </SettingsCard>
      )}
      {role !== "member" && (
        <SettingsCard
          id="pause"
          title="Pause"
          description="Stops all agents at once, for an emergency or a quiet night."
        >
          <PauseOrganization organization={organization} />
        </SettingsCard>
      )}
      {role === "owner" && (
        <SettingsCard
          id="export"
          title="Export"
          description="All of it in one file, to be brought to another installation. Secrets are not in it."
        >
          <ExportOrganization organization={organization} />
        </SettingsCard>
      )}
      <SettingsCard id="end" title="Danger zone" description="Neither can be undone.">
        <div className="flex flex-col gap-4">
          <Leave organization={organization} />
          {role === "owner" && <DeleteOrganization organization={organization} />}
        </div>
      </SettingsCard>
    </div>
  );
}

function Details({ organization }: { organization: Organization }) {
  const [edited, setEdited] = useState<string | null>(null);
  const update = useOrganizationUpdate();
  const name = edited ?? organization.name;

  function rename(event: FormEvent) {
    event.preventDefault();
    void announce(update.mutateAsync({ name }, { onSuccess: () => setEdited(null) }), {
      done: "The organization was renamed",
    });
  }

  return (
    <div className="flex max-w-xl flex-col gap-3">
      <form onSubmit={rename} className="flex flex-wrap items-end gap-2">
        <Field label="Name" className="min-w-48 flex-1" error={update.error ? errorMessage(update.error) : null}>
          {(control) => <Input {...control} value={name} onChange={({ target }) => setEdited(target.value)} />}
        </Field>
        <Button
          type="submit"
          className="h-9"
          busy={update.isPending}
          disabled={!name.trim() || name.trim() === organization.name}
        >
          Rename
        </Button>
      </form>
      <SwitchRow
        label="Keep e-mail addresses from members"
        description="Administrators see them; members see their own and everybody’s names."
        checked={organization.hide_member_emails}
        onChange={(hide_member_emails) =>
          announce(update.mutateAsync({ hide_member_emails }), { failed: "That was not changed" })
        }
      />
    </div>
  );
}

function Leave({ organization }: { organization: Organization }) {
  const [open, setOpen] = useState(false);
  const leave = useLeave();
  const navigate = useNavigate();

  async function confirm() {
    const words = { done: `You left ${organization.name}`, failed: `You are still in ${organization.name}` };
    if (await announce(leave.mutateAsync(), words)) await navigate({ to: "/" });
    else setOpen(false);
  }

  return (
    <>
      <Button className="self-start" onClick={() => setOpen(true)}>
        <LogOut className="size-4" aria-hidden />
        Leave organization…
      </Button>
      <Confirm
        open={open}
        onOpenChange={setOpen}
        title={`Leave ${organization.name}?`}
        action="Leave"
        busy={leave.isPending}
        onConfirm={() => void confirm()}
      >
        <p>You see nothing of it from then on, and need a new invite to come back. What you made stays.</p>
      </Confirm>
    </>
  );
}
