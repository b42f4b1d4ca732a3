"""What sign-ins come to is the same whether one person is looked at or everybody."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from auth.policies.next_sign_in import NextSignIns, Outcome, RuleSet, SourcedAccount, fingerprint
from auth.policies.rules import Person, PolicyFacts, ProfileRules, RoleGiven, decide_roles
from auth.roles.rules import RoleFacts
from auth.settings.pages import PolicyResolution
from models.ldap_profile import RolesFollow
from models.policy import PolicyType

ROLES = [RoleGiven(UUID(int=number), f"role {number}", number % 4) for number in range(1, 5)]
GROUPS = ["cn=a", "cn=b", "cn=c", "cn=of no policy"]
NAMES = ["ada", "bea", "eva"]
PROFILES = [UUID(int=91), UUID(int=92)]

roles = st.sampled_from(ROLES)
people = st.builds(
    Person,
    st.frozensets(st.sampled_from(NAMES), min_size=1),
    st.none() | st.frozensets(st.sampled_from(GROUPS)),
)


@st.composite
def policies(draw: st.DrawFn, position: int) -> PolicyFacts:
    kind = draw(st.sampled_from(PolicyType))
    value = draw(st.sampled_from(GROUPS if kind is PolicyType.GROUP else NAMES))
    given_roles = tuple(draw(st.lists(roles, min_size=1, max_size=2, unique=True)))
    profile = draw(st.none() | st.sampled_from(PROFILES))
    return PolicyFacts(
        UUID(int=100 + position), kind, value, value, profile, position, draw(st.booleans()), given_roles
    )


@st.composite
def profiles(draw: st.DrawFn, profile_id: UUID) -> ProfileRules:
    return ProfileRules(
        profile_id,
        str(profile_id.int),
        draw(st.none() | roles),
        draw(st.none() | st.sampled_from(GROUPS)),
        draw(st.none() | roles),
        draw(st.booleans()),
        draw(st.sampled_from(RolesFollow)),
    )


@st.composite
def rule_sets(draw: st.DrawFn) -> RuleSet:
    count = draw(st.integers(0, 5))
    return RuleSet(
        [draw(policies(position)) for position in range(1, count + 1)],
        {profile_id: draw(profiles(profile_id)) for profile_id in PROFILES},
        draw(st.sampled_from(PolicyResolution)),
    )


@given(rule_sets(), st.lists(st.tuples(people, st.sampled_from(PROFILES)), max_size=6))
def test_everybodys_outcome_is_what_their_own_sign_in_decides(
    rules: RuleSet, everybody: list[tuple[Person, UUID]]
) -> None:
    together, before = NextSignIns(rules), frozenset({ROLES[0].id})
    for person, profile_id in everybody:
        account = SourcedAccount(UUID(int=1), "x", profile_id, person, frozenset(), before)
        profile = rules.profiles[profile_id]
        decision = decide_roles(person, profile, rules.policies, rules.resolution)
        found = together.outcome(account)
        assert found.is_known is not decision.keeps
        assert found.is_refused is (decision.is_refused and not decision.keeps)
        stays = decision.keeps or decision.is_refused or profile.follow is not RolesFollow.EACH_LOGIN
        assert found.given == (before if stays else {owned.role.id for owned in decision.roles})


def test_an_account_whose_directory_is_gone_keeps_what_it_has() -> None:
    nothing = RuleSet([], {}, PolicyResolution.FIRST)
    for profile_id in (None, PROFILES[0]):
        account = SourcedAccount(UUID(int=1), "x", profile_id, Person(frozenset(), None), frozenset(), frozenset())
        assert NextSignIns(nothing).outcome(account) == Outcome(frozenset())


@given(rule_sets(), rule_sets())
def test_rules_have_one_fingerprint_only_where_they_are_the_same(one: RuleSet, other: RuleSet) -> None:
    assert (fingerprint(one, {}) == fingerprint(other, {})) is (one == other)


def test_a_fingerprint_covers_what_roles_carry() -> None:
    rules = RuleSet([], {}, PolicyResolution.FIRST)

    def of(**values: object) -> str:
        facts = RoleFacts(UUID(int=1), "a", 1, **{"scopes": frozenset(), "parents": frozenset(), **values})  # type: ignore[arg-type] # fields
        return fingerprint(rules, {facts.id: facts})

    seen = {of(), of(scopes=frozenset({"users:read"})), of(parents=frozenset({UUID(int=2)})), of(licensed=True)}
    assert len(seen) == 4
