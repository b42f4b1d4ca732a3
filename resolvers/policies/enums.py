"""Closed enums of policies."""

from models.policy import PolicyType
from resolvers.enums import described

__all__ = ["PolicyType"]

described(
    PolicyType,
    "Whom a policy is about.",
    GROUP="The members of a group of a directory, by its distinguished name.",
    USER="One person, by the name in the directory or the username here.",
)
