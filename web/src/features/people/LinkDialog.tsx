import type { Invite } from "@/lib/api/types";
import { ShownOnce } from "@/ui/ShownOnce";

interface Props {
  invite: Invite | null;
  onClose: () => void;
}

/** The link of an invite. */
export function LinkDialog({ invite, onClose }: Props) {
  return (
    <ShownOnce
      text={invite && `${location.origin}/invite?token=${encodeURIComponent(invite.token)}`}
      title="Hand over this link"
      description="It is shown now and never again. No letter is sent: give it to the person yourself."
      copy="Copy the link"
      testId="invite-link"
      onClose={onClose}
      before={
        <p>
          For <strong className="wrap-anywhere">{invite?.invited_email}</strong>. It works once, within seven days, for
          nobody else. An earlier link for the same person has ended.
        </p>
      }
    />
  );
}
