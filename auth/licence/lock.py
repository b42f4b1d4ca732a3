"""The one lock of whatever the licence caps: places and seats are given one at a time, by whatever process."""

from auth.settings.commands import make_row
from auth.settings.pages import LicenceSettings
from auth.settings.queries import name_of
from auth.unit_of_work import Work
from models.setting import SettingsPage


async def lock_licence(work: Work) -> None:
    """Locks the licence until the unit of work ends; taken after every other lock, and only where there is a cap.

    What is read from then on stays true: whoever gave out a place or seat before has committed.
    """
    name = name_of(LicenceSettings)
    if await SettingsPage.select_for_update().get_or_none(name=name) is None:
        await make_row(work, name)
        await SettingsPage.select_for_update().get(name=name)
