// An identity provider of tests: npm's certified oidc-provider on loopback, with people who can be changed while it runs.
// usage: node openid_provider.mjs PACKAGES_DIRECTORY; it prints one line of JSON, {issuer, control}, and ends with its
// standard input. What it is told, it is told by POST to `control`, a port of its own.
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [packages] = process.argv.slice(2);
const entrance = createRequire(`${packages}/`).resolve('oidc-provider');
const { Provider, errors } = await import(pathToFileURL(entrance));

console.log = console.info = console.warn = () => {}; // its advice for production
const clients = new Map(); // by client_id: its metadata (OpenID Connect Registration 1.0 §2)
const people = new Map(); // by login: {sub, password, isDisabled, amr, acr, claims}
const kept = new Map(); // what oidc-provider stores: `${model}:${id}` to {payload, until}
const keys = []; // the newest first
const asked = []; // 'METHOD /path' of every request since it was last told
const wishes = { claimsInIdToken: false, hangs: [] };

/** What oidc-provider keeps of a kind; ours, because clients come and go and sessions are listed. */
class Store {
  constructor(model) {
    this.model = model;
  }

  key(id) {
    return `${this.model}:${id}`;
  }

  async upsert(id, payload, seconds) {
    kept.set(this.key(id), { payload, until: seconds ? Date.now() + seconds * 1000 : Infinity });
  }

  async find(id) {
    if (this.model === 'Client') return clients.get(id);
    const found = kept.get(this.key(id));
    return found && found.until > Date.now() ? found.payload : undefined;
  }

  async findByUid(uid) {
    return this.all().find((payload) => payload.uid === uid);
  }

  async findByUserCode() {
    return undefined;
  }

  async consume(id) {
    kept.get(this.key(id)).payload.consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id) {
    kept.delete(this.key(id));
  }

  async revokeByGrantId(grantId) {
    for (const [key, { payload }] of kept) if (payload.grantId === grantId) kept.delete(key);
  }

  all() {
    const mine = [...kept].filter(([key]) => key.startsWith(`${this.model}:`));
    return mine.map(([, { payload }]) => payload);
  }
}

const bySubject = (sub) => [...people.values()].find((person) => person.sub === sub && !person.isDisabled);

async function findAccount(_ctx, sub) {
  const person = bySubject(sub);
  return person && { accountId: sub, claims: async () => ({ sub, ...person.claims }) };
}

/** Nobody is asked for consent. */
async function loadExistingGrant({ oidc: { provider, client, session } }) {
  const known = session.grantIdFor(client.clientId);
  const grant = (known && (await provider.Grant.find(known))) || newGrant(provider, client, session);
  grant.addOIDCScope('openid email profile offline_access');
  await grant.save();
  return grant;
}

const newGrant = (provider, client, session) =>
  new provider.Grant({ clientId: client.clientId, accountId: session.accountId });

const page = (title, body) =>
  `<!doctype html><meta charset="utf-8"><title>${title}</title><h1>${title}</h1>${body}`;

function newProvider() {
  const provider = new Provider(issuer, {
    adapter: Store,
    findAccount,
    loadExistingGrant,
    acrValues: ['urn:example:strong'],
    claims: {
      openid: ['sub', 'acr', 'amr', 'auth_time', 'sid', 'iss'],
      email: ['email', 'email_verified'],
      profile: ['preferred_username', 'given_name', 'family_name', 'name', 'groups'],
    },
    conformIdTokenClaims: !wishes.claimsInIdToken,
    cookies: { keys: ['of tests'] },
    features: {
      devInteractions: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => {
          ctx.body = page('Sign out?', `${form}<button form="op.logoutForm" name="logout" value="yes">Sign out</button>`);
        },
        postLogoutSuccessSource: (ctx) => {
          ctx.body = page('Signed out', '');
        },
      },
    },
    // Its own way out goes nowhere but into the world, and all clients are on this very machine.
    fetch: (url, { dispatcher: _dispatcher, ...options }) => fetch(url, options),
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    jwks: { keys },
    renderError: (ctx, out) => {
      ctx.type = 'text/plain';
      ctx.body = JSON.stringify(out);
    },
    rotateRefreshToken: true,
    ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 86400, IdToken: 600, Interaction: 600, RefreshToken: 86400, Session: 86400 },
  });
  return { provider, answer: provider.callback() };
}

