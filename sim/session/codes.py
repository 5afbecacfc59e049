"""The codes of rejections: what each tells a program; the sentence beside it is for people."""

CODES = {
    # of any command
    "unknown_command": "no such kind",
    "invalid": "fields are missing, too long or of the wrong kind; all faults in `details`",
    "unknown_link": "the token opens nothing (any more)",
    "forbidden": "not for this role",
    "phase": "not in this phase",
    "stale": "made for a stage that has passed; the present one in `details`",
    "uuid_used": "another command has this UUID",
    "read_only": "turns were played under other rules, or the file cannot be written",
    "unwritable": "the write failed (disk full, locked); send it again with the same UUID",
    # people
    "room": "no room with this code is open",
    "full": "too many are waiting",
    "seat": "role and seat do not fit",
    "unknown_seat": "no such seat",
    "unknown_member": "nobody with this number, or not in that role",
    "unknown_profile": "no such policy",
    "other_key": "the link was made with another key; reissue it",
    # orders
    "locked": "orders are locked",
    "taken_over": "a policy plays the seat in this turn",
    "moved": "the draft has been saved by somebody else meanwhile",
    "empty": "nothing is said",
    "both": "orders and Hold exclude each other",
    "nothing": "nothing is submitted",
    "over_budget": "more orders than the turn's budget",
    "month": "dated after the end of the turn",
    "illegal_order": "unknown, not legal now, two at one target, or more than a month takes",
    "unknown_state": "no such state",
    "unknown_duty": "no such duty of one's own",
    "unknown_ruling": "no such ruling in this turn",
    # messages
    "unknown_party": "no such seat to write to, or parties that do not go together",
    "unknown_thread": "no such thread that one reads",
    "too_many": "as many as the session, the seat or the member may have",
    "unknown_star": "no such mark",
    # treaties
    "not_party": "one proposes what binds oneself",
    "not_people": "a party is not played by people",
    "no_secrets": "this session has no secret treaties",
    "expired": "that turn has passed",
    "bad_terms": "a treaty that cannot be; all faults in `details`",
    "unknown_proposal": "no such proposal to one's seat",
    "closed_proposal": "it is off the table",
    "accepted": "one has accepted it already",
    "not_yours": "only its author withdraws it",
    "no_room": "the world holds no more treaties",
    "unknown_treaty": "one is party to no such treaty",
    "nothing_owed": "it binds one to nothing that could be left",
    # the debrief
    "shown": "the fan has been shown, so nobody bets any more",
    "unknown_question": "no such question to bet on",
    # injects
    "unknown_inject": "the scenario has prepared no such inject",
    "bad_changes": "changes that cannot be; all faults in `details`",
    # turns
    "last_turn": "there is no further turn",
    "no_timer": "no timer runs, or none is stopped",
    "unknown_turn": "no such turn on this line",
    "unknown_line": "no such line",
}
