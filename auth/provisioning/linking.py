"""Links somebody's identity at a provider to the account in which they are signed in: a further way in."""

from auth.mail.messages import SignInWayChangedMail
from auth.mail.outbox import send_mail
from auth.provisioning.apply import Arrival, give_roles, link
from auth.provisioning.evaluation import evaluate_own_link
from auth.provisioning.events import LinkedBy
from auth.provisioning.refreshing import refresh_link
from auth.provisioning.rules import Way
from auth.provisioning.sources import ArrivalSource
from auth.sources.identity import ExternalIdentity
from auth.unit_of_work import Work
from auth.users.following import Followed
from models.user import User


async def link_own(work: Work, user: User, identity: ExternalIdentity, source: ArrivalSource) -> Arrival:
    """Links an identity to an account that the unit of work has locked, or tells why not; nothing is written then.

    What the source gives is given at once, as at a first sign-in by it. One that is linked to the account already stays
    so. Raises ``Collided``.
    """
    evaluation = await evaluate_own_link(identity, source, user)
    way, known = evaluation.decision.way, evaluation.candidates.link
    if way is Way.DENY:
        return Arrival(evaluation, None, Followed())
    if known is not None:
        await refresh_link(work, user, known, evaluation)
        return Arrival(evaluation, user, Followed())
    await link(work, user, evaluation, LinkedBy.SIGNED_IN)
    followed = await give_roles(work, user, evaluation)
    told = SignInWayChangedMail(what=f"{source.name} was linked to it", at=work.now)
    await send_mail(work, user.email, told, user.id)
    return Arrival(evaluation, user, followed)
