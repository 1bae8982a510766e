/**
 * A real OpenID provider for the tests: `node oidc-provider.mjs PORT CALLBACK SIGN_IN_PAGE`.
 *
 * Whoever gives a name at its sign-in form is that person; `mia.mc-admins` is somebody of the group `mc-admins`, and
 * `unverified-…` has an address that was never verified.
 */
import { Provider } from "oidc-provider";

const [port, callback, signInPage] = process.argv.slice(2);

function personOf(accountId) {
  const [name, ...groups] = accountId.split(".");
  return {
    accountId,
    claims: async () => ({
      sub: accountId,
      name: `${name[0].toUpperCase()}${name.slice(1)} Example`,
      email: `${name}@example.org`,
      email_verified: !name.startsWith("unverified"),
      groups,
    }),
  };
}

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: "mission-control",
      client_secret: "secret-of-the-tests",
      redirect_uris: [callback],
      post_logout_redirect_uris: [signInPage],
      response_types: ["code"],
      grant_types: ["authorization_code"],
    },
  ],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "groups"] },
  cookies: { keys: ["cookie-key-of-the-tests"] },
  features: { devInteractions: { enabled: true } },
  findAccount: (_context, accountId) => personOf(accountId),
  pkce: { required: () => true },
});

provider.listen(Number(port), "127.0.0.1");
