"""Playing a scenario many times: the plan, the threads that play it, the folder that keeps it."""
