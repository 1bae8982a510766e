import { useQuery } from "@tanstack/react-query";
import type { Member } from "@/lib/api/types";
import { useNow } from "@/lib/time/useNow";
import { Confirm } from "@/ui/Confirm";
import { announce } from "@/ui/toast";
import { serviceKeysMadeBy } from "../apiKeys/makers";
import { apiKeysQuery } from "../apiKeys/queries";
import { nameOf } from "./names";
import { useRemoveMember } from "./queries";

export function RemoveMember({ member, onClose }: { member: Member | null; onClose: () => void }) {
  const remove = useRemoveMember();
  const { data: keys, error } = useQuery({ ...apiKeysQuery("ours"), enabled: member !== null });
  const now = useNow();
  const name = member ? nameOf(member) : "";
  const staying = member && keys ? serviceKeysMadeBy(keys, member.user_id, now) : [];

  async function confirm() {
    if (!member) return;
    await announce(remove.mutateAsync(member.id), {
      done: `${name} was removed`,
      failed: `${name} was not removed`,
    });
    onClose();
  }

  return (
    <Confirm
      open={member !== null}
      onOpenChange={(open) => !open && onClose()}
      title={`Remove ${name}?`}
      action="Remove"
      busy={remove.isPending || (!keys && !error)}
      onConfirm={() => void confirm()}
    >
      <p>They see nothing of this organization from now on, and their invites are withdrawn.</p>
      <p className="mt-2">Tasks and comments they made stay.</p>
      {staying.length > 0 && (
        <p className="mt-2 text-warn">
          Service keys that {name} made stay: {staying.map((key) => key.name).join(", ")}. Revoke them under API keys if
          they may know them.
        </p>
      )}
      {error && !keys && (
        <p className="mt-2 text-warn">
          The API keys could not be loaded: look there afterwards for service keys that {name} made.
        </p>
      )}
    </Confirm>
  );
}
