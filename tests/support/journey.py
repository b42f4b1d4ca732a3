"""The first steps that most black-box tests start with."""

from tests.support.server import Api, Server

CHOSEN_PASSWORD = "Chosen-by-tests-1"

SIGN_IN = """
mutation ($username: String!, $password: String!) {
  login(input: {username: $username, password: $password, delivery: TOKEN}) {
    __typename
    ... on LoginSucceeded { accessToken }
    ... on PasswordChangeRequired { pendingToken }
    ... on LoginRefused { code }
  }
}
"""

CHANGE = """
mutation ($token: String!, $password: String!) {
  changeExpiredPassword(input: {pendingToken: $token, newPassword: $password}) {
    __typename
    ... on LoginSucceeded { accessToken }
  }
}
"""

UNHURRIED = """
mutation {
  updateLockoutSettings(input: {
    failedAttemptsAllowed: 0, attemptsPerMinutePerAddress: 0, attemptsPerHourPerAddress: 0
  }) { errors { code } }
}
"""


def unhurried(administrator: Api) -> Api:
    """Lets everybody sign in as often as they like, for tests that are about something else; gives back the client."""
    assert administrator.data(UNHURRIED) == {"updateLockoutSettings": {"errors": []}}
    return administrator


def signed_in(server: Server, username: str, password: str) -> Api:
    """A client that has signed in, which must need nothing more."""
    outcome = server.api().data(SIGN_IN, username=username, password=password)["login"]
    assert outcome["__typename"] == "LoginSucceeded", outcome
    return server.api(outcome["accessToken"])


def administrator(server: Server) -> Api:
    """The first administrator, who signs in as printed and chooses a password; on a server that has just been made."""
    printed = server.printed_password
    step = server.api().data(SIGN_IN, username="admin", password=printed)["login"]
    assert step["__typename"] == "PasswordChangeRequired", step
    done = server.api().data(CHANGE, token=step["pendingToken"], password=CHOSEN_PASSWORD)["changeExpiredPassword"]
    assert done["__typename"] == "LoginSucceeded", done
    return server.api(done["accessToken"])
