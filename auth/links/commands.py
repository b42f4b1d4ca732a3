"""What is told of links themselves; what they are good for is done by the features that mail them."""

from auth.links.events import LinkNotUsed
from auth.links.one_time import Given
from auth.permissions import open_to_anyone
from auth.unit_of_work import Work


@open_to_anyone("it only says in the trail what was refused")
async def note_refused(work: Work, link: Given) -> None:
    """Says that somebody came with a link that is worth nothing."""
    work.record(LinkNotUsed(purpose=link.purpose))
