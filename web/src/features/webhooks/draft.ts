import type { Webhook, WebhookCreate, WebhookUpdate } from "@/lib/api/types";

export type Scheme = Webhook["signature_scheme"];

/** How senders sign, by the name that people know them by. Where the signature is unless another header is named. */
export const SCHEMES: { value: Scheme; label: string; header: string; hint: string }[] = [
  {
    value: "hmac",
    label: "HMAC-SHA256 of the body",
    header: "X-Hub-Signature-256",
    hint: "In hexadecimal digits, in X-Hub-Signature-256 or X-Webhook-Signature.",
  },
  {
    value: "github",
    label: "GitHub",
    header: "X-Hub-Signature-256",
    hint: "Paste the secret into the webhook's “Secret” on GitHub.",
  },
  {
    value: "gitlab",
    label: "GitLab",
    header: "X-Gitlab-Token",
    hint: "Paste the secret into “Secret token” on GitLab. It is sent as it is, so use https.",
  },
  {
    value: "stripe",
    label: "Stripe",
    header: "Stripe-Signature",
    hint: "Paste the “Signing secret” of the endpoint from Stripe here.",
  },
  {
    value: "sentry",
    label: "Sentry",
    header: "Sentry-Hook-Signature",
    hint: "Paste the “Client Secret” of the integration from Sentry here.",
  },
  {
    value: "standard",
    label: "Standard Webhooks",
    header: "webhook-signature",
    hint: "What many services use; their secret begins with whsec_.",
  },
];

export const MIN_SECRET_LENGTH = 16;

/** A webhook while it is being written. */
export interface Draft {
  description: string;
  agent_id: string | null;
  scheme: Scheme;
  header: string;
  /** As typed; empty keeps the one there is. */
  secret: string;
  removesSecret: boolean;
}

export function draftOf(webhook: Webhook | null): Draft {
  return {
    description: webhook?.description ?? "",
    agent_id: webhook?.agent_id ?? null,
    scheme: webhook?.signature_scheme ?? "hmac",
    header: webhook?.signature_header ?? "",
    secret: "",
    removesSecret: false,
  };
}

export function flawOfSecret({ secret }: Draft): string | null {
  const length = secret.trim().length;
  return length > 0 && length < MIN_SECRET_LENGTH ? `Write ${MIN_SECRET_LENGTH} characters or more.` : null;
}

export function isComplete(draft: Draft): boolean {
  return draft.description.trim() !== "" && flawOfSecret(draft) === null;
}

export function bodyOf(draft: Draft): Omit<WebhookCreate, "enabled"> {
  return {
    description: draft.description.trim(),
    agent_id: draft.agent_id,
    signature_scheme: draft.scheme,
    signature_header: draft.header.trim() || null,
    secret: draft.secret.trim() || null,
  };
}

/** What a person did not touch is not sent: the secret of a webhook is never known here. */
export function changeOf(draft: Draft): WebhookUpdate {
  const { secret, ...rest } = bodyOf(draft);
  return secret || draft.removesSecret ? { ...rest, secret } : rest;
}

/** 256 random bits that no sender's form objects to. */
export function newSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function schemeOf(webhook: Pick<Webhook, "signature_scheme">) {
  return SCHEMES.find(({ value }) => value === webhook.signature_scheme);
}

/** A payload as it is read best: text as it is, values as JSON. */
export function written(payload: unknown): string {
  return typeof payload === "string" ? payload : JSON.stringify(payload, null, 2);
}

export function inWords(bytes: number): string {
  if (bytes < 1_000) return bytes === 1 ? "1 byte" : `${bytes} bytes`;
  return bytes < 1_000_000 ? `${(bytes / 1_000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
