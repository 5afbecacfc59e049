"""The figures of a folder: what a folder holds, the kinds there are, and how each is made of a run."""
