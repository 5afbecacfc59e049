"""Outcomes: what is measured of finished or running histories, in NumPy and by name; no rule reads them."""
