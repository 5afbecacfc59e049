"""Figures of what drives a sweep's outcomes, from the tables that `tertius sensitivity` and `discover` keep in it."""

from functools import partial
from textwrap import fill

import pandas as pd
from matplotlib.axes import Axes

from sim.analysis.sensitivity.luck import LUCK
from sim.analysis.sensitivity.methods import DUMMY, SIZES, in_order
from sim.analysis.why.words import percent
from sim.outcomes.labels import near
from sim.plots.boxes import draw_box
from sim.plots.indices import draw_indices
from sim.plots.sheet import say, sheet, told
from sim.run.books import varied_columns
from sim.run.plan import PlanError

from .drawing import Drawn, column, fine_print
from .holding import Holding

SENSITIVITY, DISCOVERY = "sensitivity.csv", "discover.csv"
MOST = 12  # parameters of a panel
LETTERS = 36  # of a line beside a bar
INDICES = ["outcome", "parameter", "method", "index", "value", "low", "high"]
BOXES = ["where", "box", "parameter", "low", "high", "least", "most", "coverage", "density"]


def outcomes(holding: Holding) -> list[str]:
    """The outcomes of the table of sensitivities."""
    return list(_read(holding, SENSITIVITY, INDICES)["outcome"].unique())


def sensitivity(holding: Holding, outcome: str) -> Drawn:
    """A bar for each parameter and index, a panel for each method and each list of the sweep."""
    every, meant = _read(holding, SENSITIVITY, INDICES), column(holding, outcome)
    table = every[every["outcome"] == outcome].drop(columns="outcome")
    if table.empty:
        raise PlanError(f"{SENSITIVITY} does not tell of {outcome}{near(outcome, every['outcome'])}")
    lists = list(table.columns[: table.columns.get_loc("parameter")])
    drawn = table[(table["method"] != LUCK) & (table["index"] != "mu")]  # mu_star tells its size
    drawn = drawn.assign(panel=drawn[[*lists, "method"]].astype(str).agg(", ".join, axis="columns"))
    drawn = pd.concat([_greatest(rows) for _, rows in drawn.groupby("panel", sort=False)])
    luck = table.loc[table["method"] == LUCK, "value"].dropna()
    if drawn["value"].isna().all():
        raise PlanError(
            f"{outcome} {'is not told from luck; more replications may tell' if len(luck) else 'does not vary'}"
        )
    share = f"luck's share of the variance between runs {', '.join(map(told, luck))} · " if len(luck) else ""
    rows = int(drawn.groupby("panel")["parameter"].nunique().max())
    draw = partial(_panel, labels=_labels(holding, drawn))
    none = "below 0: none · " if ((drawn["value"] < 0) & drawn["index"].isin(SIZES)).any() else ""
    note = f"lines: 95 % intervals; {MOST} parameters at most · {none}{share}{fine_print(holding)}"
    title = f"What drives {meant.meaning}"
    size = (5.4, 0.6 + 0.46 * rows)
    figure = sheet(drawn, draw, title=title, note=note, by="panel", size=size, across=2, alike=False)
    first = drawn[drawn["panel"] == drawn["panel"].iloc[0]]
    said = [
        f"{row.parameter} {row.index} {told(row.value)}"
        for row in first.dropna(subset=["value"]).itertuples(index=False)
    ]
    return Drawn(table, figure, f"{title}: {', '.join(said)}.")


def boxes(holding: Holding, _: str) -> Drawn:
    """A panel for each box: the part of each parameter's range that leads to what was asked for."""
    table = _read(holding, DISCOVERY, BOXES)
    names = {
        row.box: f"box {row.box}: true of {percent(row.density)} of its runs; {percent(row.coverage)} of all such runs"
        for row in table.drop_duplicates("box").itertuples()
    }
    drawn = table.assign(panel=table["box"].map(names))
    drawn["parameter"] = drawn["parameter"].map(_labels(holding, drawn))
    rows = int(drawn.groupby("panel").size().max())
    note = f"dark: within the box; ends of each bar: the range that was swept · {fine_print(holding)}"
    title = f"Where {table['where'].iloc[0]} comes about: boxes of scenario discovery"
    size = (6.6, 0.5 + 0.5 * rows)
    figure = sheet(drawn, draw_box, title=title, note=note, by="panel", size=size, across=1, alike=False)
    said = [
        f"{name}: "
        + ", ".join(f"{row.parameter} {_within(row)}" for row in table[table["box"] == box].itertuples(index=False))
        for box, name in names.items()
    ]
    return Drawn(table, figure, f"{title}. {'; '.join(said)}.")


def _panel(ax: Axes, rows: pd.DataFrame, labels: dict[str, str]) -> None:
    """The indices of one method; a sentence where it can tell of none."""
    if rows["value"].isna().all():
        say(ax, "It cannot tell any parameter's effect from luck: of this outcome all variance between points may be "
                "luck. More replications may tell.", 4.0)  # fmt: skip
    else:
        draw_indices(ax, rows.assign(parameter=rows["parameter"].map(labels)))


def _labels(holding: Holding, rows: pd.DataFrame) -> dict[str, str]:
    """Parameters by their last part and what each is, in lines that stand beside a bar."""
    known = varied_columns(holding.first.plan, holding.first.scenario)
    meant = {name: f": {column.meaning}" for name, column in known.items()} | {DUMMY: ": does nothing"}
    names = rows["parameter"].unique()
    return {name: fill(name.rpartition(".")[2] + meant.get(name, ""), LETTERS, max_lines=3) for name in names}


def _within(row) -> str:
    return str(row.words) if pd.isna(row.low) else f"{told(row.low)} to {told(row.high)}"


def _greatest(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of the parameters that matter most, in that order, and of the dummy, by which the others are judged."""
    order = in_order(rows)
    shown = [name for k, name in enumerate(order) if k < MOST or name == DUMMY]
    return rows[rows["parameter"].isin(shown)].sort_values(
        "parameter", key=lambda names: names.map(order.index), kind="stable"
    )


def _read(holding: Holding, name: str, columns: list[str]) -> pd.DataFrame:
    """A table beside the runs. Raises PlanError if it is not one that this version draws."""
    try:
        table = pd.read_csv(holding.path / name)
    except (ValueError, OSError) as error:
        raise PlanError(f"{holding.path / name} cannot be read ({error}); make it again") from None
    absent = [column for column in columns if column not in table]
    if absent:
        raise PlanError(f"{holding.path / name} has no column {', '.join(absent)}; make it again")
    return table
