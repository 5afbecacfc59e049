"""The procedures an action of the table can set off beside the changes its row states.

Most actions are rows of numbers (world.Actions) and need no code: a scenario adds one by adding
a row. The procedures are the few that involve a decision by another or the crisis ladder.
"""

PROCEDURES = (
    "plain", "wait", "concede", "propose", "exit", "demand", "restrain", "sanction", "deploy", "strike",
    "invade", "nuclear",
)  # fmt: skip
PLAIN, WAIT, CONCEDE, PROPOSE, EXIT, DEMAND, RESTRAIN, SANCTION, DEPLOY, STRIKE, INVADE, NUCLEAR = range(
    len(PROCEDURES)
)
