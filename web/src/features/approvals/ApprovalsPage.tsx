import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { ArrowLeft, Ban, Check, ShieldCheck } from "lucide-react";
import { useEffect, useState } from "react";
import type { Approval } from "@/lib/api/types";
import { useShortcut } from "@/lib/keyboard/shortcuts";
import { Button } from "@/ui/Button";
import { cn } from "@/ui/cn";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { Page, PageHeader } from "@/ui/PageHeader";
import { Segmented } from "@/ui/Segmented";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { BoardFilter } from "../boards/BoardFilter";
import { useMayWriteOn } from "../people/mayWrite";
import { ApprovalList } from "./ApprovalList";
import { ApprovalView } from "./ApprovalView";
import type { ApprovalSearch } from "./filters";
import { useApprovals } from "./queries";
import { useDecisions } from "./useDecisions";

const route = getRouteApi("/shell/approvals");

/** What waits for a decision on all boards, and what was decided. */
export function ApprovalsPage() {
  const search = route.useSearch();
  const navigate = useNavigate({ from: "/approvals" });
  const pending = search.show !== "decided";
  const { data: approvals, error, refetch } = useApprovals({ pending, boardId: search.board });
  const change = (next: Partial<ApprovalSearch>) =>
    void navigate({ search: (old) => ({ ...old, ...next }), replace: true, resetScroll: false });
  return (
    <Page>
      <PageHeader title="Approvals" actions={<Filters search={search} onChange={change} />} />
      {error && !approvals ? (
        <ErrorState title="The approvals could not be loaded" error={error} onRetry={refetch} />
      ) : approvals ? (
        <Inbox key={String(pending)} approvals={approvals} search={search} onChange={change} />
      ) : (
        <ListSkeleton />
      )}
    </Page>
  );
}

interface Part {
  search: ApprovalSearch;
  onChange: (change: Partial<ApprovalSearch>) => void;
}

function Filters({ search, onChange }: Part) {
  return (
    <>
      <Segmented
        label="Show"
        value={search.show ?? "pending"}
        onChange={(show) => onChange({ show: show === "decided" ? "decided" : undefined, approval: undefined })}
        options={[
          { value: "pending", label: "Pending" },
          { value: "decided", label: "Decided" },
        ]}
      />
      <BoardFilter boardId={search.board} onChange={(board) => onChange({ board, approval: undefined })} />
    </>
  );
}

function Inbox({ approvals, search, onChange }: Part & { approvals: Approval[] }) {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [focused, setFocused] = useState<string>();
  const pending = search.show !== "decided";
  const open = useOpen(approvals, search.approval);
  const decisions = useDecisions(() => setSelected(new Set()));
  const chosen = approvals.filter(({ id }) => selected.has(id));
  // The row that has the keyboard comes before the one that is open beside it.
  const target = approvals.find(({ id }) => id === focused) ?? open;
  const mayWriteOn = useMayWriteOn();
  const targets = (chosen.length > 0 ? chosen : target ? [target] : []).filter((it) => mayWriteOn(it.board_id));
  const toggle = (id: string) =>
    setSelected((old) => new Set(old.has(id) ? [...old].filter((it) => it !== id) : [...old, id]));
  const group = "Approvals";
  useShortcut({ keys: "a", label: "Approve", group, run: () => decisions.approve(targets) }, pending);
  useShortcut({ keys: "r", label: "Reject, with a reason", group, run: () => decisions.askToReject(targets) }, pending);
  useShortcut(
    { keys: "x", label: "Select", group, run: () => target && mayWriteOn(target.board_id) && toggle(target.id) },
    pending,
  );
  useShortcut(
    { keys: "u", label: "Undo the decision", group, run: () => targets[0] && decisions.undo(targets[0]) },
    !pending,
  );
  return (
    <>
      {approvals.length === 0 && !open ? (
        <NothingHere pending={pending} />
      ) : (
        <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
          <div className={cn("flex flex-col gap-2", search.approval && "max-lg:hidden")}>
            {chosen.length > 0 && (
              <div className="flex flex-wrap items-center gap-2 rounded-lg border bg-sunken p-2">
                <span className="px-1">{chosen.length} selected</span>
                <Button size="sm" variant="primary" busy={decisions.busy} onClick={() => decisions.approve(chosen)}>
                  <Check className="size-3.5" aria-hidden />
                  Approve all
                </Button>
                <Button size="sm" onClick={() => decisions.askToReject(chosen)}>
                  <Ban className="size-3.5" aria-hidden />
                  Reject all
                </Button>
                <Button size="sm" variant="ghost" onClick={() => setSelected(new Set())}>
                  Clear
                </Button>
              </div>
            )}
            {approvals.length === 0 && (
              <p className="rounded-lg border border-dashed p-4 text-center text-muted">{nothing(pending)}</p>
            )}
            <ApprovalList
              approvals={approvals}
              openId={open?.id}
              selected={selected}
              onToggle={pending ? toggle : undefined}
              mayDecide={mayWriteOn}
              onFocus={setFocused}
            />
          </div>
          {open && (
            <div
              className={cn(
                "min-w-0 rounded-lg border bg-surface px-4 pt-4 sm:px-5",
                !search.approval && "max-lg:hidden",
              )}
            >
              <Button
                variant="ghost"
                size="sm"
                className="mb-2 lg:hidden"
                onClick={() => onChange({ approval: undefined })}
              >
                <ArrowLeft className="size-4" aria-hidden />
                All approvals
              </Button>
              <ApprovalView key={open.id} place={open} decisions={decisions} />
            </div>
          )}
        </div>
      )}
      {/* Beside it all: a rejection that is being written stays when somebody else decides the last one. */}
      {decisions.dialog}
    </>
  );
}

/** What was opened stays open when a decision takes it off the list, so that it can be undone. */
function useOpen(approvals: Approval[], wanted: string | undefined): Approval | undefined {
  const [kept, setKept] = useState<Approval>();
  const found = approvals.find(({ id }) => id === wanted);
  useEffect(() => {
    if (found) setKept(found);
  }, [found]);
  if (found || !wanted) return found ?? approvals[0];
  return kept?.id === wanted ? kept : undefined;
}

const nothing = (pending: boolean) => (pending ? "Nothing waits for a decision" : "Nothing was decided yet");

function NothingHere({ pending }: { pending: boolean }) {
  if (!pending) {
    return (
      <EmptyState icon={ShieldCheck} title={nothing(pending)}>
        Decisions stay here with who made them and why.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={ShieldCheck} title={nothing(pending)}>
      Agents ask here before they do what is risky, leaves the house, or what they are not sure of. You see what will
      happen and why, and decide.
    </EmptyState>
  );
}

function ListSkeleton() {
  return (
    <Loading label="Loading approvals" className="flex flex-col gap-2">
      <Skeleton className="h-20" />
      <Skeleton className="h-20" />
      <Skeleton className="h-20" />
    </Loading>
  );
}
