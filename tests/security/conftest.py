"""Every test meets the running product, on each engine."""

from tests.support.gate import gate

__all__ = ["gate"]
