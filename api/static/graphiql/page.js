"use strict";

const SIGN_IN = `# Welcome to Gatehouse. Three tabs to begin with:
#
# 1. Sign in, here: put in your password and press the
#    triangle (or Ctrl-Enter). A cookie keeps the session.
# 2. A printed password has to be changed at once: if this
#    answers PasswordChangeRequired, go on in the second tab.
# 3. The third tab lists accounts.

mutation SignIn {
  login(input: {
    username: "admin"
    password: "…"
    delivery: COOKIE
  }) {
    __typename
    ... on LoginSucceeded {
      viewer { username roles { name } scopes }
    }
    ... on PasswordChangeRequired { message expiresAt }
    ... on LoginRefused { code message retryAfterSeconds }
  }
}
`;

const CHANGE_PASSWORD = `# Within ten minutes after the first tab: a cookie
# remembers that your password was right.

mutation ChangeExpiredPassword {
  changeExpiredPassword(input: {
    newPassword: "…"
  }) {
    __typename
    ... on LoginSucceeded { viewer { username } }
    ... on PasswordRejected { message }
    ... on LoginRefused { code message }
  }
}
`;

const LIST_USERS = `query Users {
  viewer { username }
  users(first: 25, orderBy: {username: ASC}) {
    totalCount
    nodes { id username email status roles { name } }
    pageInfo { hasNextPage endCursor }
  }
}
`;

async function graphql(operation, options) {
  const answer = await fetch("/graphql", {
    method: "POST",
    credentials: "same-origin",
    headers: {"Content-Type": "application/json", Accept: "application/graphql-response+json", ...options?.headers},
    body: JSON.stringify(operation),
  });
  return answer.json();
}

// The published schema is open to all; introspection only to those who are signed in.
async function schemaText() {
  const answer = await fetch("/schema.graphql");
  return answer.ok ? answer.text() : undefined;
}

function schemaOf(text) {
  try {
    return GraphiQL.GraphQL.buildSchema(text, {assumeValid: true, assumeValidSDL: true});
  } catch {
    return undefined; // GraphiQL then asks by introspection
  }
}

async function start() {
  const text = await schemaText();
  const page = React.createElement(GraphiQL, {
    fetcher: graphql,
    schema: text === undefined ? undefined : schemaOf(text),
    defaultTabs: [{query: SIGN_IN}, {query: CHANGE_PASSWORD}, {query: LIST_USERS}],
    defaultEditorToolsVisibility: false,
    shouldPersistHeaders: false,
    storage: sessionStorage, // a password that was typed here is forgotten with the tab
  });
  ReactDOM.createRoot(document.getElementById("graphiql")).render(page);
}

start();
