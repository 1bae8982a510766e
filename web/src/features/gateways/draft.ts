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

/** All that is wrong with an address, in one sentence: nobody should mend one thing to be told of the next. */
export function flawOfUrl({ url }: Pick<Draft, "url">): string | null {
  const text = url.trim();
  if (text === "") return null;
  const authority = text.replace(/^[a-z][a-z\d+.-]*:\/\//i, "").split(/[/?#]/, 1)[0] ?? "";
  const flaws = [
    !/^wss?:\/\/./i.test(text) && "begin it with ws:// or wss://",
    authority.includes("@") && "leave out name and password before the @",
    /[?#]/.test(text) && "leave out everything from ? or # on",
  ].filter((flaw) => flaw !== false);
  if (flaws.length === 0) return null;
  const others = flaws.slice(0, -1).join(", ");
  const all = [others, flaws.at(-1)].filter(Boolean).join(" and ");
  const token = /[?#@]/.test(text) ? "; the token has a field of its own" : "";
  return `${all.charAt(0).toUpperCase()}${all.slice(1)}${token}.`;
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
