"""What an order does, in a line for those who give it: on the page of a seat and on the player's sheet.

The rows of numbers are those of sim/model/actions.yaml; an act that a scenario adds has no line.
"""

from typing import NamedTuple


class Act(NamedTuple):
    """What an act does, and what it needs before it can be ordered (nothing: it always can)."""

    does: str
    needs: str = ""


ACTS = {
    "SUMMIT": Act("warms the tie; their crises calm sooner"),
    "AID": Act("they come to need you more; warms the tie", "something left to offer them"),
    "CONCEDE": Act("gives them part of what they want of you; warms the tie, eases your sanctions"),
    "ARMS": Act("they come to need your arms; their foes are alarmed", "no foe, and arms left to offer"),
    "TECHNOLOGY": Act("makes them stronger in time; their foes are alarmed", "no foe"),
    "DEPLOY": Act("your troops fight their war, for pay and at a cost in lives", "a close partner at war"),
    "PROPOSE": Act("a defence pact of the two of you, if they accept", "a warm tie and no pact yet"),
    "RESTRAIN": Act("they give way in their crisis with another, if they heed you", "them in such a crisis"),
    "EXIT": Act("you leave what you signed with them; all trust your word less", "a treaty with them"),
    "POSTURE": Act("alarms them; steadies you at home"),
    "DEMAND": Act("they yield, or resist: then you threaten force or back down", "something you want of them"),
    "SANCTION": Act("cuts trade and cools the tie; they may yield"),
    "WITHHOLD": Act("takes back part of what you supply; cools the tie", "something that you supply"),
    "STRIKE": Act("force; allies of both may be called upon", "a crisis with them at a threat of force"),
    "INVADE": Act("war, to take what you want", "a crisis with them at use of force, and a way there"),
    "NUCLEAR": Act("the last resort", "a war with them, and a scenario that admits it"),
}  # fmt: skip
