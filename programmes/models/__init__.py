"""All models of programmes: the plan, the consent on it, and its monitoring."""

from programmes.models.consent import (
    Adoption,
    Comment,
    Condition,
    ConsentRound,
    Decision,
    Rendering,
    Step,
    Version,
)
from programmes.models.gmr import (
    BoardProposal,
    Gmr,
    GmrBallot,
    GmrDecision,
    GmrRound,
    GmrSeat,
    GmrVersion,
    ProposalLine,
)
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
from programmes.models.public import PublicLink
from programmes.models.reading import Reading
from programmes.models.reminders import Reminder
from programmes.models.talk import ThreadMove, Told
from programmes.models.votes import AbstractBallot, AbstractSeat, Ballot, Reglement, Seat

__all__ = [
    "AbstractBallot",
    "AbstractSeat",
    "Adoption",
    "Agreement",
    "Ballot",
    "BoardProposal",
    "BoardShare",
    "Comment",
    "Condition",
    "ConsentRound",
    "CostLine",
    "CostShare",
    "Decision",
    "Deployment",
    "Evaluation",
    "Funding",
    "FundingRate",
    "Gmr",
    "GmrBallot",
    "GmrDecision",
    "GmrRound",
    "GmrSeat",
    "GmrVersion",
    "Goal",
    "Measure",
    "Measurement",
    "Milestone",
    "MrMoment",
    "NotChosen",
    "Programme",
    "PublicLink",
    "Reading",
    "ProposalLine",
    "Realisation",
    "Reglement",
    "Reminder",
    "Rendering",
    "Round",
    "RoundYear",
    "Seat",
    "Step",
    "ThreadMove",
    "Told",
    "Version",
]
