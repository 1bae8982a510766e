import { Link } from "@tanstack/react-router";
import type { Gateway } from "@/lib/api/types";
import { Confirm } from "@/ui/Confirm";
import { NotLoaded } from "@/ui/Loaded";
import { announce } from "@/ui/toast";
import { useDeleteGateway, useUses } from "./queries";

const LINK = "inline-block min-h-6 leading-6 underline underline-offset-2";

interface Props {
  gateway: Gateway;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export function DeleteGateway({ gateway, open, onOpenChange }: Props) {
  const uses = useUses(gateway.id, open);
  const left = uses.data?.filter(({ kind }) => kind === "removal") ?? [];
  const there = uses.data?.filter(({ kind }) => kind !== "removal") ?? [];
  const remove = useDeleteGateway(gateway.id);
  const confirm = () =>
    announce(remove.mutateAsync(left.length > 0), {
      done: `“${gateway.name}” was removed`,
      failed: "The gateway could not be removed",
    });
  return (
    <Confirm
      open={open}
      onOpenChange={onOpenChange}
      title="Remove this gateway?"
      action={left.length > 0 && there.length === 0 ? "Remove it all the same" : "Remove gateway"}
      busy={remove.isPending}
      blocked={!uses.data || there.length > 0}
      onConfirm={confirm}
    >
      <p className="wrap-anywhere">
        Mission Control forgets “{gateway.name}”, its token and its pairing. On the gateway's host nothing changes.
      </p>
      {!uses.data && (
        <div className="mt-3">
          <NotLoaded query={uses} what="boards and agents on it" skeleton="h-4 w-3/4" />
        </div>
      )}
      {left.length > 0 && (
        <p className="mt-2 wrap-anywhere">
          {left.map(({ name }) => name).join(", ")} {left.length === 1 ? "is" : "are"} still to be removed from it,
          which happens by itself as soon as it can be used. If you remove the gateway now, what is there stays there
          and may go on running.
        </p>
      )}
      {there.length > 0 && (
        <div className="mt-2 wrap-anywhere">
          <p>It cannot be removed while something is on it; move or delete these first:</p>
          <ul className="mt-1 list-disc pl-5">
            {there.map(({ kind, id, name }) => (
              <li key={id}>
                {kind === "board" ? (
                  <Link to="/boards/$boardId/settings" params={{ boardId: id }} className={LINK}>
                    Board {name}
                  </Link>
                ) : (
                  <Link to="/agents/$agentId" params={{ agentId: id }} className={LINK}>
                    Agent {name}
                  </Link>
                )}
              </li>
            ))}
          </ul>
        </div>
      )}
    </Confirm>
  );
}
