"""A role that a directory profile or a policy gives stays, and stays one for people."""

import pytest

from auth.errors import Refused
from auth.roles.commands import delete_role, update_role
from auth.roles.drafts import RoleChanges
from auth.unit_of_work import Work
from models.policy import Policy, PolicyRole, PolicyType
from tests.support.house import NOON, House
from tests.support.ldap_profiles import profile
from tests.support.trail import nothing_changes


async def test_what_gives_a_role_is_named(house: House) -> None:
    root, ops = await house.root(), await house.role("ops")
    await profile(house, manage_role="ops")
    await profile(house, name="lab", user_role="ops")
    policy = await Policy.create(
        type=PolicyType.USER, value="asa", value_key="asa", position=7, created_at=NOON, updated_at=NOON
    )
    await PolicyRole.create(policy_id=policy.id, role_id=ops)

    async def deletes(work: Work) -> None:
        await delete_role(work, ops)

    async def changes(work: Work) -> None:
        await update_role(work, ops, RoleChanges(api_only=True))

    for command, field in ((deletes, "id"), (changes, "api_only")):
        async with nothing_changes():
            with pytest.raises(Refused) as refused:
                await house.do(root, command)
        assert [(error.code, error.field, error.message) for error in refused.value.errors] == [
            ("ROLE_IN_USE", field, "These directory profiles give it: corp, lab."),
            ("ROLE_IN_USE", field, "The policies at these positions give it: 7."),
        ]
