"""The compiled rules and the same text as plain Python make the same choices and agree to 1e-12.

In two processes: within one, a plain function would still call compiled ones.
"""

import os
import subprocess
import sys
from pathlib import Path

import numba
import numpy as np
import pytest

from sim.scenario import build

ROOT = Path(__file__).resolve().parents[2]
CASES = {
    "usual": ("triangle_lesson", 8, 2, {}),
    "unreasoning": ("triangle_lesson", 4, 2, {"values": {"choice.level": 0}}),
    "foreseeing": ("triangle_lesson", 4, 2, {"values": {"choice.level": 2, "choice.initiatives": 2}}),
    "in turn": ("triangle_lesson", 4, 2, {"activation": "random", "posture": "erratic"}),
    "quarrelsome": ("triangle_lesson", 8, 2, {"values": {"crisis.cost": 0.1, "crisis.reserve": 0.0}}),
    "flagship": ("trump_triangulation", 2, 1, {}),
}
PLAIN = """
import sys
import numba
import numpy as np
from sim.model.play import play_many
from sim.model.world import blank_record
from sim.scenario import build, load

assert numba.config.DISABLE_JIT
for name, (scenario, months, runs, request) in eval(sys.argv[1]).items():
    case = build(load(scenario), **request)
    world = case.world
    record = blank_record(months, len(world.power), len(world.duties.status), len(world.intensity), runs)
    play_many(world, case.setting, case.params, 5, 0, record)
    reference = {"reference_" + field: array for field, array in case.setting.reference._asdict().items()}
    np.savez(f"{sys.argv[2]}/{name}.npz", **record._asdict(), **reference)
"""

pytestmark = pytest.mark.skipif(bool(numba.config.DISABLE_JIT), reason="nothing is compiled")


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """The folder of the plain rules' records, one file a case."""
    folder = tmp_path_factory.mktemp("plain")
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    done = subprocess.run(
        [sys.executable, "-c", PLAIN, repr(CASES), str(folder)],
        env=os.environ | {"NUMBA_DISABLE_JIT": "1", "PYTHONPATH": os.pathsep.join(paths)},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.parametrize("name", CASES)
def test_compiled_and_plain_rules_agree(request, plain, played, parting, name):
    scenario, months, runs, asked = CASES[name]
    study = request.getfixturevalue("flagship" if scenario == "trump_triangulation" else "lesson")
    case = build(study.scenario, **asked)
    compiled = played(case, months, runs=runs)._asdict()
    with np.load(plain / f"{name}.npz") as theirs:
        assert parting(compiled, {field: theirs[field] for field in compiled}, 1e-12) == []
        for field, array in case.setting.reference._asdict().items():
            assert np.allclose(array, theirs[f"reference_{field}"], rtol=1e-12, atol=1e-12), field
    assert (compiled["act"] >= 0).any()
