import type { MemoryPlace } from "@/lib/live/memory";
import { Confirm } from "@/ui/Confirm";

interface Props {
  /** What looks like a command; null asks nothing. */
  word: string | null;
  kind: MemoryPlace["kind"];
  onClose: () => void;
  onSend: () => void;
}

/** Whoever writes a command relies on it: that it does nothing is said before it is posted as words. */
export function UnheardCommand({ word, kind, onClose, onSend }: Props) {
  return (
    <Confirm
      open={word !== null}
      onOpenChange={(open) => !open && onClose()}
      title={`“${word}” does nothing here`}
      action="Send as a message"
      cancel="Keep writing"
      danger={false}
      onConfirm={() => {
        onClose();
        onSend();
      }}
    >
      {kind === "board"
        ? "Nothing was paused or resumed. This chat knows /pause, which stops the agents of the board, and /resume, which lets them go on; each alone in its message."
        : "Nothing was paused or resumed. Only a board’s chat pauses: write /pause or /resume there, alone in the message."}
    </Confirm>
  );
}
