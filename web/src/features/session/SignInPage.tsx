import { useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { ApiError, errorMessage } from "@/lib/api/errors";
import { keys } from "@/lib/queryKeys";
import { startSession } from "@/lib/session";
import { useDocumentTitle } from "@/lib/useDocumentTitle";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Input } from "@/ui/Input";
import { Logo } from "../shell/Logo";
import { tryToken } from "./queries";
import { safeReturn } from "./returnTo";

const route = getRouteApi("/sign-in");

export function SignInPage() {
  useDocumentTitle("Sign in");
  const { expired } = route.useSearch();
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="w-full max-w-sm">
        <div className="mb-6 flex items-center gap-2.5">
          <Logo className="size-8" />
          <h1 className="text-xl font-semibold tracking-tight">Mission Control</h1>
        </div>
        {expired && (
          <p role="status" className="mb-4 rounded-md bg-warn-tint px-3 py-2 text-sm text-warn">
            Your session ended. Sign in again and you are back where you were.
          </p>
        )}
        <SignInForm />
        <p className="mt-6 text-sm text-muted">
          The token was printed when the server started. To see it again, run{" "}
          <code className="rounded border bg-sunken px-1 font-mono text-xs">mission-control token show</code> on the
          server.
        </p>
      </div>
    </main>
  );
}

function SignInForm() {
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
      const refused = reason instanceof ApiError && reason.status === 401;
      setError(refused ? "This token is not valid. Check that all of it was pasted." : errorMessage(reason));
      setBusy(false);
    }
  }

  return (
    <form onSubmit={signIn} className="flex flex-col gap-4 rounded-xl border bg-surface p-5 shadow-card">
      <Field label="Access token" error={error}>
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
