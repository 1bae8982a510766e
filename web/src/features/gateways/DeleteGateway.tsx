import type { Gateway } from "@/lib/api/types";
import { Confirm } from "@/ui/Confirm";
import { toast, toastError } from "@/ui/toast";
import { useDeleteGateway, useUses } from "./queries";

interface Props {
  gateway: Gateway;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export function DeleteGateway({ gateway, open, onOpenChange }: Props) {
  const { data: uses } = useUses(gateway.id, open);
  const remove = useDeleteGateway(gateway.id);
  function confirm() {
    remove.mutate(undefined, {
      onSuccess: () => toast.success(`“${gateway.name}” was removed`),
      onError: (error) => toastError("The gateway could not be removed", error),
    });
  }
  return (
    <Confirm
      open={open}
      onOpenChange={onOpenChange}
      title="Remove this gateway?"
      action="Remove gateway"
      busy={remove.isPending}
      onConfirm={confirm}
    >
      <p className="wrap-anywhere">
        Mission Control forgets “{gateway.name}”, its token and its pairing. On the gateway's host nothing changes.
      </p>
      {uses && uses.length > 0 && (
        <div className="mt-2 wrap-anywhere">
          <p>It cannot be removed while something is on it; move or delete these first:</p>
          <ul className="mt-1 list-disc pl-5">
            {uses.map(({ kind, id, name }) => (
              <li key={id}>
                {kind === "board" ? "Board" : "Agent"} {name}
              </li>
            ))}
          </ul>
        </div>
      )}
    </Confirm>
  );
}
