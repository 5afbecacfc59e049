"""`tertius plot`: what it makes of a folder, what it leaves out and says so, and how bad input ends."""

import json
import re

import pandas as pd
import pytest

from sim.run.store import Store
from sim.study import Comparison, Result

LESSON = "scenario=triangle_lesson"
TILT = "tilt_BRAVO_CHARLY_ALPHA"


@pytest.fixture
def run(command):
    """A kept run with its series in `mine`."""
    assert command("run", LESSON, "replications=6", "seed=7", "record=steps", "out=mine")[0] == 0


@pytest.fixture
def short(command):
    """A kept run without series in `short`."""
    assert command("run", LESSON, "replications=6", "seed=7", "out=short")[0] == 0


@pytest.fixture
def both(command):
    """A kept comparison with its series in `both`."""
    asked = (LESSON, "replications=6", "seed=7", "posture=detente,reassure", "record=steps", "out=both")
    assert command("compare", *asked)[0] == 0


def made(folder):
    return sorted(file.name for file in (folder / "figures").iterdir())


def pairs(*stems):
    return sorted(f"{stem}.{suffix}" for stem in stems for suffix in ("csv", "png"))


ENDINGS = ["distribution_tilt", "distribution_hold", "distribution_rival_crises", "ladder", "shares_BRAVO"]
SERIES = [f"fan_{TILT}", "triangle_ALPHA_BRAVO_CHARLY", "treaties", "network"]


@pytest.mark.usefixtures("run")
def test_a_run_with_series_gets_all_but_the_forest(command, tmp_path):
    code, out, err = command("plot", "mine")
    assert (code, err) == (0, "")
    assert made(tmp_path / "mine") == pairs(*ENDINGS, *SERIES)
    assert "left out: forest: it needs the folder of a comparison" in out
    assert "left out: fan_tilt: tilt has no form by month" in out
    assert "9 figures in mine/figures" in out


@pytest.mark.usefixtures("short")
def test_a_run_without_series_gets_what_it_can(command, tmp_path):
    code, out, _ = command("plot", "short")
    assert code == 0
    assert made(tmp_path / "short") == pairs(*ENDINGS)
    assert "left out: fan, triangle, treaties, network: it needs the series, which are kept with record=steps" in out
    assert out.count("histogram") == 1
    assert ": distribution_tilt, distribution_hold, distribution_rival_crises" in out


@pytest.mark.usefixtures("both")
def test_a_comparison_is_drawn_by_posture(command, tmp_path):
    assert command("plot", "both")[0] == 0
    assert made(tmp_path / "both") == pairs(*ENDINGS, *SERIES, "forest")
    folder = tmp_path / "both" / "figures"
    for stem in ("distribution_tilt", f"fan_{TILT}", "ladder"):
        assert list(pd.read_csv(folder / f"{stem}.csv")["variant"].unique()) == ["baseline", "detente", "reassure"]
    names = ("baseline", "detente", "reassure")
    table = Comparison({name: Result.open(tmp_path / "both" / name) for name in names}).table
    pd.testing.assert_frame_equal(pd.read_csv(folder / "forest.csv"), table, check_dtype=False)
    assert command("plot", "both", "--figure", "forest", "--format", "svg")[0] == 0
    assert "3 postures · N 6" in (folder / "forest.svg").read_text(encoding="utf-8")


@pytest.mark.usefixtures("both")
def test_one_figure_in_the_formats_asked_for(command, tmp_path):
    asked = ("plot", "both", "--figure", "fan", "--outcome", TILT, "--by", "posture", "--format", "svg,pdf")
    assert command(*asked)[0] == 0
    assert made(tmp_path / "both") == [f"fan_{TILT}.{suffix}" for suffix in ("csv", "pdf", "svg")]
    drawing = (tmp_path / "both" / "figures" / f"fan_{TILT}.svg").read_text(encoding="utf-8")
    rules = Store.find(tmp_path / "both" / "baseline").plan.rules
    for said in ("triangle_lesson", "3 postures", "N 6", "seed 7", f"rules {rules}", "reassure"):
        assert said in drawing
    before = drawing
    assert command(*asked)[0] == 0
    assert (tmp_path / "both" / "figures" / f"fan_{TILT}.svg").read_text(encoding="utf-8") == before


