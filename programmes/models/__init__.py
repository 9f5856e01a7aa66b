"""All models of programmes: the plan, the consent on it, and its monitoring."""

from programmes.models.consent import Adoption, Ballot, Comment, ConsentRound, Decision, Rendering, Version
from programmes.models.goals import Goal, Milestone
from programmes.models.moments import Agreement, MrMoment
from programmes.models.monitoring import Evaluation, Measurement, Realisation
from programmes.models.plan import (
    BoardShare,
    CostLine,
    CostShare,
    Deployment,
    Funding,
    FundingRate,
    Measure,
    NotChosen,
    Programme,
    Round,
    RoundYear,
)

__all__ = [
    "Adoption",
    "Agreement",
    "Ballot",
    "BoardShare",
    "Comment",
    "ConsentRound",
    "CostLine",
    "CostShare",
    "Decision",
    "Deployment",
    "Evaluation",
    "Funding",
    "FundingRate",
    "Goal",
    "Measure",
    "Measurement",
    "Milestone",
    "MrMoment",
    "NotChosen",
    "Programme",
    "Realisation",
    "Rendering",
    "Round",
    "RoundYear",
    "Version",
]
