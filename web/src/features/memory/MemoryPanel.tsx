import { X } from "lucide-react";
import type { MemoryEntry } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { Panel } from "@/ui/Panel";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/ui/Tabs";
import { Chat } from "./Chat";
import { Notes } from "./Notes";
import type { NamedPlace } from "./place";

export type MemoryTab = "chat" | "notes";

interface Props {
  place: NamedPlace;
  /** The newest, oldest first. */
  messages: readonly MemoryEntry[];
  tab: MemoryTab;
  /** The note or message to bring into view. */
  at?: string;
  onTab: (tab: MemoryTab) => void;
  onClose: () => void;
}

/** What the people and the agents of a board, or of a group, say to each other, and what they keep. */
export function MemoryPanel({ place, messages, tab, at, onTab, onClose }: Props) {
  return (
    <Panel open onClose={onClose} label={`Chat and notes of ${place.name}`} className="sm:max-w-lg">
      <Tabs value={tab} onValueChange={(next) => onTab(next as MemoryTab)} className="flex min-h-0 flex-1 flex-col">
        <header className="flex items-center gap-3 border-b px-4 pt-2">
          <TabsList aria-label="Chat and notes" className="flex-1 border-b-0">
            <TabsTrigger value="chat">Chat</TabsTrigger>
            <TabsTrigger value="notes">Notes</TabsTrigger>
          </TabsList>
          <Button variant="ghost" size="icon" aria-label="Close" onClick={onClose}>
            <X className="size-4" aria-hidden />
          </Button>
        </header>
        <TabsContent value="chat" className="flex min-h-0 flex-1 flex-col pt-0">
          <Chat place={place} messages={messages} at={at} />
        </TabsContent>
        <TabsContent value="notes" className="flex min-h-0 flex-1 flex-col pt-0">
          <Notes place={place} at={at} />
        </TabsContent>
      </Tabs>
    </Panel>
  );
}
