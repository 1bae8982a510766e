import type { Gateway } from "@/lib/api/types";
import { Confirm } from "@/ui/Confirm";

interface Props {
  /** Agents of the board, of which there are some; undefined when they could not be read. */
  count: number | undefined;
  from: Gateway | undefined;
  to: Gateway | undefined;
  busy: boolean;
  onCancel: () => void;
  onConfirm: () => void;
}

/** Asks before the agents of a board change where they live. */
export function MoveAgents({ count, from, to, busy, onCancel, onConfirm }: Props) {
  const agents = count === undefined ? "all agents of the board" : count === 1 ? "1 agent" : `${count} agents`;
  return (
    <Confirm
      open
      onOpenChange={(open) => !open && onCancel()}
      title={to ? `Move ${agents} to ${to.name}?` : `Take ${agents} off the gateway?`}
      action={to ? `Move ${agents}` : `Take ${agents} off`}
      busy={busy}
      danger={!to}
      onConfirm={onConfirm}
    >
      {to ? (
        <>
          {from
            ? `They are removed from ${from.name} and set up on ${to.name}.`
            : `They speak plain HTTP now, and are set up on ${to.name}: an agent is made for each there.`}{" "}
          Each is given a new token; the former one works until the new one has been used.
        </>
      ) : (
        "They are removed from there and speak plain HTTP: each needs a program that calls with its token, which you rotate on its page."
      )}
    </Confirm>
  );
}
