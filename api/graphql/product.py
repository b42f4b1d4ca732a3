"""What the engine asks of the product that uses it, and the values the two exchange."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias, TypeVar

from starlette.datastructures import MutableHeaders
from starlette.requests import Request

ContextT = TypeVar("ContextT")

Requirement: TypeAlias = tuple[tuple[str, ...], ...]
"""Alternatives, each a set of scopes that must all be held; ``((),)`` asks only for being signed in."""

Requirements: TypeAlias = Mapping[str, Requirement]
"""What each guarded coordinate needs; a coordinate that is not listed is open.

Coordinates are ``User.email``, the argument ``Query.users(search:)`` and the input field ``UserFilter.email``.
"""


class Permissions(Protocol):
    """What a caller may do, as of this request."""

    @property
    def fingerprint(self) -> Hashable:
        """Equal for callers who get the same answer from ``allows`` for everything, and the same errors."""
        ...

    @property
    def authenticated(self) -> bool:
        """Whether the caller is anybody."""
        ...

    @property
    def reason(self) -> str | None:
        """Why the caller is nobody, e.g. ``SESSION_ENDED``; ``None`` when no credential was given."""
        ...

    def allows(self, coordinate: str, requirement: Requirement) -> bool:
        """Whether the guarded coordinate is open to the caller."""
        ...

    def denies(self, coordinate: str) -> bool:
        """Whether it is closed by a rule of its own, whatever the caller holds; then ``allows`` says no."""
        ...


@dataclass(frozen=True, slots=True)
class PublicError:
    """What the client may know of an exception.

    Attributes:
        code: One of the closed list of ``extensions.code``.
        message: A sentence for a person.
        extensions: More for a program, beside the code.
        status: The HTTP status, used when nothing of the operation could be answered.
        headers: Sent with that status, e.g. ``Retry-After``.
    """

    code: str
    message: str
    extensions: Mapping[str, object] = field(default_factory=dict[str, object])
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


class Refusal(Exception):
    """The request as a whole is refused, before anything is executed."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        headers: Mapping[str, str] | None = None,
        extensions: Mapping[str, object] | None = None,
    ) -> None:
        """The same values as of a ``PublicError``; ``status`` is always used."""
        super().__init__(message)
        self.error = PublicError(code, message, extensions or {}, status, headers or {})


class Product(Protocol[ContextT]):
    """The application behind the schema."""

    async def open(self, request: Request, *, live: bool = False) -> ContextT:
        """The context of a request, with its caller. May raise ``Refusal``, or what ``explain`` explains.

        For a ``live`` stream it is asked again and again, before each event: whoever the credential stands for *now*.
        """
        ...

    def permissions_of(self, context: ContextT) -> Permissions:
        """What the caller of this context may do."""
        ...

    def identity(self, context: ContextT) -> Hashable | None:
        """Who the caller is, equal for all requests of one; ``None`` for nobody. Live streams are counted by it."""
        ...

    def enter(self, type_name: str, value: object, context: ContextT) -> ContextT:
        """The context for the selection below a value of a boundary type, e.g. after a sign-in."""
        ...

    def explain(self, error: Exception) -> PublicError | None:
        """What the client may know of an exception; ``None`` makes it a masked fault."""
        ...

    def fault(self, fault_id: str, error: BaseException) -> None:
        """Writes an unexpected exception to the log, under the id that the client is told."""
        ...

    def close(self, context: ContextT, headers: MutableHeaders) -> None:
        """Adds what the request left to say (cookies) to the headers of the response."""
        ...
