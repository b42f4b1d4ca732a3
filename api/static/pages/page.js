"use strict";

/* The token stands in the fragment of the address, which no server and no log sees; it is taken off it at once. */
const token = new URLSearchParams(location.hash.slice(1)).get("token") ?? "";
history.replaceState(null, "", location.pathname);

const form = document.getElementById("form");
const button = document.getElementById("do");
const said = document.getElementById("said");
const rules = document.getElementById("rules");
const field = (name) => document.getElementById(name);
const value = (name) => field(name)?.value ?? "";

const ERRORS = "errors { message code ... on PasswordRejectedError { rules { rule met message } } }";
const ACTIONS = {
  "reset-password": {
    query: `mutation ($i: ResetPasswordInput!) { done: resetPassword(input: $i) { username ${ERRORS} } }`,
    input: () => ({ token, newPassword: value("password") }),
    says: (done) => `The password is set. Sign in as ${done.username} now.`,
  },
  "accept-invitation": {
    query: `mutation ($i: AcceptInvitationInput!) { done: acceptInvitation(input: $i) { username ${ERRORS} } }`,
    input: () => ({
      token,
      newPassword: value("password"),
      ...(value("firstName") && { firstName: value("firstName") }),
      ...(value("lastName") && { lastName: value("lastName") }),
    }),
    says: (done) => `The account is ready. Sign in as ${done.username} now.`,
  },
  "confirm-email": {
    query: `mutation ($i: ConfirmEmailInput!) { done: confirmEmail(input: $i) { isConfirmed ${ERRORS} } }`,
    input: () => ({ token }),
    says: () => "The address is confirmed. You can close this page.",
  },
};
const action = ACTIONS[form.dataset.page];
const CHECK = `query ($p: String!, $t: String!) {
  checkPassword(password: $p, linkToken: $t) { rules { rule met message } }
}`;

async function ask(query, variables) {
  const response = await fetch("/graphql", {
    method: "POST",
    credentials: "omit",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query, variables }),
  });
  return response.json();
}

function say(text, kind) {
  said.textContent = text;
  said.className = kind;
}

function show(found) {
  rules?.replaceChildren(
    ...found.map((each) => {
      const item = document.createElement("li");
      item.className = each.met ? "met" : "unmet";
      item.textContent = each.message;
      return item;
    }),
  );
}

let asked = 0;
async function check() {
  const mine = ++asked;
  await new Promise((wake) => setTimeout(wake, 300));
  if (mine !== asked || !value("password")) return;
  const answer = await ask(CHECK, { p: value("password"), t: token }).catch(() => null);
  if (mine === asked && answer?.data?.checkPassword) show(answer.data.checkPassword.rules);
}

async function send(event) {
  event.preventDefault();
  if (rules && value("password") !== value("again")) {
    say("The two passwords differ.", "bad");
    field("again").focus();
    return;
  }
  button.disabled = true;
  say("", "");
  const answer = await ask(action.query, { i: action.input() }).catch(() => null);
  const done = answer?.data?.done;
  if (done && done.errors.length === 0) {
    form.hidden = true;
    document.getElementById("intro").hidden = true;
    say(action.says(done), "good");
    return;
  }
  button.disabled = false;
  const error = done?.errors[0];
  if (error?.rules) show(error.rules);
  say(error?.message ?? "That did not work. Try again in a moment.", "bad");
}

if (token) {
  form.addEventListener("submit", send);
  field("password")?.addEventListener("input", check);
} else {
  form.hidden = true;
  say("This address is not complete. Open the link of your mail once more.", "bad");
}
