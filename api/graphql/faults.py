"""Ids by which a masked fault is found in the log."""

from secrets import token_hex


def new_fault_id() -> str:
    """16 random hexadecimal digits."""
    return token_hex(8)
