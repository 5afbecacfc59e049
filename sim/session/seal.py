"""The seal on a session's luck: a hash of seed and nonce that all see from the start, opened in the debrief."""

import hashlib
import secrets

from sim.run.plan import MOST_SEED


def sealed(seed: int | None) -> tuple[int, str]:
    """The seed given, else one drawn (0 to MOST_SEED), and a nonce of 128 bits, from the system's generator."""
    return secrets.randbelow(MOST_SEED + 1) if seed is None else seed, secrets.token_hex(16)


def new_luck() -> int:
    """A replication for a line whose luck does not follow from the seed alone, from the system's generator."""
    return secrets.randbelow(2**31)


def commitment(seed: int, nonce: str) -> str:
    """SHA-256 of `seed:nonce`, in hexadecimal."""
    return hashlib.sha256(f"{seed}:{nonce}".encode()).hexdigest()
