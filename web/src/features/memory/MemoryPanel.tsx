import { X } from "lucide-react";
import type { ReactNode } from "react";
import type { MemoryEntry } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { Panel } from "@/ui/Panel";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/ui/Tabs";
import { Chat } from "./Chat";
import { Notes } from "./Notes";
import type { NamedPlace } from "./place";

export type MemoryTab = "chat" | "notes";

interface Props<Beside extends string> {
  place: NamedPlace;
  /** The newest, oldest first. */
  messages: readonly MemoryEntry[];
  tab: MemoryTab | Beside;
  /** The note or message to bring into view. */
  at?: string;
  /** A tab beside them. */
  beside?: { tab: Beside; label: string; content: ReactNode };
  onTab: (tab: MemoryTab | Beside) => void;
  onClose: () => void;
}

/** What the people and the agents of a board, or of a group, say to each other, and what they keep. */
export function MemoryPanel<Beside extends string = never>(props: Props<Beside>) {
  const { place, messages, tab, at, beside, onTab, onClose } = props;
  const label = beside ? `Chat, notes and ${beside.label.toLowerCase()}` : "Chat and notes";
  return (
    <Panel open onClose={onClose} label={`${label} of ${place.name}`} className="sm:max-w-lg">
      <Tabs value={tab} onValueChange={(next) => onTab(next as typeof tab)} className="flex min-h-0 flex-1 flex-col">
        <header className="flex items-center gap-3 border-b px-4 pt-2">
          <TabsList aria-label={label} className="flex-1 border-b-0">
            <TabsTrigger value="chat">Chat</TabsTrigger>
            <TabsTrigger value="notes">Notes</TabsTrigger>
            {beside && <TabsTrigger value={beside.tab}>{beside.label}</TabsTrigger>}
          </TabsList>
          <Button variant="ghost" size="icon" aria-label="Close" onClick={onClose}>
            <X className="size-4" aria-hidden />
          </Button>
        </header>
        <TabsContent value="chat" className="flex min-h-0 flex-1 flex-col pt-0!">
          <Chat place={place} messages={messages} at={at} />
        </TabsContent>
        <TabsContent value="notes" className="flex min-h-0 flex-1 flex-col pt-0!">
          <Notes place={place} at={at} />
        </TabsContent>
        {beside && (
          <TabsContent value={beside.tab} className="flex min-h-0 flex-1 flex-col pt-0!">
            {beside.content}
          </TabsContent>
        )}
      </Tabs>
    </Panel>
  );
}
