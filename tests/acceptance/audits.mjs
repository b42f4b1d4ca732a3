// Runs the GraphQL-over-HTTP audits of the npm package graphql-http against a server and prints what they found as JSON.
// usage: node audits.mjs PACKAGES_DIRECTORY URL [TOKEN]
import { createRequire } from 'node:module';

const [packages, url, token] = process.argv.slice(2);
const { serverAudits } = createRequire(`${packages}/`)('graphql-http');

const asCaller = (address, init = {}) =>
  fetch(address, token ? { ...init, headers: { ...init.headers, authorization: `Bearer ${token}` } } : init);

const findings = [];
for (const audit of serverAudits({ url, fetchFn: asCaller })) {
  const { status, reason } = await audit.fn();
  findings.push({ name: audit.name, status, reason: reason ?? '' });
}
console.log(JSON.stringify(findings));
