import { useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { KeyRound } from "lucide-react";
import { type FormEvent, type ReactNode, useEffect, useState } from "react";
import { ApiError, errorMessage } from "@/lib/api/errors";
import { keys } from "@/lib/queryKeys";
import { COOKIE_SESSION, startSession } from "@/lib/session";
import { useDocumentTitle } from "@/lib/useDocumentTitle";
import { Button } from "@/ui/Button";
import { ErrorState } from "@/ui/ErrorState";
import { Field } from "@/ui/Field";
import { Input } from "@/ui/Input";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { Logo } from "../shell/Logo";
import { modeQuery, tryToken } from "./queries";
import { reasonOf } from "./reasons";
import { safeReturn } from "./returnTo";

const route = getRouteApi("/sign-in");

export function SignInPage() {
  useDocumentTitle("Sign in");
  const { expired, error, arrived } = route.useSearch();
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="w-full max-w-sm">
        <div className="mb-6 flex items-center gap-2.5">
          <Logo className="size-8" />
          <h1 className="text-xl font-semibold tracking-tight">Mission Control</h1>
        </div>
        {error && <Notice>{reasonOf(error)}</Notice>}
        {expired && <Notice>Your session ended. Sign in again and you are back where you were.</Notice>}
        {arrived ? <Arrival /> : <Ways />}
      </div>
    </main>
  );
}

function Notice({ children }: { children: ReactNode }) {
  return (
    <p role="status" className="mb-4 rounded-md bg-warn-tint px-3 py-2 text-sm text-warn">
      {children}
    </p>
  );
}

/** The provider has sent the browser back, with a session in a cookie. */
function Arrival() {
  const { to } = route.useSearch();
  const router = useRouter();
  const { data: way } = useQuery(modeQuery);
  const hasCookie = Boolean(way?.start_path);
  useEffect(() => {
    if (!hasCookie) return;
    startSession(COOKIE_SESSION);
    router.history.replace(safeReturn(to));
  }, [router, to, hasCookie]);
  // Where nobody signs in elsewhere, nobody arrives either: a link that says so changes nothing.
  return way && !hasCookie ? <Ways /> : <Waiting />;
}

function Waiting() {
  return (
    <Loading label="Signing in" className="rounded-xl border bg-surface p-5 shadow-card">
      <Skeleton className="h-9" />
    </Loading>
  );
}

function Ways() {
  const { data: way, error, refetch } = useQuery(modeQuery);
  const { to } = route.useSearch();
  if (error) return <ErrorState title="The server cannot be asked how to sign in" error={error} onRetry={refetch} />;
  if (!way) return <Waiting />;
  if (way.start_path) {
    return (
      <div className="rounded-xl border bg-surface p-5 shadow-card">
        <Button variant="primary" asChild className="h-9 w-full">
          <a href={`${way.start_path}?${new URLSearchParams({ to: safeReturn(to) })}`}>
            <KeyRound className="size-4" aria-hidden />
            Sign in with {way.provider}
          </a>
        </Button>
      </div>
    );
  }
  return way.mode === "clerk" ? <ClerkForm /> : <LocalForm />;
}

function LocalForm() {
  return (
    <>
      <TokenForm label="Access token" />
      <p className="mt-6 text-sm text-muted">
        The token was printed when the server started. To see it again, run <Code>mission-control token show</Code> on
        the server; in a checkout that is <Code>.venv/bin/mission-control token show</Code>.
      </p>
    </>
  );
}

function Code({ children }: { children: string }) {
  return <code className="rounded border bg-sunken px-1 font-mono text-xs whitespace-nowrap">{children}</code>;
}

function ClerkForm() {
  return (
    <>
      <TokenForm label="Clerk session token" />
      <p className="mt-6 text-sm text-muted">
        People sign in with Clerk here, in an application of yours. This page loads no scripts of others, so paste the
        session token from there. It lasts as long as your Clerk token template says.
      </p>
    </>
  );
}

function TokenForm({ label }: { label: string }) {
  const { to } = route.useSearch();
  const router = useRouter();
  const cache = useQueryClient();
  const [token, setToken] = useState("");
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function signIn(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      const user = await tryToken(token.trim());
      startSession(token.trim());
      cache.setQueryData(keys.me, user);
      router.history.push(safeReturn(to));
    } catch (reason) {
      setError(refusal(reason));
      setBusy(false);
    }
  }

  return (
    <form onSubmit={signIn} className="flex flex-col gap-4 rounded-xl border bg-surface p-5 shadow-card">
      <Field label={label} error={error}>
        {(control) => (
          <Input
            {...control}
            type="password"
            autoFocus
            required
            autoComplete="current-password"
            spellCheck={false}
            value={token}
            onChange={(event) => setToken(event.target.value)}
          />
        )}
      </Field>
      <Button variant="primary" type="submit" busy={busy} disabled={!token.trim()} className="h-9">
        Sign in
      </Button>
    </form>
  );
}

function refusal(reason: unknown): string {
  const unknown = reason instanceof ApiError && reason.code === "unauthorized";
  return unknown ? "This token is not valid. Check that all of it was pasted." : errorMessage(reason);
}
