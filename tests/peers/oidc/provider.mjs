// An OpenID provider for the tests: port 0, clients and people as JSON in the environment.
// It says its own address on the first line of its output.
import { createServer } from "node:http";

import Provider from "oidc-provider";

const { clients, people } = JSON.parse(process.env.PEER);
const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients,
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "groups"] },
    findAccount: (_ctx, id) => ({
      accountId: id,
      claims: () => ({ sub: id, ...people[id] }),
    }),
    pkce: { required: () => true },
    cookies: { keys: ["only-for-tests"] },
  });
  server.on("request", provider.callback());
  console.log(issuer);
});
process.on("SIGTERM", () => process.exit(0));
