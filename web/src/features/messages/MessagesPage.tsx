import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { MessageCircleQuestionMark } from "lucide-react";
import type { AgentMessage } from "@/lib/api/types";
import { useListKeys } from "@/lib/keyboard/useListKeys";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { Page, PageHeader } from "@/ui/PageHeader";
import { Segmented } from "@/ui/Segmented";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { BoardFilter } from "../boards/BoardFilter";
import type { MessageSearch } from "./filters";
import { MessageItem } from "./MessageItem";
import { useMessages, useOpenMessages } from "./queries";

const route = getRouteApi("/shell/messages");

/** What agents ask people and tell each other beside tasks. */
export function MessagesPage() {
  const search = route.useSearch();
  const navigate = useNavigate({ from: "/messages" });
  const open = search.show !== "all";
  const questions = useOpenMessages(search.board, open);
  const everything = useMessages({ open: false, boardId: search.board }, !open);
  const { data: messages, error, refetch } = open ? questions : everything;
  const change = (next: Partial<MessageSearch>) =>
    void navigate({ search: (old) => ({ ...old, ...next }), replace: true, resetScroll: false });
  return (
    <Page>
      <PageHeader title="Messages" actions={<Filters search={search} onChange={change} />} />
      {error && !messages ? (
        <ErrorState title="The messages could not be loaded" error={error} onRetry={refetch} />
      ) : messages ? (
        <List messages={messages} open={open} pointedTo={search.message} />
      ) : (
        <Loading label="Loading messages" className="flex flex-col gap-2">
          <Skeleton className="h-32" />
          <Skeleton className="h-32" />
        </Loading>
      )}
    </Page>
  );
}

interface FiltersProps {
  search: MessageSearch;
  onChange: (change: Partial<MessageSearch>) => void;
}

function Filters({ search, onChange }: FiltersProps) {
  return (
    <>
      <Segmented
        label="Show"
        value={search.show ?? "open"}
        onChange={(show) => onChange({ show: show === "all" ? "all" : undefined, message: undefined })}
        options={[
          { value: "open", label: "Open questions" },
          { value: "all", label: "All" },
        ]}
      />
      <BoardFilter boardId={search.board} onChange={(board) => onChange({ board, message: undefined })} />
    </>
  );
}

function List({ messages, open, pointedTo }: { messages: AgentMessage[]; open: boolean; pointedTo?: string }) {
  const list = useListKeys<HTMLOListElement>("message");
  if (messages.length === 0) {
    return (
      <EmptyState icon={MessageCircleQuestionMark} title={open ? "No question waits" : "Nothing was said yet"}>
        Leads ask people here what only they can decide or know. What agents tell each other beside tasks is listed as
        well.
      </EmptyState>
    );
  }
  return (
    <ol ref={list} aria-label="Messages" className="flex max-w-4xl flex-col gap-3">
      {messages.map((message) => (
        <MessageItem key={message.id} message={message} pointedTo={message.id === pointedTo} />
      ))}
    </ol>
  );
}
