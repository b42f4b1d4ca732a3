"""Ends sessions."""

from typing import Annotated
from uuid import UUID

import strawberry

from auth.permissions import Scope
from auth.session_ending import commands
from auth.session_ending.many import Many, end_sessions
from auth.sessions.queries import session_by_id
from resolvers.context import Info
from resolvers.node import decode_id
from resolvers.payloads import Payload, answered
from resolvers.permissions import guarded, mutation, plain
from resolvers.sessions.filters import SessionFilterInput
from resolvers.sessions.types import Session, account
from resolvers.users.types import User

Input = strawberry.argument(description="What to do.")


@strawberry.input(description="A session to end.")
class EndSessionInput:
    """Which."""

    id: strawberry.ID = plain("The session: one's own, or with sessions:end that of an account that may do no more.")


@strawberry.input(description="Sessions to end.")
class EndSessionsInput:
    """Becomes a ``Many``."""

    filter: SessionFilterInput = plain("Which of the open ones; an empty filter means all of them.")
    except_current: bool = plain("Whether the session by which the caller came stays open.", default=True)
    dry_run: bool = plain("Whether to tell only what would happen.", default=False)


@strawberry.type(description="What became of it.")
class EndSessionPayload(Payload):
    """Of ``endSession``."""

    session_id: strawberry.Private[UUID | None] = None

    @strawberry.field(
        description="The session as it is now; null for somebody else's without sessions:read.",
        graphql_type=Session | None,
    )
    async def session(self, info: Info) -> object:
        """Read after the change was committed."""
        context = info.context
        if self.session_id is None:
            return None
        return await session_by_id(context.actor, self.session_id, info.selection, context.clock.now())


@strawberry.type(description="An account whose sessions stay open.")
class SessionsKept:
    """Its values are ``RefusedAccount``."""

    user_id: strawberry.Private[UUID]
    sessions: int = plain("How many of its sessions were meant.")
    code: str = plain("Why they stay, as a stable code.")
    message: str = plain("The same in a sentence.")

    @guarded(Scope.USERS_READ, description="The account.", graphql_type=User | None)
    async def user(self, info: Info) -> object:
        """Accounts of a list are read together."""
        return await account(info, self.user_id)


@strawberry.type(description="What became of it; in a dry run, what would.")
class EndSessionsPayload(Payload):
    """Of ``endSessions``."""

    ended_count: int = plain("How many sessions were ended.", default=0)
    kept: list[SessionsKept] = plain("Accounts that may do more than the caller: theirs stay.", default_factory=list)


@strawberry.type(description="What became of it.")
class EndOtherSessionsPayload(Payload):
    """Of ``endOtherSessions``."""

    ended_count: int = plain("How many sessions were ended.", default=0)


@strawberry.type(description="What became of it.")
class EndMySessionsPayload(Payload):
    """Of ``endMySessions``."""

    ended_count: int = plain("How many sessions were ended.", default=0)


@strawberry.type
class SessionMutations:
    """Root fields."""

    @mutation(commands.end_session, "Ends a session; it is refused from the next request on.")
    async def end_session(self, info: Info, input: Annotated[EndSessionInput, Input]) -> EndSessionPayload | None:
        """See the command."""
        session_id = decode_id(input.id, "ses", "input.id")

        async def end() -> EndSessionPayload:
            await info.context.perform(lambda work: commands.end_session(work, session_id))
            return EndSessionPayload(session_id=session_id)

        return await answered(EndSessionPayload, end())

    @mutation(commands.end_sessions_of, "Ends many sessions, of one account or of all; at most 10,000 at once.")
    async def end_sessions(self, info: Info, input: Annotated[EndSessionsInput, Input]) -> EndSessionsPayload | None:
        """See the command."""
        context = info.context
        many = Many(input.filter.wanted(), context.actor.session_id if input.except_current else None, input.dry_run)

        async def end() -> EndSessionsPayload:
            done = await end_sessions(context.units, context.actor, many, context.clock.now())
            kept = [
                SessionsKept(user_id=each.user_id, sessions=each.sessions, code=each.code, message=each.message)
                for each in done.refused
            ]
            return EndSessionsPayload(ended_count=done.count, kept=kept)

        return await answered(EndSessionsPayload, end())

    @mutation(commands.end_other_sessions, "Ends all sessions of the caller but the one by which they came.")
    async def end_other_sessions(self, info: Info) -> EndOtherSessionsPayload | None:
        """See the command."""

        async def end() -> EndOtherSessionsPayload:
            return EndOtherSessionsPayload(ended_count=await info.context.perform(commands.end_other_sessions))

        return await answered(EndOtherSessionsPayload, end())

    @mutation(commands.end_my_sessions, "Ends all sessions of the caller, and makes a browser forget its own.")
    async def end_my_sessions(self, info: Info) -> EndMySessionsPayload | None:
        """See the command."""

        async def end() -> EndMySessionsPayload:
            done = EndMySessionsPayload(ended_count=await info.context.perform(commands.end_my_sessions))
            info.context.browser.session = info.context.browser.pending = None
            return done

        return await answered(EndMySessionsPayload, end())
