import pytest

from auth.login.events import FailedBecause
from auth.login.outcomes import LoginRefusal
from auth.provisioning.rules import DeniedBecause
from auth.single_sign_on.codes import SsoCode
from auth.single_sign_on.reasons import because_denied, because_of, code_of, code_of_refusal
from auth.sources.failures import SsoFailure, SsoRefused


@pytest.mark.parametrize(
    ("denied", "code"),
    [
        (DeniedBecause.DISABLED_THERE, SsoCode.ACCOUNT_OFF),
        (DeniedBecause.ACCOUNT_INACTIVE, SsoCode.ACCOUNT_OFF),
        (DeniedBecause.LOCKED_BY_HAND, SsoCode.ACCOUNT_OFF),
        (DeniedBecause.LOCKED_AUTOMATICALLY, SsoCode.ACCOUNT_OFF),
        (DeniedBecause.SERVICE_ACCOUNT, SsoCode.NOT_ALLOWED),
        (DeniedBecause.OTHER_SOURCE, SsoCode.NOT_ALLOWED),
        (DeniedBecause.OTHER_IDENTITY, SsoCode.NOT_ALLOWED),
        (DeniedBecause.NO_ACCOUNT, SsoCode.NOT_ALLOWED),
        (DeniedBecause.DOMAIN_NOT_ALLOWED, SsoCode.NOT_ALLOWED),
        (DeniedBecause.GROUP_MISSING, SsoCode.NOT_ALLOWED),
        (DeniedBecause.GROUPS_UNKNOWN, SsoCode.NOT_ALLOWED),
        (DeniedBecause.EMAIL_IN_USE, SsoCode.EMAIL_IN_USE),
        (DeniedBecause.NO_ROLE, SsoCode.NO_ROLE),
    ],
    ids=str,
)
def test_what_the_rules_deny_is_told_as_far_as_the_person_may_know(denied: DeniedBecause, code: SsoCode) -> None:
    assert code_of(because_denied(denied)) is code


@pytest.mark.parametrize("denied", list(DeniedBecause))
def test_each_denial_has_its_own_name_in_the_trail(denied: DeniedBecause) -> None:
    assert because_denied(denied).value == denied.value


@pytest.mark.parametrize("failure", list(SsoFailure))
def test_a_failure_with_the_provider_is_an_outage_a_change_of_mind_or_a_refusal(failure: SsoFailure) -> None:
    refused = SsoRefused(failure)
    because = because_of(refused)
    assert (because is FailedBecause.PROVIDER_UNAVAILABLE) == refused.is_outage
    assert (because is FailedBecause.CANCELLED_THERE) == (failure is SsoFailure.DENIED_THERE)
    assert code_of(because) in {SsoCode.PROVIDER_UNAVAILABLE, SsoCode.CANCELLED, SsoCode.FAILED, SsoCode.NOT_FRESH}


@pytest.mark.parametrize(
    ("refusal", "code"),
    [
        (LoginRefusal.SESSION_LIMIT, SsoCode.LIMIT_FULL),
        (LoginRefusal.SESSION_LIMIT_REACHED, SsoCode.LIMIT_FULL),
        (LoginRefusal.LICENCE_EXPIRED, SsoCode.LICENCE_EXPIRED),
        (LoginRefusal.NO_ROLE, SsoCode.NO_ROLE),
        (LoginRefusal.RATE_LIMITED, SsoCode.RATE_LIMITED),
        (LoginRefusal.INVALID_CREDENTIALS, SsoCode.NOT_ALLOWED),
    ],
    ids=str,
)
def test_a_session_that_is_refused_is_told(refusal: LoginRefusal, code: SsoCode) -> None:
    assert code_of_refusal(refusal) is code


@pytest.mark.parametrize("code", list(SsoCode))
def test_each_code_has_one_sentence(code: SsoCode) -> None:
    assert code.message.endswith(".")
