"""Moments that teachers mark for the debrief."""


def test_a_moment_is_marked_with_a_word_told_in_words_and_unmarked(room):
    """What is marked is told whole, however much has been written since and on whatever line play goes on."""
    made = room()
    made.done("facilitator", "start")
    message = made.done("ALPHA", "message", to=["BRAVO"], text="You have our word")["message"]
    proposal = made.propose("ALPHA", "BRAVO", title="Word")
    inject = made.done("facilitator", "inject", text="Rain")["inject"]
    marks = [
        made.done("facilitator", "star", of=of, note=f"note {number}")["star"]
        for number, of in enumerate((message, proposal, inject, "turn 1", "something else"))
    ]
    for number in range(40):
        made.done("BRAVO", "message", to=["ALPHA"], text=f"more {number}")
    made.turn()
    made.done("facilitator", "rollback", turn=1)
    told = made.view("facilitator")["stars"]
    assert [each["about"] for each in told] == [
        "ALPHA: “You have our word”", "proposal “Word” by ALPHA", "inject: “Rain”", "turn 1", "something else"
    ]  # fmt: skip
    assert [each["note"] for each in told] == [f"note {number}" for number in range(5)]
    assert "stars" not in made.view("ALPHA")
    made.done("facilitator", "unstar", star=marks[0])
    assert made.refused("facilitator", "unstar", star=marks[0]) == "unknown_star"
    made.reopened()
    assert made.view("facilitator")["stars"] == told[1:]
