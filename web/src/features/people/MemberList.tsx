import { useQuery } from "@tanstack/react-query";
import { KeyRound, UserMinus } from "lucide-react";
import { useState } from "react";
import type { Member, Role } from "@/lib/api/types";
import { Avatar } from "@/ui/Avatar";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { ErrorState } from "@/ui/ErrorState";
import { Select } from "@/ui/Select";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { announce } from "@/ui/toast";
import { useMe } from "../session/queries";
import { AccessDialog } from "./AccessDialog";
import { inWords, rightsOf } from "./access";
import { nameOf, ROLE_NAMES, ROLES } from "./names";
import { membersQuery, useChangeRole } from "./queries";
import { RemoveMember } from "./RemoveMember";

/** Everybody in the organization; `role` is one's own, which says what can be changed. */
export function MemberList({ role }: { role: Role }) {
  const { data: members, error, refetch } = useQuery(membersQuery);
  const { data: me } = useMe();
  const [opened, setOpened] = useState<Member | null>(null);
  const [removing, setRemoving] = useState<Member | null>(null);
  if (error) return <ErrorState title="The members could not be loaded" error={error} onRetry={refetch} />;
  if (!members) return <MembersSkeleton />;
  return (
    <>
      <ul aria-label="Members" className="divide-y rounded-lg border bg-surface">
        {members.map((member) => (
          <MemberRow
            key={member.id}
            member={member}
            mine={member.user_id === me?.id}
            acting={role}
            onAccess={() => setOpened(member)}
            onRemove={() => setRemoving(member)}
          />
        ))}
      </ul>
      <AccessDialog member={opened} onClose={() => setOpened(null)} />
      <RemoveMember member={removing} onClose={() => setRemoving(null)} />
    </>
  );
}

interface RowProps {
  member: Member;
  mine: boolean;
  acting: Role;
  onAccess: () => void;
  onRemove: () => void;
}

function MemberRow({ member, mine, acting, onAccess, onRemove }: RowProps) {
  const name = nameOf(member);
  // Owners alone touch owners; members touch nobody.
  const mayChange = acting === "owner" || (acting === "admin" && member.role !== "owner");
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-(--pad)">
      <Avatar name={name} />
      <div className="min-w-0 flex-1 basis-40">
        <p className="flex items-center gap-2">
          <span className="truncate font-medium" title={name}>
            {name}
          </span>
          {mine && <Badge>You</Badge>}
          {member.user?.is_service && <Badge>Service</Badge>}
        </p>
        <p className="text-sm text-muted wrap-anywhere sm:truncate">
          {member.user?.email && member.user.email !== name ? `${member.user.email} · ` : ""}
          {inWords(rightsOf(member))}
        </p>
      </div>
      {mayChange ? <RolePicker member={member} acting={acting} /> : <Badge>{ROLES[member.role].label}</Badge>}
      {mayChange && (
        <span className="ml-auto flex gap-1">
          <Button variant="ghost" size="icon" aria-label={`Rights of ${name}`} title="Rights" onClick={onAccess}>
            <KeyRound className="size-4" aria-hidden />
          </Button>
          {!mine && (
            <Button variant="ghost" size="icon" aria-label={`Remove ${name}`} title="Remove" onClick={onRemove}>
              <UserMinus className="size-4" aria-hidden />
            </Button>
          )}
        </span>
      )}
    </li>
  );
}

function RolePicker({ member, acting }: { member: Member; acting: Role }) {
  const change = useChangeRole();
  const name = nameOf(member);
  // What was chosen shows until the list says what became of it.
  const shown = change.isPending ? change.variables.role : member.role;

  const choose = (role: Role) =>
    announce(change.mutateAsync({ id: member.id, role }), {
      done: `${name} is ${ROLES[role].label.toLowerCase()} now`,
      failed: `The role of ${name} was not changed`,
    });

  return (
    <div className="w-28 shrink-0">
      <Select
        aria-label={`Role of ${name}`}
        value={shown}
        disabled={change.isPending}
        onChange={({ target }) => choose(target.value as Role)}
      >
        {ROLE_NAMES.filter((role) => role !== "owner" || (acting === "owner" && !member.user?.is_service)).map(
          (role) => (
            <option key={role} value={role}>
              {ROLES[role].label}
            </option>
          ),
        )}
      </Select>
    </div>
  );
}

function MembersSkeleton() {
  return (
    <Loading label="Loading members" className="divide-y rounded-lg border bg-surface">
      {["a", "b", "c"].map((row) => (
        <div key={row} className="flex items-center gap-3 px-4 py-3">
          <Skeleton className="size-7 rounded-full" />
          <Skeleton className="h-4 w-40" />
          <Skeleton className="ml-auto h-8 w-28" />
        </div>
      ))}
    </Loading>
  );
}
