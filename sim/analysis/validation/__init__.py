"""What the model must reproduce, each a paired test on the same luck with a figure, an interval and a verdict."""
