import { MessagesSquare } from "lucide-react";
import { Button } from "@/ui/Button";

export function ChatButton({ unread, onOpen }: { unread: number; onOpen: () => void }) {
  return (
    <Button
      size="icon"
      variant="ghost"
      className="relative"
      aria-label={unread > 0 ? `Chat and notes, ${unread} unread` : "Chat and notes"}
      onClick={onOpen}
    >
      <MessagesSquare className="size-4" aria-hidden />
      {unread > 0 && <span aria-hidden className="absolute top-1 right-1 size-2 rounded-full bg-accent" />}
    </Button>
  );
}