@pytest.mark.usefixtures("run")
def test_an_outcome_alone_is_shown_in_every_way_that_fits(command, tmp_path):
    assert command("plot", "mine", "--outcome", "crises")[0] == 0
    assert made(tmp_path / "mine") == pairs("distribution_crises", "fan_crises")
    table = pd.read_csv(tmp_path / "mine" / "figures" / "fan_crises.csv")
    assert table["mean"].iloc[-1] == Result.open(tmp_path / "mine").outcomes["crises"].mean()


@pytest.mark.usefixtures("run")
def test_what_never_happened_or_is_not_defined(command, tmp_path):
    outcomes = Result.open(tmp_path / "mine").outcomes
    same = next(name for name in outcomes if name.startswith("wars") and outcomes[name].nunique() == 1)
    code, out, _ = command("plot", "mine", "--outcome", same, "--figure", "distribution")
    assert code == 0
    assert re.search(
        rf"in a sentence: distribution_{same}: .*: 0 in all 6 runs \(at 95 %, otherwise in at most 39 %\)", out
    )
    assert "0 figures in" in out
    assert not (tmp_path / "mine" / "figures").exists()
    never = next(name for name in outcomes if outcomes[name].isna().all())
    code, out, _ = command("plot", "mine", "--outcome", never)
    assert code == 0
    assert f"distribution_{never}" in out
    assert f"{never} is defined in no run" in out
    code, out, err = command("plot", "mine", "--outcome", never, "--figure", "distribution")
    assert (code, out) == (2, "")
    assert "is defined in no run" in err


def test_one_replication(command, tmp_path):
    assert command("run", LESSON, "replications=1", "record=steps", "out=one")[0] == 0
    assert command("plot", "one")[0] == 0
    figures = made(tmp_path / "one")
    assert set(figures) >= set(pairs("ladder", "shares_BRAVO", f"fan_{TILT}", "treaties", "network"))
    assert not [name for name in figures if name.startswith("distribution")]  # of one value each: a sentence


@pytest.mark.usefixtures("short", "both")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere"], "there is no folder nowhere"),
        (["."], "holds several runs, as a comparison does: short"),
        (["both/figures"], "there is no folder"),
        (["short", "--outcome", "tild"], "did you mean tilt?"),
        (["both", "--figure", "fan", "--outcome", "tilt_BRAVO_CHARLY"], f"did you mean {TILT}?"),
        (["short", "--figure", "fann"], "did you mean fan?"),
        (["short", "--figure", "fan"], "record=steps"),
        (["short", "--figure", "forest"], "comparison"),
        (["short", "--figure", "ladder", "--outcome", "wars"], "shows no single outcome"),
        (["short", "--by", "posture"], "holds one posture"),
        (["both", "--by", "postures"], "did you mean posture?"),
        (["both", "--figure", "fan", "--outcome", "tilt"], "no form by month"),
        (["both", "--figure", "fan", "--outcome", "triad_ALPHA_BRAVO_CHARLY"], "is a code"),
        (["short", "--format", "png,jpeg"], '"jpeg"'),
    ],
)
def test_bad_input_is_told_and_leaves_nothing(command, tmp_path, arguments, said):
    code, out, err = command("plot", *arguments)
    assert code == 2
    assert said in err
    assert not out
    assert not list(tmp_path.glob("*/figures"))


@pytest.mark.usefixtures("both")
def test_runs_of_different_rules_are_not_set_side_by_side(command, tmp_path):
    store = Store.find(tmp_path / "both" / "detente")
    other = store.plan._replace(rules="0123456789ab")
    said = store.manifest | {"rules": other.rules, "plan": other.hash}
    (store.path / "manifest.json").write_text(json.dumps(said), encoding="utf-8")
    code, out, err = command("plot", "both")
    assert (code, out) == (2, "")
    assert re.search(rf"both.detente cannot be set beside .*rules {store.plan.rules} there, 0123456789ab here", err)


@pytest.fixture
def swept(command):
    """A kept sweep of two parameters and two postures in `swept`."""
    axes = ("params.scenario.second_patron=0,1", "params.dependence.substitution=0,0.5,1", "posture=baseline,detente")
    assert command("run", "-m", LESSON, *axes, "replications=2", "seed=7", "out=swept")[0] == 0


HEADLINE = ("tilt", "hold", "rival_crises")


