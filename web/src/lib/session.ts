/**
 * Who this browser is signed in as: a bearer token in localStorage, shared by all tabs. Nothing here knows the router
 * or React; the app subscribes and moves to the sign-in page when the session ends.
 */
const KEY = "mc.token";

/** In place of a token: the session is in a cookie that no script can read. */
export const COOKIE_SESSION = "cookie";

export type SessionEnd = "signed-out" | "expired";
type Listener = (end: SessionEnd | null) => void;

const listeners = new Set<Listener>();

export function sessionToken(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

export function startSession(token: string): void {
  localStorage.setItem(KEY, token);
  tell(null);
}

export function endSession(end: SessionEnd): void {
  if (!sessionToken()) return;
  localStorage.removeItem(KEY);
  tell(end);
}

/** What our requests say of who sends them. */
export function authorization(): string | null {
  const token = sessionToken();
  if (!token) return null;
  return token === COOKIE_SESSION ? `Session ${token}` : `Bearer ${token}`;
}

/** A 401 ends the session only when the refused token is still the current one: a late answer must not sign out. */
export function signalSessionLost(refused: string | null): void {
  if (refused !== null && refused === authorization()) endSession("expired");
}

export function onSessionChange(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Signing in or out in one tab does so in all of them. */
export function followOtherTabs(): void {
  window.addEventListener("storage", (event) => {
    if (event.key === KEY) tell(event.newValue ? null : "signed-out");
  });
}

function tell(end: SessionEnd | null): void {
  for (const listener of listeners) listener(end);
}
