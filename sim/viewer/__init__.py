"""`tertius view`: a local page to look around in what a folder holds; it reads, draws and tells, and writes nothing."""