@pytest.mark.usefixtures("swept")
def test_a_sweep_is_drawn_over_its_points(command, tmp_path):
    code, out, err = command("plot", "swept")
    assert (code, err) == (0, "")
    runs, kinds = Result.open(tmp_path / "swept").outcomes, ("distribution", "heat", "curve")
    vary = [name for name in HEADLINE if runs[name].nunique() > 1]
    assert made(tmp_path / "swept") == pairs(
        *(f"{kind}_{o}" for kind in kinds for o in vary), "ladder", "shares_BRAVO"
    )  # fmt: skip
    for name in set(HEADLINE) - set(vary):
        assert f"in a sentence: distribution_{name}, heat_{name}, curve_{name}: " in " ".join(out.split())
    assert "left out: parallel_tilt, parallel_hold" in out
    assert "left out: forest: it needs the folder of a comparison" in out
    assert "left out: sensitivity: it needs sensitivity.csv" in out
    for kind in ("heat", "curve", "distribution"):
        table = pd.read_csv(tmp_path / "swept" / "figures" / f"{kind}_hold.csv")
        assert list(table["variant"].unique()) == ["baseline", "detente"]


@pytest.mark.usefixtures("swept")
def test_a_sweep_is_set_apart_by_what_varies(command, tmp_path):
    assert command("plot", "swept", "--by", "substitution", "--outcome", "hold")[0] == 0
    assert made(tmp_path / "swept") == pairs("curve_hold", "distribution_hold")
    folder, runs = tmp_path / "swept" / "figures", Result.open(tmp_path / "swept").outcomes
    table = pd.read_csv(folder / "distribution_hold.csv").drop_duplicates("variant").set_index("variant")
    for value, part in runs.groupby("dependence.substitution"):
        assert table.loc[f"substitution {value:g}", "mean"] == pytest.approx(part["hold"].mean())
    assert set(pd.read_csv(folder / "curve_hold.csv")["at"]) == {0.0, 1.0}  # over the parameter that is left


@pytest.fixture
def months(command):
    """A kept sweep of two postures and two values with its series in `months`."""
    axes = ("params.dependence.substitution=0,0.5", "posture=baseline,detente")
    assert command("run", "-m", LESSON, *axes, "replications=5", "seed=7", "record=steps", "out=months")[0] == 0


@pytest.mark.usefixtures("months")
def test_a_sweep_with_series_has_its_months(command, tmp_path):
    code, _, err = command("plot", "months")
    assert (code, err) == (0, "")
    assert {name.removesuffix(".png") for name in made(tmp_path / "months")} >= set(SERIES)
    folder = tmp_path / "months" / "figures"
    fan = pd.read_csv(folder / f"fan_{TILT}.csv")
    assert list(fan["variant"].unique()) == ["baseline", "detente"]
    assert list(pd.read_csv(folder / "treaties.csv")["variant"].unique()) == ["4 points"]
    asked = ("plot", "months", "--figure", "fan", "--outcome", TILT, "--format", "svg")
    assert command(*asked, "--by", "params.dependence.substitution")[0] == 0
    fan = pd.read_csv(folder / f"fan_{TILT}.csv").groupby("variant").last()
    end = f"tilt_end_{TILT.removeprefix('tilt_')}"
    for value, part in Result.open(tmp_path / "months").outcomes.groupby("dependence.substitution"):
        assert fan.loc[f"substitution {value:g}", "p50"] == pytest.approx(part[end].median())
    assert all(re.fullmatch(r"point \d, run \d", name) for name in fan.filter(like="run "))
    assert command(*asked)[0] == 0
    drawing = (folder / f"fan_{TILT}.svg").read_text(encoding="utf-8")
    said = " ".join(re.findall(r"<text[^>]*>([^<]+)</text>", drawing))  # wherever its lines break
    assert "all points together · triangle_lesson · 4 points × 5 · N 20" in said
    run = re.search(r"point (\d), run (\d)", drawing)
    assert command("explain", "months", "--point", run[1], "--replication", run[2])[0] == 0


@pytest.mark.usefixtures("months")
def test_histories_of_a_sweep_are_those_of_its_points_alone(command, tmp_path):
    keys = {
        "network": ["month", "client", "supplier"],
        "triangle_ALPHA_BRAVO_CHARLY": ["month", "of", "kind"],
        "treaties": ["month", "promise"],
    }
    asked = (LESSON, "posture=detente", "replications=5", "seed=7", "record=steps")
    for folder, value in (("less", 0), ("more", 0.5)):
        assert command("run", *asked, f"params.dependence.substitution={value}", f"out={folder}")[0] == 0

    def drawn(folder, name, *options):
        assert command("plot", folder, "--figure", name.partition("_")[0], *options)[0] == 0
        return pd.read_csv(tmp_path / folder / "figures" / f"{name}.csv").set_index(keys[name])

    for name in keys:
        together = drawn("months", name, "--by", "posture").query("variant == 'detente'").select_dtypes("floating")
        less, more = (drawn(folder, name)[list(together)] for folder in ("less", "more"))
        pd.testing.assert_frame_equal(together, (less + more) / 2)


