'use strict';
// The smallest page that signs people in: it uses nothing but the public API, and keeps nothing itself.
const VIEWER = '{ viewer { username roles { name } } signInOptions { providers { slug name loginUrl } } }';
const PENDING = '{ pendingLogin { step returnTo } }';
const VERIFY = 'mutation ($code: String!) { verifyMfa(input: { code: $code }) { __typename ... on LoginRefused { code } } }';
const LOGOUT = 'mutation { logout { providerLogoutUrl } }';

const at = (id) => document.getElementById(id);
const show = (id, text) => {
  at(id).textContent = text ?? '';
};
const asked = new URLSearchParams(location.search);

const place = () => location.pathname + location.search + location.hash;

async function graphql(query, variables = {}) {
  const { api } = await (await fetch('/config.json')).json();
  const answer = await fetch(`${api}/graphql`, {
    method: 'POST',
    credentials: 'include',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await answer.json();
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

function offer(providers) {
  const wanted = asked.has('error') ? (asked.get('returnTo') ?? '/') : place();
  for (const { slug, name, loginUrl } of providers) {
    const link = document.createElement('a');
    link.href = `${loginUrl}?returnTo=${encodeURIComponent(wanted)}`;
    link.id = `by-${slug}`;
    link.textContent = name;
    at('providers').append(link);
  }
}

async function verify(event) {
  event.preventDefault();
  const { returnTo } = (await graphql(PENDING)).pendingLogin;
  const { verifyMfa: done } = await graphql(VERIFY, { code: new FormData(event.target).get('code') });
  if (done.__typename === 'LoginSucceeded') location.replace(returnTo ?? '/');
  else show('code', done.code);
}

async function leave() {
  const { providerLogoutUrl } = (await graphql(LOGOUT)).logout;
  location.assign(providerLogoutUrl ?? '/');
}

async function begin() {
  const isTold = asked.has('error') || asked.has('done') || asked.has('step');
  show('here', isTold ? asked.get('returnTo') : place());
  show('code', asked.get('error'));
  show('done', asked.get('done'));
  show('reference', asked.get('reference'));
  const { viewer, signInOptions } = await graphql(VIEWER);
  show('username', viewer?.username);
  show('roles', viewer?.roles.map((role) => role.name).sort().join(' '));
  at('logout').hidden = !viewer;
  at('logout').addEventListener('click', () => leave().catch(failed));
  if (viewer) return 'signed in';
  if (asked.has('step')) {
    const { pendingLogin } = await graphql(PENDING);
    show('wanted', pendingLogin?.returnTo);
    at('mfa').hidden = pendingLogin?.step !== 'VERIFY_MFA';
    at('mfa').addEventListener('submit', (event) => verify(event).catch(failed));
    return pendingLogin ? `waits for ${pendingLogin.step}` : 'nothing waits';
  }
  offer(signInOptions.providers);
  return 'signed out';
}

const failed = (error) => show('state', `failed: ${error.message}`);
begin().then((state) => show('state', state), failed);
