import { useQuery } from "@tanstack/react-query";
import { MonitorSmartphone, X } from "lucide-react";
import { useState } from "react";
import type { BrowserSession } from "@/lib/api/types";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { Confirm } from "@/ui/Confirm";
import { ErrorState } from "@/ui/ErrorState";
import { RelativeTime } from "@/ui/RelativeTime";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { announce } from "@/ui/toast";
import { browserSessionsQuery, useEndOtherSessions, useEndSession } from "../session/sessions";

/** Where one is signed in, for finding a strange browser and ending what is not needed. */
export function BrowserSessions() {
  const { data, error, refetch } = useQuery(browserSessionsQuery);
  if (error) return <ErrorState title="Your sessions could not be loaded" error={error} onRetry={refetch} />;
  if (!data) {
    return (
      <Loading label="Loading your sessions" className="rounded-lg border bg-surface p-4">
        <Skeleton className="h-5 w-60" />
      </Loading>
    );
  }
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <ul aria-label="Browsers in which you are signed in" className="divide-y rounded-lg border bg-surface">
        {data.map((session) => (
          <SessionRow key={session.id} session={session} />
        ))}
      </ul>
      {data.some((session) => !session.is_current) && <EndOthers count={data.length - 1} />}
    </div>
  );
}

function SessionRow({ session }: { session: BrowserSession }) {
  const end = useEndSession();
  const name = session.device ?? "A browser that does not say what it is";
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-(--pad)">
      <div className="min-w-0 flex-1 basis-48">
        <p className="truncate font-medium">{name}</p>
        <p className="text-sm text-muted">
          {session.last_used_at && (
            <>
              used <RelativeTime at={session.last_used_at} />
              {session.address && ` from ${session.address}`}
              {" · "}
            </>
          )}
          signed in <RelativeTime at={session.created_at} /> · ends <RelativeTime at={session.expires_at} />
        </p>
      </div>
      {session.is_current ? (
        <Badge>This browser</Badge>
      ) : (
        <Button
          variant="ghost"
          size="icon-sm"
          busy={end.isPending}
          aria-label={`Sign out ${name}`}
          title="Sign out"
          onClick={() =>
            announce(end.mutateAsync(session.id), {
              done: `${name} is signed out`,
              failed: `${name} is still signed in`,
            })
          }
        >
          <X className="size-4" aria-hidden />
        </Button>
      )}
    </li>
  );
}

function EndOthers({ count }: { count: number }) {
  const [asking, setAsking] = useState(false);
  const end = useEndOtherSessions();

  const confirm = () =>
    announce(end.mutateAsync(undefined, { onSettled: () => setAsking(false) }), {
      done: "You are signed in here alone",
      failed: "The others are still signed in",
    });

  return (
    <>
      <Button className="self-start" onClick={() => setAsking(true)}>
        <MonitorSmartphone className="size-4" aria-hidden />
        Sign out everywhere else
      </Button>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title="Sign out everywhere else?"
        action="Sign out"
        busy={end.isPending}
        onConfirm={confirm}
      >
        <p>
          {count === 1 ? "One other browser is" : `${count} other browsers are`} signed out at once. API keys and agents
          go on.
        </p>
      </Confirm>
    </>
  );
}
