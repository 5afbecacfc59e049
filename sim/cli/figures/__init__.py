"""The figures of `tertius plot`: what a folder holds, the kinds there are, and how each is made of a run."""
