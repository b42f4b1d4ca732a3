"""One log line for each failed sign-in, for programs that watch the log and shut addresses out (fail2ban).

The line has the client's address and no name. Its words are fixed: the samples in ``docs/samples/fail2ban`` read them.
"""

import logging

from auth.actor import Origin
from auth.login.outcomes import LoginRefusal, Refusal

_logger = logging.getLogger(__name__)

_GUESSES = frozenset({LoginRefusal.INVALID_CREDENTIALS, LoginRefusal.CODE_WRONG, LoginRefusal.PENDING_TOKEN_INVALID})
"""Refusals of what somebody may have guessed; a full account or a busy server is nobody's fault."""


def log_failure(outcome: object, origin: Origin) -> None:
    """Writes the line, if this outcome of a sign-in or of a step is a failed one."""
    if isinstance(outcome, Refusal) and (outcome.code in _GUESSES or outcome.hides_guess):
        _logger.warning("sign-in failed from %s", origin.ip_address)
