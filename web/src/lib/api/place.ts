/**
 * Which organization our requests are about. The server keeps the active one for the person, and another browser or a
 * script may choose another meanwhile: a page's requests name the one that the page shows, so that nothing of another is
 * read or written under its name.
 */
export const ORGANIZATION_HEADER = "X-Organization-Id";

/** What is asked before an organization is known, and what finds or chooses one: must work when ours is gone. */
const OF_NO_ORGANIZATION = /^\/api\/v1\/(auth\/.*|organizations(\/me\/(list|active)|\/invites\/.*)?)$/;

interface Page {
  /** The id of the organization that the page shows; undefined as long as that is not known. */
  organization: () => string | undefined;
  /** A request for it was forbidden: it may be gone, or open to us no more. */
  forbidden: () => void;
}

const NOWHERE: Page = { organization: () => undefined, forbidden: () => {} };
let page = NOWHERE;

/** Set once, by the app; null forgets it. */
export function speakFor(next: Page | null): void {
  page = next ?? NOWHERE;
}

export function placed(request: Request): Request {
  const organization = page.organization();
  const path = new URL(request.url).pathname;
  if (organization && !OF_NO_ORGANIZATION.test(path)) request.headers.set(ORGANIZATION_HEADER, organization);
  return request;
}

export function signalForbidden(request: Request): void {
  const refused = request.headers.get(ORGANIZATION_HEADER);
  if (refused !== null && refused === page.organization()) page.forbidden();
}