@pytest.mark.usefixtures("swept")
def test_a_sweep_is_drawn_over_the_parameters_asked_for(command, tmp_path):
    asked = (
        "plot",
        "swept",
        "--figure",
        "heat",
        "--outcome",
        "hold",
        "--over",
        "second_patron,params.dependence.substitution",
    )
    assert command(*asked, "--format", "svg")[0] == 0
    cells = pd.read_csv(tmp_path / "swept" / "figures" / "heat_hold.csv")
    assert sorted(cells["x"].unique()) == [0.0, 1.0]
    runs = Result.open(tmp_path / "swept").outcomes
    mean = runs.groupby(["dependence.substitution", "scenario.second_patron"])["hold"].mean()
    assert list(cells["value"]) == pytest.approx(list(mean))
    drawing = (tmp_path / "swept" / "figures" / "heat_hold.svg").read_text(encoding="utf-8")
    for said in ("12 points × 2", "N 24", "seed 7", "over all of posture"):
        assert said in drawing


@pytest.mark.usefixtures("swept")
def test_bars_are_ranked_by_what_tells_and_the_yardstick_is_kept(command, tmp_path):
    rows = [("tilt", f"p{k:02}", "morris", index, value, value, value)
            for k in range(15) for index, value in (("mu_star", k / 10 - 0.1), ("sigma", 2 - k / 10))]  # fmt: skip
    rows += [("hold", name, "pawn", "pawn", value, value, value)
             for name, value in [*((f"p{k:02}", 0.2 + k / 100) for k in range(15)), ("dummy", 0.1)]]  # fmt: skip
    names = ["outcome", "parameter", "method", "index", "value", "low", "high"]
    pd.DataFrame(rows, columns=names).to_csv(tmp_path / "swept" / "sensitivity.csv", index=False)
    assert command("plot", "swept", "--figure", "sensitivity", "--format", "svg")[0] == 0
    drawn = [
        (tmp_path / "swept" / "figures" / f"sensitivity_{name}.svg").read_text(encoding="utf-8")
        for name in ("tilt", "hold")
    ]
    shown = [re.findall(r">(p\d\d|dummy)(?:: does nothing)?</text>", text) for text in drawn]
    assert shown[0] == [f"p{k:02}" for k in range(14, 2, -1)]
    assert shown[1] == [*shown[0], "dummy"]


@pytest.mark.usefixtures("swept")
def test_what_drives_a_sweep_is_drawn_from_the_tables_in_its_folder(command, tmp_path):
    rows = [("tilt", "baseline", name, "pawn", "pawn", value, value - 0.1, value + 0.1)
            for name, value in (("scenario.second_patron", 0.4), ("dependence.substitution", 0.2))]  # fmt: skip
    names = ["outcome", "posture", "parameter", "method", "index", "value", "low", "high"]
    pd.DataFrame([*rows, ("tilt", "baseline", "luck", "luck", "share", 0.3, 0.2, 0.4)], columns=names).to_csv(
        tmp_path / "swept" / "sensitivity.csv", index=False
    )
    box = {
        "where": "tilt > 0",
        "box": 1,
        "parameter": ["scenario.second_patron", "posture"],
        "low": [0.5, None],
        "high": [1.0, None],
    }
    rest = {"least": [0.0, None], "most": [1.0, None], "words": ["", "detente"], "coverage": 0.6, "density": 0.8}
    pd.DataFrame(box | rest).to_csv(tmp_path / "swept" / "discover.csv", index=False)
    for figure in ("sensitivity", "boxes"):
        assert command("plot", "swept", "--figure", figure, "--format", "svg")[0] == 0
    assert made(tmp_path / "swept") == ["boxes.csv", "boxes.svg", "sensitivity_tilt.csv", "sensitivity_tilt.svg"]
    assert "variance between runs 0.3" in (tmp_path / "swept" / "figures" / "sensitivity_tilt.svg").read_text(
        encoding="utf-8"
    )
    boxes = (tmp_path / "swept" / "figures" / "boxes.svg").read_text(encoding="utf-8")
    assert "detente" in boxes
    assert "Where tilt &gt; 0 comes about" in boxes
    code, _, err = command("plot", "swept", "--figure", "sensitivity", "--outcome", "hold")
    assert code == 2
    assert "does not tell of hold" in err
    (tmp_path / "swept" / "sensitivity.csv").write_text("half", encoding="utf-8")
    code, _, err = command("plot", "swept", "--figure", "sensitivity")
    assert code == 2
    assert "has no column outcome" in err


