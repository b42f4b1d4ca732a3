"""Every test of commands gets a house of its own on each engine."""

from tests.support.house import house

__all__ = ["house"]
