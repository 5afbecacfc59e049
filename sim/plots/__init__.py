"""Figures: `draw_x(ax, table) -> artists`; one style; nothing here opens a window."""
