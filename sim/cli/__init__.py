"""The command `tertius`: a thin layer on `sim.study`. Nothing heavy is imported before it is known what is asked."""

import argparse
import importlib
import io
import os
import sys
from collections.abc import Sequence

import sim

BAD_INPUT, FAILED, INTERRUPTED = 2, 1, 130

DESCRIPTION = "Strategic simulation of states under leverage, dependence, threat and treaty."
EPILOG = """\
first steps:
  tertius compare                                  what does each posture do to the flagship's triangle?
  tertius run posture=retrench replications=2000   one posture; name=value changes any setting
  tertius run -m posture=reassure,retrench params.dependence.substitution=0.1,0.4,0.8     a sweep
  tertius run --help                               every setting and parameter with its value
  tertius plot DIR                                 figures of a kept run, comparison or sweep
  tertius report DIR                               the same as one HTML file to read, hand on and print
  tertius view DIR                                 look around in it in a browser: split, filter, ask single runs why
  tertius explain DIR --replication 17             why that replication of a kept run went as it did
  tertius serve host=0.0.0.0                       a classroom: teams in their browsers, the model plays the rest
"""
OVERRIDES = "[name=value …]"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code: 0, 2 for bad input, 1 for a failure, 130 for Ctrl-C."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # Windows would give a file or a pipe an encoding without a minus sign
            stream.reconfigure(encoding="utf-8")
    parser = _parser()
    asked, rest = parser.parse_known_args(arguments)
    if asked.command is None:
        parser.print_help()
        return BAD_INPUT
    if rest and not asked.overrides:
        parser.error(f"{asked.command} does not take {' '.join(rest)}")
    try:
        command = importlib.import_module(f".{asked.module}", __name__)
        return getattr(command, asked.command)(rest if asked.overrides else asked)
    except BrokenPipeError:  # the reader has seen enough; what is left unwritten must not fail when Python ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt as stop:
        _say("interrupted", stop)
        return INTERRUPTED
    except Exception as error:
        from sim.run.plan import PlanError
        from sim.scenario import ScenarioError

        if isinstance(error, ScenarioError | PlanError):
            _say(str(error), error)
            return BAD_INPUT
        if isinstance(error, OSError):
            _say(f"{error.filename}: {error.strerror or error}" if error.filename else str(error), error)
            return FAILED
        raise


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "tertius", description=DESCRIPTION, epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    version = f"tertius {sim.__version__}"
    parser.add_argument("--version", action="version", version=version)
    commands = parser.add_subparsers(dest="command", title="commands", metavar="COMMAND")

    def add(name: str, module: str, text: str, overrides: bool = False) -> argparse.ArgumentParser:
        command = commands.add_parser(
            name,
            help=text,
            description=text,
            add_help=not overrides,
            usage=f"tertius {name} {OVERRIDES}" if overrides else None,
        )
        command.set_defaults(module=module, overrides=overrides)
        command.add_argument("--version", action="version", version=version)
        return command

    listed = add("scenarios", "scenarios", "what there is, one line each; --show prints one, to be changed in a copy")
    listed.add_argument("--show", metavar="NAME", help="print its file: tertius scenarios --show NAME > mine.yaml")
    check = add("check", "scenarios", "validate a scenario and say what it holds")
    check.add_argument("scenario", metavar="NAME|PATH")
    check.add_argument("--outcomes", action="store_true", help="name every outcome of its runs, with unit and meaning")
    add("schema", "scenarios", "the JSON Schema of scenario files, for editors")
    add("run", "run", "play a scenario many times; -m sweeps postures and parameters", overrides=True)
    status = add("status", "status", "how far the runs in a folder have come, without disturbing them")
    status.add_argument("folder", metavar="DIR")
    add("compare", "compare", "postures on the same luck and what each changes; DIR DIR: two kept runs", overrides=True)
    add("ablate", "ablate", "switch one mechanism off at a time and show what each carries", overrides=True)
    explain = add("explain", "explain", "why a replication of a kept run went as it did")
    explain.add_argument("folder", metavar="DIR", help="the folder that keeps the run")
    explain.add_argument("--replication", type=int, required=True, metavar="NUMBER", help="which one, from 0 on")
    explain.add_argument("--point", type=int, default=0, metavar="NUMBER", help="of a sweep; 0 is the first")
    explain.add_argument("--month", metavar="YYYY-MM", help="all of one month; else the story of the run")
    explain.add_argument("--state", metavar="CODE", help="one state and what touched it")
    plot = add("plot", "plot", "figures of a kept run, comparison or sweep, each with its table")
    plot.add_argument("folder", metavar="DIR", help="the folder that keeps the run, comparison or sweep")
    plot.add_argument("--figure", metavar="NAME", help="one kind of figure; else all that fit what the folder holds")
    plot.add_argument("--outcome", metavar="NAME", help="the outcome to show; else the scenario's headline")
    plot.add_argument("--by", metavar="NAME", help="a panel or row for each posture, or value of a parameter swept")
    plot.add_argument(
        "--over", metavar="A,B", help="of a sweep: the parameters to draw over; else those that tell most"
    )
    plot.add_argument("--format", default="png", metavar="png,svg,pdf", help="one or more, with commas between them")
    drivers = add(
        "sensitivity", "sensitivity", "which parameters of a sweep drive its outcomes, each with its interval"
    )
    drivers.add_argument("folder", metavar="DIR", help="the folder that keeps the sweep")
    drivers.add_argument("--outcome", type=names, metavar="NAME,NAME", help="else the scenario's headline")
    drivers.add_argument(
        "--method", type=names, metavar="sobol,first,morris,pawn,anova", help="else those that the sample is made for"
    )
    drivers.add_argument(
        "--against", metavar="POSTURE", help="what drives the change that each other posture makes against this one"
    )
    boxes = add(
        "discover", "discover", "which assumptions lead to an outcome: boxes in words, with coverage and density"
    )
    boxes.add_argument("folder", metavar="DIR", help="the folder that keeps the sweep")
    boxes.add_argument("--where", required=True, metavar="PREDICATE", help='on outcomes: "leverage_CHN_PRK < 0.3"')
    boxes.add_argument(
        "--density", type=float, metavar="SHARE", help="of a box's runs that meet it, at least; else what tells most"
    )
    add(
        "serve",
        "serve",
        "the classroom in the browser: [scenario=NAME|PATH] [minutes=12] [host=127.0.0.1] [port=8000] [folder=DIR] …",
        True,
    )
    replay = add("replay", "sessions", "play every turn of a classroom session again and compare")
    replay.add_argument("session", metavar="SESSION", help="its name, or the path of its file")
    sessions = add("sessions", "sessions", "classroom sessions: list, export, import, delete")
    sessions.add_argument("what", nargs="?", default="list", choices=["list", "export", "import", "delete"])
    sessions.add_argument("session", nargs="?", metavar="SESSION", help="its name or file; for import the file")
    sessions.add_argument(
        "target", nargs="?", metavar="FILE", help="for export: a file, a folder, or a .csv of entries"
    )
    sessions.add_argument("--yes", action="store_true", help="delete without asking")
    for command in (replay, sessions):
        command.add_argument("--folder", metavar="DIR", help="of sessions; else TERTIUS_SESSIONS, else sessions")
    report = add("report", "report", "one HTML file of a kept run, comparison or sweep, to read, hand on and print")
    report.add_argument("folder", metavar="DIR", help="the folder that keeps the run, comparison or sweep")
    report.add_argument("--out", metavar="FILE.html", help="where to write it; else report.html in the folder")
    look = add("view", "view", "a local page to look around in a kept run, comparison or sweep, and ask runs why")
    look.add_argument("folder", metavar="DIR", help="the folder that keeps the run, comparison or sweep")
    look.add_argument("--port", type=int, metavar="NUMBER", help="where to listen; else the first free from 8300 on")
    validate = add("validate", "validate", "what the model claims to reproduce, row by row, a miss shown as a miss")
    validate.add_argument(
        "what",
        choices=["exact", "regularities", "mechanisms"],
        help="X1–X9, known answers; R1–R11, published findings; M1–M28, what the source documents claim",
    )
    validate.add_argument("--save", metavar="FILE.csv", help="keep the table, with the version of the rules")
    return parser


def names(text: str) -> list[str]:
    """Words with commas between them."""
    return [word.strip() for word in text.split(",")]


def _say(message: str, error: BaseException) -> None:
    print(f"tertius: {message}", *getattr(error, "__notes__", []), sep="\n", file=sys.stderr)
