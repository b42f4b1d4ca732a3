"""Measurements: ``make bench``. Numbers move from machine to machine, so ratios within one run are what counts."""
