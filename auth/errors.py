"""Refusals that a caller can understand and act upon.

A ``DomainError`` is part of an answer: the edge shows it in the payload of the mutation. ``Forbidden`` and
``Unauthenticated`` are not: they say that the caller may not ask at all.
"""

from collections.abc import Sequence


class DomainError(Exception):
    """One refused value or state.

    Attributes:
        code: Stable, upper-case, listed in the reference.
        message: One sentence for a person; holds no secret and no personal value.
        field: The input field it speaks of, as a dotted path of Python names; empty when it is about the whole.
    """

    def __init__(self, code: str, message: str, field: str = "") -> None:
        """See the attributes."""
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = field


class Refused(Exception):
    """A command was refused, with everything that was wrong about it."""

    def __init__(self, *errors: DomainError) -> None:
        """At least one error."""
        super().__init__("; ".join(error.code for error in errors))
        self.errors = errors


class Problems:
    """Collects what is wrong with an input, so that a person sees all of it at once."""

    def __init__(self) -> None:
        """Starts with none."""
        self._errors: list[DomainError] = []

    def add(self, code: str, message: str, field: str = "") -> None:
        """Notes one problem."""
        self._errors.append(DomainError(code, message, field))

    def extend(self, errors: Sequence[DomainError]) -> None:
        """Notes several."""
        self._errors.extend(errors)

    def refuse(self) -> None:
        """Raises ``Refused`` if there is any."""
        if self._errors:
            raise Refused(*self._errors)


class Unauthenticated(Exception):
    """The caller has to sign in first."""

    def __init__(self, reason: str | None) -> None:
        """``reason`` is why the caller is nobody."""
        super().__init__(reason or "NOT_SIGNED_IN")
        self.reason = reason


class Forbidden(Exception):
    """The caller may not do this."""

    def __init__(self, what: str, scopes: Sequence[str]) -> None:
        """``what`` was asked for; ``scopes`` are what it needs."""
        super().__init__(f"{what} needs {' and '.join(scopes)}.")
        self.what = what
        self.scopes = tuple(scopes)


class FreshFactorRequired(Exception):
    """The caller has to prove anew who they are before this is done."""

    def __init__(self, methods: Sequence[str], max_age_seconds: int) -> None:
        """``methods`` are what the caller can prove it with; an API token has none."""
        super().__init__("Prove once more who you are (verifyFreshFactor), then ask again.")
        self.methods = tuple(methods)
        self.max_age_seconds = max_age_seconds


class NotFound(DomainError):
    """The thing named by an id or name does not exist, or the caller may not know that it does."""

    def __init__(self, what: str, field: str) -> None:
        """``what`` is the kind of thing, in words."""
        super().__init__("NOT_FOUND", f"There is no such {what}.", field)


class VersionConflict(DomainError):
    """Somebody else changed the thing since the caller read it."""

    def __init__(self, current: int) -> None:
        """``current`` is the version now."""
        super().__init__(
            "VERSION_CONFLICT",
            f"It was changed meanwhile and is at version {current} now. Read it again before you change it.",
            "version",
        )
        self.current = current


class BadInput(Exception):
    """An argument of a read that cannot be answered: a forged cursor, a page out of bounds."""

    def __init__(self, argument: str, message: str) -> None:
        """``argument`` is its name; ``message`` says what is allowed."""
        super().__init__(message)
        self.argument = argument
        self.message = message


class RateLimited(Exception):
    """Something is asked for more often than is done."""

    def __init__(self, retry_after_seconds: int) -> None:
        """When it is worth asking again, in seconds."""
        super().__init__("This is asked for too often. Try again in a moment.")
        self.retry_after_seconds = retry_after_seconds
