import type { Gateway, GatewayCheck, GatewayCreate, GatewayUpdate } from "@/lib/api/types";

/** A gateway while it is being written. */
export interface Draft {
  name: string;
  url: string;
  workspace_root: string;
  /** As typed; empty keeps the one there is. */
  token: string;
  removesToken: boolean;
  allow_insecure_tls: boolean;
  disable_device_pairing: boolean;
  certificate_authority: string;
}

export function draftOf(gateway: Gateway | null): Draft {
  return {
    name: gateway?.name ?? "",
    url: gateway?.url ?? "",
    workspace_root: gateway?.workspace_root ?? "~/.openclaw",
    token: "",
    removesToken: false,
    allow_insecure_tls: gateway?.allow_insecure_tls ?? false,
    disable_device_pairing: gateway?.disable_device_pairing ?? false,
    certificate_authority: gateway?.certificate_authority ?? "",
  };
}

export function flawOfUrl({ url }: Pick<Draft, "url">): string | null {
  const text = url.trim();
  if (text === "") return null;
  if (!/^wss?:\/\/./i.test(text)) return "Begin it with ws:// or wss://.";
  if (/[?#]/.test(text)) return "Leave out everything from ? or # on; the token has a field of its own.";
  return null;
}

export function hasAddress(draft: Draft): boolean {
  return draft.url.trim() !== "" && flawOfUrl(draft) === null;
}

export function isComplete(draft: Draft): boolean {
  return draft.name.trim() !== "" && draft.workspace_root.trim() !== "" && hasAddress(draft);
}

export function checkOf(draft: Draft): GatewayCheck {
  return {
    url: draft.url.trim(),
    token: draft.token.trim() || null,
    allow_insecure_tls: draft.allow_insecure_tls,
    disable_device_pairing: draft.disable_device_pairing,
    certificate_authority: draft.certificate_authority.trim() || null,
  };
}

export function bodyOf(draft: Draft): GatewayCreate {
  return { ...checkOf(draft), name: draft.name.trim(), workspace_root: draft.workspace_root.trim() };
}

/** What a person did not touch is not sent: the token of a gateway is never known here. */
export function changeOf(draft: Draft): GatewayUpdate {
  const { token, ...rest } = bodyOf(draft);
  return token || draft.removesToken ? { ...rest, token: draft.removesToken ? null : token } : rest;
}