const read = async (request) => {
  let text = '';
  for await (const part of request) text += part;
  return text;
};

/** The page where people say who they are. */
async function interact(request, response) {
  const { provider } = current;
  if (request.method === 'GET') {
    await provider.interactionDetails(request, response);
    response.setHeader('content-type', 'text/html; charset=utf-8');
    return response.end(signInPage(''));
  }
  const given = new URLSearchParams(await read(request));
  if (given.has('cancel')) {
    const refused = { error: 'access_denied', error_description: '<b>Cancelled by the person</b>' };
    return provider.interactionFinished(request, response, refused);
  }
  const person = people.get(given.get('login'));
  if (!person || person.isDisabled || person.password !== given.get('password')) {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    return response.end(signInPage('<p role="alert">Not let in.</p>'));
  }
  const { sub: accountId, amr, acr } = person;
  return provider.interactionFinished(request, response, { login: { accountId, amr, acr } });
}

const signInPage = (said) =>
  page(
    'The tests’ provider',
    `${said}<form method="post"><input name="login"><input name="password" type="password">` +
      '<button>Sign in</button><button name="cancel" value="1">Cancel</button></form>',
  );

async function serve(request, response) {
  const { pathname } = new URL(request.url, issuer);
  asked.push(`${request.method} ${pathname}`);
  if (wishes.hangs.includes(pathname)) return undefined;
  return pathname.startsWith('/interaction/') ? interact(request, response) : current.answer(request, response);
}

/** Tells a client that somebody has signed out here, and forgets their sessions. */
async function signOut({ sub, client_id: clientId }) {
  const client = await current.provider.Client.find(clientId);
  for (const session of new Store('Session').all().filter((each) => each.accountId === sub)) {
    const authorization = session.authorizations?.[clientId];
    if (authorization) await client.backchannelLogout(sub, authorization.sid);
    kept.delete(`Session:${session.jti}`);
  }
}

function newKey({ keepsId = false } = {}) {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const kid = keepsId ? keys[0].kid : `key-${Date.now()}-${keys.length}`;
  keys.splice(0, keys.length, { ...privateKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' });
}

const verbs = {
  client: (metadata) => clients.set(metadata.client_id, metadata),
  person: ({ login, ...person }) => people.set(login, person),
  wish: (wished) => Object.assign(wishes, wished),
  rotate: newKey,
  signOut,
  asked: () => asked.splice(0),
};

async function command(request, response) {
  const answer = await verbs[request.url.slice(1)](JSON.parse((await read(request)) || '{}'));
  if (['/wish', '/rotate', '/client'].includes(request.url)) current = newProvider();
  response.end(JSON.stringify(Array.isArray(answer) ? answer : null));
}

const guarded = (handle) => (request, response) =>
  handle(request, response).catch((error) => {
    response.statusCode = error instanceof errors.OIDCProviderError ? error.statusCode : 500;
    response.end(`${error.stack} ${error.cause?.stack}`);
  });

const listening = (handle, name) =>
  new Promise((resolve) => {
    const server = createServer(guarded(handle));
    server.listen(0, '127.0.0.1', () => resolve(`http://${name}:${server.address().port}`));
  });

// To a browser another site than 127.0.0.1, as providers are: no cookie of SameSite=Strict comes back from it.
const issuer = await listening(serve, 'localhost');
newKey();
let current = newProvider();
process.stdout.write(`${JSON.stringify({ issuer, control: await listening(command, '127.0.0.1') })}\n`);
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
