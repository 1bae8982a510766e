const REASONS: Record<string, string> = {
  provider_unreachable: "The identity provider does not answer. Try again in a moment.",
  key_server_unreachable: "The identity provider does not answer. Try again in a moment.",
  provider_refused: "The identity provider refused the sign-in. Ask whoever set it up.",
  not_admitted: "The identity provider gives you no role here. Ask whoever keeps it.",
  denied: "The sign-in was cancelled at the identity provider.",
  sign_in_lost: "This sign-in was begun in another browser or too long ago. Begin again.",
  state_mismatch: "This answer belongs to another sign-in. Begin again.",
  issuer_mismatch: "The answer came from another identity provider. Begin again.",
  nonce_mismatch: "The answer belongs to another sign-in. Begin again.",
  code_refused: "The identity provider did not confirm the sign-in. Begin again.",
};

/** Why a sign-in with an identity provider failed, in words; the code is the server's. */
export function reasonOf(code: string): string {
  return REASONS[code] ?? "You could not be signed in. Begin again, or ask whoever runs this server: its log says why.";
}