@pytest.mark.usefixtures("swept", "short")
def test_bad_input_about_sweeps_is_told(command):
    for arguments, told in {
        ("swept", "--over", "rationality"): 'no parameter "rationality" varies here',
        ("swept", "--over", "substitutoin,second_patron"): "did you mean substitution?",
        ("swept", "--figure", "heat", "--over", "substitution"): "it needs two parameters",
        ("swept", "--figure", "fan"): "record=steps",
        ("swept", "--figure", "boxes", "--by", "posture"): "leave --by out",
        ("swept", "--by", "substitutoin"): "did you mean substitution?",
        ("swept", "--figure", "boxes"): "it needs discover.csv",
        ("short", "--figure", "heat"): "it needs the folder of a sweep",
        ("short", "--over", "substitution"): "holds no sweep",
    }.items():
        code, out, err = command("plot", *arguments)
        assert (code, out) == (2, "")
        assert told in err


def test_a_sweep_of_postures_alone(command, tmp_path):
    assert command("run", "-m", LESSON, "posture=baseline,detente", "replications=2", "out=swept")[0] == 0
    code, out, _ = command("plot", "swept")
    assert code == 0
    runs = Result.open(tmp_path / "swept").outcomes
    vary = [f"distribution_{name}" for name in HEADLINE if runs[name].nunique() > 1]
    assert made(tmp_path / "swept") == pairs(*vary, *ENDINGS[3:])
    assert "curve_tilt, curve_hold, curve_rival_crises: no parameter varies" in out


def test_a_folder_that_is_not_named_as_its_posture_is_told(command, tmp_path):
    for name, posture in (("baseline", "baseline"), ("other", "detente")):
        assert command("run", LESSON, f"posture={posture}", "replications=2", f"out=both/{name}")[0] == 0
    code, _, err = command("plot", "both")
    assert code == 2
    assert "holds the posture detente" in err


@pytest.mark.usefixtures("short")
def test_a_store_without_a_finished_run_is_told(command, tmp_path):
    for file in (tmp_path / "short" / "runs").iterdir():
        file.write_bytes(file.read_bytes()[:100])
    code, out, err = command("plot", "short")
    assert (code, out) == (2, "")
    assert "no finished replication of 6" in err


def test_a_half_written_store_shows_what_stands_and_says_so(command, tmp_path):
    assert command("run", LESSON, "replications=252", "seed=7", "out=half")[0] == 0
    first, _ = sorted((tmp_path / "half" / "runs").iterdir())
    first.unlink()
    code, _, err = command("plot", "half", "--figure", "distribution", "--format", "svg")
    assert code == 0
    assert err.startswith("2 of 252 runs stand")
    drawing = (tmp_path / "half" / "figures" / "distribution_tilt.svg").read_text(encoding="utf-8")
    assert "N 2 of 252 (unfinished)" in drawing


def test_a_comparison_that_was_broken_off_has_no_forest(command, tmp_path):
    for posture, replications in (("baseline", 252), ("detente", 252)):
        asked = (LESSON, f"posture={posture}", f"replications={replications}", f"out=both/{posture}")
        assert command("run", *asked)[0] == 0
    sorted((tmp_path / "both" / "detente" / "runs").iterdir())[1].unlink()
    code, out, _ = command("plot", "both")
    assert code == 0
    assert "left out: forest: the replications do not match" in out
    assert made(tmp_path / "both") == pairs(*ENDINGS)


@pytest.mark.usefixtures("short")
def test_a_terminal_without_a_display_will_do(tertius):
    done = tertius("plot", "short", "--figure", "ladder", env={"DISPLAY": "", "MPLBACKEND": "tkagg"})
    assert done.returncode == 0, done.stderr
    assert "1 figure in short/figures" in done.stdout
