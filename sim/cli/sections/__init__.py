"""The sections of `tertius report`: each says in plain data what the page shows, which `templates` lay out."""
