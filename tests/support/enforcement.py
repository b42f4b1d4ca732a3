"""A house whose people sign in by a provider: an administrator comes by it, and another is for the day it fails."""

from dataclasses import dataclass
from uuid import UUID

from auth.actor import Actor
from auth.enforcement.commands import enforce_sso
from models.identity_provider import IdentityProvider
from tests.support.authenticator import Person
from tests.support.house import House
from tests.support.identity_providers import from_provider, provider_row


@dataclass(frozen=True, slots=True)
class Scene:
    """Who is there.

    Attributes:
        boss: The administrator who comes by the provider, with a session; ``boss_id`` is their account.
        rescue: The local administrator with a phone.
    """

    house: House
    corp: IdentityProvider
    boss: Actor
    boss_id: UUID
    rescue: Person

    async def prove(self, corp: IdentityProvider | None = None) -> None:
        """As if the boss had just come in by the provider."""
        of = IdentityProvider.filter(id=(corp or self.corp).id)
        await of.update(proven_at=self.house.clock.now(), proven_by_id=self.boss_id)

    async def enforce(self, *user_ids: UUID) -> None:
        """Enforces single sign-on; the rescuer is exempt, or these."""
        await self.prove()
        await self.house.freshen(self.boss)
        wanted = user_ids or (self.rescue.user_id,)
        await self.house.do(self.boss, lambda work: enforce_sso(work, self.corp.id, wanted))


async def scene(house: House) -> Scene:
    """Nothing is enforced yet."""
    corp = await provider_row("corp")
    boss_id = await from_provider(house, corp, "boss", "admin")
    rescue = await rescuer(house, "rescue")
    return Scene(house, corp, await house.actor(boss_id), boss_id, rescue)


async def rescuer(house: House, name: str, *, enrolled: bool = True) -> Person:
    """A local administrator."""
    password, email = await house.password(), f"{name}@example.com"
    made = Person(house, name, await house.user(name, "admin", password=password, email=email))
    if enrolled:
        await made.enrol()
    return made
