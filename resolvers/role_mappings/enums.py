"""Closed enums of role mappings."""

from auth.role_mappings.rules import MappingVerdict
from models.identity_provider import GroupMatch
from resolvers.enums import described

__all__ = ["GroupMatch", "MappingVerdict"]

described(
    GroupMatch,
    "How a mapping compares the names of groups: character by character, with a difference between cases.",
    EXACT="The whole name.",
    GLOB="A pattern of the whole name, in which * stands for any characters, also for none.",
)
described(
    MappingVerdict,
    "What became of a mapping in one sign-in.",
    MATCHED="It gives its role.",
    NOT_MATCHED="It is about other groups.",
    OFF="It is switched off.",
    UNKNOWN="The provider did not tell the groups.",
)
