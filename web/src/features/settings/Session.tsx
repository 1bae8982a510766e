import { useQuery } from "@tanstack/react-query";
import { LogOut } from "lucide-react";
import { Button } from "@/ui/Button";
import { announce } from "@/ui/toast";
import { displayName, modeQuery, signOut, useMe } from "../session/queries";
import { BrowserSessions } from "./BrowserSessions";

/** As whom and how somebody is signed in here, and the way out. */
export function Session() {
  const { data: me } = useMe();
  const { data: way } = useQuery(modeQuery);
  return (
    <div className="flex min-w-0 flex-col gap-3">
      {me && way && (
        <p className="wrap-anywhere">
          {displayName(me)}
          {me.email && me.email !== displayName(me) && <span className="text-muted"> · {me.email}</span>}
          <span className="text-muted"> · {WAYS[way.mode] ?? `with ${way.provider}`}</span>
        </p>
      )}
      {way?.mode === "oidc" && <BrowserSessions />}
      <Button className="self-start" onClick={() => announce(signOut(), { failed: "You are still signed in" })}>
        <LogOut className="size-4" aria-hidden />
        Sign out
      </Button>
    </div>
  );
}

const WAYS: Record<string, string> = {
  local: "by the token of this server",
  clerk: "with Clerk",
};
