"""The strategic triangle: type and roles of three states by the signs of their ties (Dittmer 1981).

Role score: u_i = a_ij + a_ik − a_jk on signs. Pivot 3; friend (all warm) or partner (a pair against
a third) 1; wing of a pivot or foe among foes −1; outcast −3. A tie within ±.15 has no sign: the triple is
indeterminate and its scores are NaN. Leaves out how warm a tie is beyond its sign, and who is stronger.
"""

import numpy as np

from sim.model.world import Array

INDETERMINATE = 0.15  # alignment

# positions first, second, third are those of the triple as named
TYPES = (
    "indeterminate",
    "ménage à trois",
    "stable marriage, first outcast",
    "stable marriage, second outcast",
    "stable marriage, third outcast",
    "romantic triangle, first pivot",
    "romantic triangle, second pivot",
    "romantic triangle, third pivot",
    "unit veto",
)


def tie_signs(alignment: Array, members: Array) -> Array:
    """Signs of the ties first–second, first–third, second–third: −1, 0 (indeterminate) or 1.

    `alignment` (…, N, N); `members` (n, 3) positions; returns (…, n, 3).
    """
    one, two, three = members.T
    ties = np.stack([alignment[..., one, two], alignment[..., one, three], alignment[..., two, three]], axis=-1)
    return np.where(np.abs(ties) < INDETERMINATE, 0.0, np.sign(ties))


def role_scores(signs: Array) -> Array:
    """Role scores (…, 3) of first, second, third from `tie_signs` (…, 3); NaN where a sign is 0."""
    opposite = signs[..., ::-1]  # the tie a member is not part of
    scores = signs.sum(axis=-1, keepdims=True) - 2.0 * opposite
    return np.where((signs == 0).any(axis=-1, keepdims=True), np.nan, scores)


def triangle_types(signs: Array) -> Array:
    """Index into `TYPES` (…) from `tie_signs` (…, 3); it fixes all three role scores."""
    warm = (signs > 0).sum(axis=-1)
    position = 2 - np.argmax(signs * np.where(warm == 1, 1.0, -1.0)[..., None], axis=-1)  # across from the odd tie
    kind = np.choose(warm, [8, 2 + position, 5 + position, 1])
    return np.where((signs == 0).any(axis=-1), 0, kind)
