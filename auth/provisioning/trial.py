"""Which roles somebody would get by values of a profile that need not be stored: decided as a sign-in decides it."""

from auth.policies.queries import policies_in_force
from auth.policies.rules import ProfileRules, RolesDecision, decide_roles
from auth.provisioning.evaluation import account_meant, free_username
from auth.provisioning.groups import person_of
from auth.provisioning.values import legal
from auth.settings.pages import DirectorySettings
from auth.settings.queries import current
from auth.sources.identity import ExternalIdentity
from models.user import User


async def roles_by(identity: ExternalIdentity, rules: ProfileRules) -> RolesDecision:
    """What the rules of a profile and the policies come to for somebody. Nothing is written."""
    person = legal(identity)
    account_id = await account_meant(person)
    user = await User.get_or_none(id=account_id).only("id", "username") if account_id else None
    username = user.username if user else await free_username(person)
    resolution = (await current(DirectorySettings)).policy_resolution
    return decide_roles(person_of(person, username), rules, await policies_in_force(), resolution)
