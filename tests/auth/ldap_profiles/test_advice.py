"""Whatever can go wrong with a directory comes with what to do about it."""

from auth.ldap_profiles.advice import FOR_FAILURES, FOR_PEOPLE, advice_for
from auth.sources.examination import FailureKind, Step, StepReport, StepState
from auth.sources.identity import NotProven


def test_every_failure_has_its_advice() -> None:
    assert set(FOR_FAILURES) == set(FailureKind)
    assert set(FOR_PEOPLE) == set(NotProven)
    for advice in (*FOR_FAILURES.values(), *FOR_PEOPLE.values()):
        assert advice.endswith(".")


def test_a_step_that_did_not_fail_needs_none() -> None:
    assert advice_for(StepReport(Step.TCP, StepState.PASSED, 1)) is None
    failed = StepReport(Step.TCP, StepState.FAILED, 1, kind=FailureKind.TIMEOUT)
    assert advice_for(failed) == FOR_FAILURES[FailureKind.TIMEOUT]
    refused = StepReport(Step.USER_BIND, StepState.FAILED, 1, because=NotProven.LOCKED)
    assert advice_for(refused) == FOR_PEOPLE[NotProven.LOCKED]
