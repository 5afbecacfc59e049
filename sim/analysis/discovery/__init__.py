"""Which assumptions lead to an outcome: boxes in the space of what was varied, in words."""
