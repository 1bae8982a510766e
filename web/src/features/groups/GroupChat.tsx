import { getRouteApi } from "@tanstack/react-router";
import type { BoardGroup } from "@/lib/api/types";
import { useShortcut } from "@/lib/keyboard/shortcuts";
import { named } from "@/lib/named";
import { ErrorState } from "@/ui/ErrorState";
import { Panel } from "@/ui/Panel";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { useAgents } from "../agents/queries";
import { ChatButton } from "../memory/ChatButton";
import { MemoryPanel, type MemoryTab } from "../memory/MemoryPanel";
import { useGroupMessages } from "../memory/queries";
import { useUnread } from "../memory/unread";
import { useMe } from "../session/queries";

const route = getRouteApi("/shell/groups/$groupId");

interface Props {
  group: BoardGroup;
  boardIds: string[];
}

/** What the people and agents of all boards of the group say to each other, and what they keep. */
export function GroupChat({ group, boardIds }: Props) {
  const { panel, at } = route.useSearch();
  const navigate = route.useNavigate();
  const { data: me } = useMe();
  const { data: agents = [] } = useAgents();
  const { data: messages, error, refetch } = useGroupMessages(group.id);
  const unread = useUnread(group.id, messages ?? [], me?.id, panel === "chat");
  const show = (next: MemoryTab | undefined) =>
    void navigate({ search: { panel: next }, replace: panel !== undefined && next !== undefined });
  useShortcut({ keys: "m", label: "Chat and notes", group: "Group", run: () => show("chat") });
  const agentNames = agents.filter(({ board_id }) => board_id && boardIds.includes(board_id)).map(({ name }) => name);
  return (
    <>
      <ChatButton unread={unread} onOpen={() => show("chat")} />
      {panel &&
        (messages ? (
          <MemoryPanel<never>
            place={{ kind: "group", id: group.id, name: named(group.name), agentNames }}
            messages={messages}
            tab={panel}
            at={at}
            onTab={show}
            onClose={() => show(undefined)}
          />
        ) : (
          <Panel
            open
            onClose={() => show(undefined)}
            label={`Chat and notes of ${named(group.name)}`}
            className="sm:max-w-lg"
          >
            {error ? (
              <ErrorState title="The messages could not be loaded" error={error} onRetry={refetch} />
            ) : (
              <Loading label="Loading the messages" className="flex flex-col gap-4 p-4">
                <Skeleton className="h-12" />
                <Skeleton className="h-12" />
              </Loading>
            )}
          </Panel>
        ))}
    </>
  );
}
