"""Why a replication went as it did: it is played again, and the terms behind its decisions and draws are told."""
