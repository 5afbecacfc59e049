"""`tertius explain`: what it prints of a kept run, and how bad input ends."""

import json

import pytest

from sim.run.plan import LEAST_SHARD as SHARD
from sim.run.store import Store
from sim.study import Result

LESSON = "scenario=triangle_lesson"


@pytest.fixture
def kept(command):
    """A kept run of the lesson in the folder `mine`."""
    assert command("run", LESSON, "posture=erratic", "replications=6", "seed=7", "out=mine")[0] == 0


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize(
    "named", [{}, {"state": "BRAVO"}, {"month": "2025-05"}, {"month": "2025-05", "state": "BRAVO"}]
)
def test_it_prints_what_the_python_face_tells(command, lesson, named):
    options = [word for name, value in named.items() for word in (f"--{name}", value)]
    code, out, err = command("explain", "mine", "--replication", "4", *options)
    assert (code, err) == (0, "")
    told = lesson.run(posture="erratic", replications=6, seed=7).explain(4, **named)
    assert out.startswith(f"{told}\n")


def test_a_pipe_gets_plain_text(tertius):
    assert tertius("run", LESSON, "replications=2", "out=mine").returncode == 0
    done = tertius("explain", "mine", "--replication", 1, "--month", "2025-03")
    assert done.returncode == 0, done.stderr
    assert "What each decided" in done.stdout
    assert "\x1b" not in done.stdout


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere", "--replication", "1"], "there is no folder nowhere"),
        (
            [".", "--replication", "1"],
            "holds several runs, as a comparison does: mine; name the folder of one, say mine",
        ),
        (["mine/runs", "--replication", "1"], "holds no run of tertius"),
        (["mine", "--replication", "6"], "from 0 to 5"),
        (["mine", "--replication", "-1"], "from 0 to 5"),
        (["mine", "--replication", "some"], "invalid int value"),
        (["mine"], "--replication"),
        (["mine", "--replication", "1", "--month", "2031-01"], "from 2025-01 to 2026-12"),
        (["mine", "--replication", "1", "--month", "May"], "from 2025-01 to 2026-12"),
        (["mine", "--replication", "1", "--state", "BRAV"], "did you mean BRAVO?"),
    ],
)
def test_bad_input_is_told(command, arguments, said):
    code, out, err = command("explain", *arguments)
    assert code == 2
    assert said in err
    assert not out


@pytest.mark.usefixtures("kept")
def test_a_damaged_manifest_is_told(command, tmp_path):
    file = tmp_path / "mine" / "manifest.json"
    said = json.loads(file.read_text(encoding="utf-8"))
    for content in ("{", json.dumps(said | {"seed": 8}), json.dumps({"status": "finished"})):
        file.write_text(content, encoding="utf-8")
        code, _, err = command("explain", "mine", "--replication", "1")
        assert code == 2
        assert "damaged" in err


@pytest.mark.usefixtures("kept")
def test_a_run_of_other_rules_is_not_explained(command, tmp_path):
    store = Store.find(tmp_path / "mine")
    other = store.plan._replace(rules="0123456789ab")
    said = store.manifest | {"rules": other.rules, "plan": other.hash}
    (tmp_path / "mine" / "manifest.json").write_text(json.dumps(said), encoding="utf-8")
    code, out, err = command("explain", "mine", "--replication", "1")
    assert code == 2
    assert "rules 0123456789ab" in err
    assert "another history" in err
    assert not out


def test_of_a_run_that_was_broken_off_what_is_kept_is_explained(command, lesson, tmp_path):
    played = 0

    def stop(rows):
        nonlocal played
        played += rows
        if played > SHARD:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        lesson.run(replications=3 * SHARD, out=tmp_path / "mine", progress=stop)
    assert command("explain", "mine", "--replication", "0")[0] == 0
    code, out, err = command("explain", "mine", "--replication", str(3 * SHARD - 1))
    assert code == 2
    assert "broken off" in err
    assert not out


@pytest.mark.usefixtures("kept")
def test_a_kept_run_is_opened_with_all_that_it_holds(lesson, tmp_path):
    result = Result.open(tmp_path / "mine")
    assert result.plan.posture == "erratic"
    assert result.played == 0
    assert result.scenario == lesson.scenario
    assert len(result.outcomes) == 6
    assert str(result.explain(2)) == str(lesson.run(posture="erratic", replications=6, seed=7).explain(2))
