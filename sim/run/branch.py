"""Runs that begin in the middle of another: a world of month m as one of month 0."""

from sim.model.world import NEVER, Setting, World


def from_month(world: World, setting: Setting, month: int) -> tuple[World, Setting]:
    """The same world and setting with every date `month` months earlier, so that playing begins there.

    The posture in force stays in force, and what of the calendar has passed is never due. The luck of a run is keyed
    by its months, so a branch has a luck of its own.
    """
    duties, calendar = world.duties, setting.calendar
    later = world._replace(
        duties=duties._replace(
            starts=duties.starts - month,
            expires=duties.expires - month * (duties.expires < NEVER),
            ends=duties.ends - month * (duties.ends < NEVER),
        )
    )
    postures = setting.postures._replace(start=world.posture.copy())
    return later, setting._replace(calendar=calendar._replace(month=calendar.month - month), postures=postures)
