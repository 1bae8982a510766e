import { useQuery } from "@tanstack/react-query";
import { KeyRound, Trash2 } from "lucide-react";
import { useState } from "react";
import type { ApiKey } from "@/lib/api/types";
import { useNow } from "@/lib/time/useNow";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { Confirm } from "@/ui/Confirm";
import { ErrorState } from "@/ui/ErrorState";
import { RelativeTime } from "@/ui/RelativeTime";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { announce } from "@/ui/toast";
import { ApiKeyDialog } from "./ApiKeyDialog";
import { isExpired, outlivesItsMaker } from "./makers";
import { apiKeysQuery, useRevokeApiKey, type Whose } from "./queries";
import { SCOPES, strongest } from "./scopes";

/** API keys, and the way to a new one: of oneself, or of an organization and its members. */
export function ApiKeys({ whose }: { whose: Whose }) {
  const [making, setMaking] = useState(false);
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <KeyList whose={whose} />
      <Button className="self-start" onClick={() => setMaking(true)}>
        <KeyRound className="size-4" aria-hidden />
        {whose === "mine" ? "New API key" : "New service key"}
      </Button>
      <ApiKeyDialog whose={whose} open={making} onClose={() => setMaking(false)} />
    </div>
  );
}

function KeyList({ whose }: { whose: Whose }) {
  const { data, error, refetch } = useQuery(apiKeysQuery(whose));
  if (error) return <ErrorState title="The API keys could not be loaded" error={error} onRetry={refetch} />;
  if (!data) {
    return (
      <Loading label="Loading API keys" className="rounded-lg border bg-surface p-4">
        <Skeleton className="h-5 w-60" />
      </Loading>
    );
  }
  if (data.length === 0) return <p className="text-muted">{EMPTY[whose]}</p>;
  return (
    <ul aria-label="API keys" className="divide-y rounded-lg border bg-surface">
      {data.map((key) => (
        <KeyRow key={key.id} apiKey={key} whose={whose} />
      ))}
    </ul>
  );
}

const EMPTY = {
  mine: "You have no keys in this organization. With one, a script works in your name.",
  ours: "Nobody has a key here. A service key lets a program in that belongs to no one person.",
};

function KeyRow({ apiKey, whose }: { apiKey: ApiKey; whose: Whose }) {
  const [asking, setAsking] = useState(false);
  const revoke = useRevokeApiKey(whose);
  const now = useNow();
  const expired = isExpired(apiKey, now);

  const confirm = () =>
    announce(revoke.mutateAsync(apiKey.id, { onSettled: () => setAsking(false) }), {
      done: `${apiKey.name} was revoked`,
      failed: `${apiKey.name} was not revoked`,
    });

  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-(--pad)">
      <div className="min-w-0 flex-1 basis-48">
        <p className="font-medium wrap-anywhere">
          {apiKey.name} <code className="font-mono text-xs text-muted">{apiKey.prefix}…</code>
        </p>
        <p className="text-sm text-muted wrap-anywhere">
          {whose === "ours" && <>{ownerOf(apiKey)} · </>}
          {apiKey.last_used_at ? (
            <>
              used <RelativeTime at={apiKey.last_used_at} />
            </>
          ) : (
            "never used"
          )}
          {" · "}
          {apiKey.expires_at ? (
            <>
              {expired ? "expired " : "ends "}
              <RelativeTime at={apiKey.expires_at} />
            </>
          ) : (
            "does not expire"
          )}
        </p>
      </div>
      {expired && <Badge tone="warn">Expired</Badge>}
      {apiKey.board_ids && (
        <Badge>{apiKey.board_ids.length === 1 ? "1 board" : `${apiKey.board_ids.length} boards`}</Badge>
      )}
      <Badge>{SCOPES[strongest(apiKey.scopes)].label}</Badge>
      <Button
        variant="ghost"
        size="icon-sm"
        onClick={() => setAsking(true)}
        aria-label={`Revoke ${apiKey.name}`}
        title="Revoke"
      >
        <Trash2 className="size-4" aria-hidden />
      </Button>
      {outlivesItsMaker(apiKey) && !expired && <MakerGone apiKey={apiKey} />}
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={`Revoke ${apiKey.name}?`}
        action="Revoke"
        busy={revoke.isPending}
        onConfirm={confirm}
      >
        <p>
          Programs that use it are refused from now on{apiKey.kind === "service" && ", and the service is removed"}.
        </p>
      </Confirm>
    </li>
  );
}

function ownerOf({ kind, owner_name, created_by_name }: ApiKey): string {
  if (kind === "personal") return owner_name;
  return created_by_name ? `A service, made by ${created_by_name}` : "A service";
}

function MakerGone({ apiKey: { created_by_name: name } }: { apiKey: ApiKey }) {
  return (
    <p className="w-full rounded-md bg-warn-tint px-3 py-2 text-sm text-warn wrap-anywhere">
      {name ? `${name}, who made it, is not an administrator here any more` : "Whoever made it has no account any more"}
      : whoever knows this key still gets in. Revoke it if they may know it.
    </p>
  );
}
