"""Page times: which page a seat opened in which minute."""

import csv

from sim.session.replay import replay
from sim.session.table import as_csv


def looks(made):
    """The rows of page times in the export."""
    rows = csv.DictReader(as_csv(made.session.log).splitlines())
    return [(each["time"], each["seat"], each["text"], each["turn"], each["phase"])
            for each in rows if each["kind"] == "look"]  # fmt: skip


def test_page_times_go_into_the_log_once_a_minute_and_name_the_seat_alone(room):
    made = room()
    made.done("facilitator", "start")
    session, seen = made.session, made.bytes_of("facilitator")
    for now, who, page in (
        (3601.0, "ALPHA", "orders"), (3605.0, "ALPHA", "why"), (3610.0, "ALPHA", "orders"), (3615.0, "BRAVO", "news"),
        (3616.0, "facilitator", "news"),
    ):  # fmt: skip
        assert session.look(made.tokens[who], page, now) is None
    session.tick(3659.0)
    assert looks(made) == []
    session.tick(3660.0)
    assert looks(made) == [("3600", "ALPHA", "orders", "1", "open"), ("3600", "ALPHA", "why", "1", "open"),
                           ("3600", "BRAVO", "news", "1", "open")]  # fmt: skip
    assert made.bytes_of("facilitator") == seen
    number = session.number
    session.tick(3800.0)
    assert session.number == number
    row = next(row for row in session.log.rows() if row.kind == "looked")
    assert row.member == 0
    assert "Team" not in str(row.body)
    assert session.look(made.tokens["ALPHA"], "=cmd()", 3900.0).code == "invalid"
    assert session.look("none", "news", 3900.0).code == "unknown_link"


def test_page_times_are_of_the_stage_in_which_the_page_was_opened_and_outlive_a_restart(room):
    made = room()
    made.done("facilitator", "start")
    made.session.look(made.tokens["ALPHA"], "orders", 3600.0)
    made.done("facilitator", "resolve")
    made.session.look(made.tokens["ALPHA"], "why", 3601.0)
    made.reopened()  # closed without a tick
    assert looks(made) == [("3600", "ALPHA", "orders", "1", "open"), ("3600", "ALPHA", "why", "1", "review")]
    made.done("facilitator", "next")
    made.done("facilitator", "resolve")
    assert replay(made.session.log).differs is None
