import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, use, useEffect, useMemo, useRef, useState } from "react";
import { keys } from "@/lib/queryKeys";
import { sessionToken } from "@/lib/session";
import type { LiveEvent, LiveState } from "./events";
import { LiveHub } from "./hub";
import { applyPassing } from "./passing";
import { applyEvents } from "./patch";
import { retryFailed } from "./retryFailed";

/** Events that arrive together are applied together: a burst of a hundred moves renders the board once or twice. */
const GATHER_MS = 40;

interface Live {
  state: LiveState;
  tellOthersToLook: () => void;
}

const LiveContext = createContext<Live>({
  state: { status: "connecting", since: 0 },
  tellOthersToLook: () => {},
});

export function useLive(): Live {
  return use(LiveContext);
}

/** Mounted while somebody is signed in; opens (or shares) the browser's one event stream. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const cache = useQueryClient();
  const [state, setState] = useState<LiveState>({ status: "connecting", since: Date.now() });
  const hub = useRef<LiveHub | null>(null);

  useEffect(() => {
    let gathered: LiveEvent[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const apply = () => {
      timer = undefined;
      applyEvents(cache, gathered);
      gathered = [];
    };
    const live = new LiveHub(`mc-live-${fingerprint(sessionToken() ?? "")}`, {
      events: ({ events }) => {
        gathered.push(...events);
        timer ??= setTimeout(apply, GATHER_MS);
      },
      caughtUp: () => {
        const now = Date.now();
        void cache.invalidateQueries({
          predicate: ({ state: { dataUpdatedAt } }) => dataUpdatedAt > 0 && dataUpdatedAt < now,
        });
      },
      reset: () => void cache.invalidateQueries(),
      // Nothing else: what is on the page stays as it is until somebody says where to go on.
      switched: () => void cache.invalidateQueries({ queryKey: keys.organizations }),
      state: (next) => {
        setState(next);
        if (next.status === "live") void retryFailed(cache);
      },
      passing: (passing) => applyPassing(cache, passing),
    });
    hub.current = live;
    return () => {
      clearTimeout(timer);
      live.close();
    };
  }, [cache]);

  const value = useMemo(() => ({ state, tellOthersToLook: () => hub.current?.tellOthersToLook() }), [state]);
  return <LiveContext value={value}>{children}</LiveContext>;
}

/** Tabs of different sessions must not share a stream; the token itself stays out of the channel's name. */
function fingerprint(token: string): string {
  let hash = 0;
  for (const char of token) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) | 0;
  return (hash >>> 0).toString(36);
}
