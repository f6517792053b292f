"""How good somebody is, by the games that he has won of others: openskill's Bradley-Terry model with full pairing.

Weng and Lin, "A Bayesian Approximation Method for Online Ranking" (Journal of Machine Learning Research 12, 2011). Of
their models this one compares everybody with everybody, as the points of a Kolkhoz do. In Plackett and Luce's to win
among four is worth as much as to win a duel, and two games of Kolkhoz won of somebody weighed less than one of pyramid
lost to him. Only what is shipped with the dependency group `rating` can import this.
"""

from collections.abc import Iterable
from uuid import UUID

from openskill.models import BradleyTerryFull, BradleyTerryFullRating

from common.domain.contest import Contest, teams

NEWCOMER = 1000
"""Of somebody of whom nothing is known."""
SCALE = 40
"""Points of a rating for one of the model's, which nobody could tell apart."""


def ratings(contests: Iterable[Contest]) -> dict[UUID, int]:
    """What everyone with an account comes to by these games, in their order: what he is at least, nearly certainly.

    That is his mean less three standard deviations, so a few lucky games do not lead the list.
    """
    # Without a limit on the deviation a victory over somebody weaker could cost more than it brings.
    model = BradleyTerryFull(limit_sigma=True)
    known: dict[UUID, BradleyTerryFullRating] = {}
    for contest in contests:
        met = teams(contest)
        before = [[known.get(each) if each else None for each in team.members] for team in met]
        rated = [[rating or model.rating() for rating in team] for team in before]
        after = model.rate(rated, ranks=[team.place for team in met])
        for team, members in zip(met, after, strict=True):
            known |= {player: rating for player, rating in zip(team.members, members, strict=True) if player}
    return {player: NEWCOMER + round(SCALE * rating.ordinal()) for player, rating in known.items()}
