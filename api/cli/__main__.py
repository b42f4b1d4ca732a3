"""``python -m api.cli``."""

from api.cli.program import program

program(prog_name="gatehouse")
