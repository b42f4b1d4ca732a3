"""Asking for a new password does not tell whether there is an account: one body, as many statements, as much time."""

from statistics import median
from time import perf_counter

from models.outbox_mail import OutboxMail
from models.user import User, UserStatus
from tests.support.gate import Gate
from tests.support.statements import statements
from tests.support.trail import hearing

FORGOT = "mutation ($login: String!) { requestPasswordReset(input: {login: $login}) { errors { code } } }"
REASONS = {
    "asa": None,
    "asa@example.com": None,
    "nobody": "UNKNOWN_ACCOUNT",
    "nobody@example.com": "UNKNOWN_ACCOUNT",
    "x" * 10_000: "UNKNOWN_ACCOUNT",
    "\0": "UNKNOWN_ACCOUNT",
    "bare": "NO_EMAIL",
    "inactive": "ACCOUNT_NOT_USABLE",
    "locked": "ACCOUNT_NOT_USABLE",
    "invited": "NO_PASSWORD",
}
"""Why nothing is mailed, by what is typed; ``None`` where something is."""
ROUNDS = 40


async def furnish(gate: Gate) -> None:
    """An account of each kind."""
    password = await gate.house.password()
    await gate.user("asa", email="asa@example.com", password=password)
    await gate.user("bare", password=password)
    await gate.user("inactive", email="off@example.com", password=password, status=UserStatus.INACTIVE)
    await gate.user("locked", email="locked@example.com", password=password)
    await User.filter(username_key="locked").update(locked_at=gate.house.clock.now())
    await gate.user("invited", email="invited@example.com")


async def test_all_answers_are_alike_and_cost_as_many_statements(gate: Gate) -> None:
    await furnish(gate)
    await gate.send(FORGOT, {"login": "nobody"})  # so that everything is warm
    bodies, headers, counts = set[bytes](), set[tuple[str, ...]](), dict[str, int]()
    for login, reason in REASONS.items():
        async with hearing() as heard:
            with statements() as executed:
                response = await gate.send(FORGOT, {"login": login})
        bodies.add(response.content)
        headers.add(tuple(key for key in response.headers if key not in {"x-request-id", "date"}))
        counts[login[:20]] = len(executed)
        action = "password.reset_requested" if reason is None else "password.reset_not_sent"
        assert [(told.action, told.reason) for told in heard.events] == [(action, reason)], login[:20]
    assert len(bodies) == len(headers) == 1
    assert len(set(counts.values())) == 1, counts


async def test_the_time_it_takes_does_not_tell_either(gate: Gate) -> None:
    password, took = await gate.house.password(), dict[str, list[float]](somebody=[], nobody=[])
    for number in range(ROUNDS):  # another account each time: one is mailed three in an hour
        await gate.user(f"somebody{number}", email=f"somebody{number}@example.com", password=password)
    for number in range(ROUNDS):
        for name, times in took.items():
            began = perf_counter()
            await gate.send(FORGOT, {"login": f"{name}{number}"})
            times.append(perf_counter() - began)
    assert await OutboxMail.all().count() == ROUNDS
    known, unknown = median(took["somebody"]), median(took["nobody"])
    assert abs(known - unknown) < 0.5 * max(known, unknown), (known, unknown)
