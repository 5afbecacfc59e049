"""Tertius: strategic simulation of states under leverage, dependence, threat and treaty."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("tertius")
except PackageNotFoundError:  # a source tree that was never installed
    __version__ = "0+source"


def load(name):
    """A scenario by name or path, ready to run; see `sim.study.Study`.

    Raises `sim.scenario.ScenarioError` when the file breaks the format.
    """
    from sim.study import Study

    return Study.load(name)
