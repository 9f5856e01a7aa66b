"""A thread of comments: where it stands, what may be done with it, and the moves from one state to another."""

from __future__ import annotations

from npo_planner import audit
from npo_planner.errors import Refused
from programmes.consent.constants import OPEN_FOR_COMMENTS, THREAD_MOVES, Audience, ThreadState
from programmes.consent.rules import can_deliberate
from programmes.document import canonical, sections
from programmes.document.schema import Document
from programmes.document.sections import Section
from programmes.models import Comment, Programme, ThreadMove, Version
from schools.models import User

WHOLE = Section("hele-plan", "Het hele plan")
"""What is not about one part of the document; the page of a version has a place with this anchor."""


def places(document: Document) -> list[tuple[Section, list[Section]]]:
    """Everything in ``document`` that people can talk about, in reading order: each section with its rows."""
    rows = sections.rows(document)
    return [(section, rows.get(section.anchor, [])) for section in [*sections.commentable(document), WHOLE]]


def titles(document: Document) -> dict[str, str]:
    """Every place of ``document`` by its anchor, in reading order."""
    return {place.anchor: place.title for section, rows in places(document) for place in (section, *rows)}


def takes_new(programme: Programme, version: Version, newest: Version, audience: str = Audience.SCHOOL) -> bool:
    """Whether a thread can begin on ``version``. The MR talks among itself as long as there is no newer version."""
    return version.pk == newest.pk and (audience == Audience.MR or programme.status in OPEN_FOR_COMMENTS)


def takes_answers(programme: Programme, thread: Comment) -> bool:
    """Whether people can go on with ``thread``: also on an older version, while a plan lies with the MR."""
    return thread.is_private or programme.status in OPEN_FOR_COMMENTS


def moves_to(thread: Comment, state: ThreadState) -> bool:
    """Whether ``thread`` can go to ``state``."""
    return state in THREAD_MOVES[ThreadState(thread.state)]


def lock(comment: Comment) -> Comment:
    """The first comment of the thread of ``comment``, as it is now; nobody else moves it in this transaction."""
    return Comment.objects.select_for_update(no_key=True).order_by("pk").get(pk=comment.parent_id or comment.pk)


def must_be_taken(said: Comment, thread: Comment | None, *, programme: Programme, newest: Version) -> None:
    """Raise Refused (closed, other_version, not_a_member, empty) when ``said`` cannot be said now, in ``thread``."""
    version, audience = said.version, thread.audience if thread else said.audience
    if not (takes_answers(programme, thread) if thread else takes_new(programme, version, newest, audience)):
        raise Refused("Over deze versie kunt u niet meer reageren.", code="closed")
    if thread and thread.version_id != version.pk:
        raise Refused("Deze vraag hoort bij een andere versie.", code="other_version")
    if audience == Audience.MR and not can_deliberate(said.author, version):
        raise Refused("Dit is overleg van de MR.", code="not_a_member")
    if not said.text.strip():
        raise Refused("Schrijf eerst uw vraag of opmerking.", code="empty")


def add(said: Comment, thread: Comment | None, *, reopens: bool = False) -> None:
    """Keep ``said``, which is not stored yet, as the begin of a thread or in ``thread``, which is locked.

    Raises Refused (no_section, wrong_state).
    """
    if thread:
        said.parent, said.section, said.audience = thread, thread.section, thread.audience
    if said.section not in titles(canonical.loads(said.version.document)):
        raise Refused("Kies het onderdeel waar uw vraag over gaat.", code="no_section")
    if thread or said.is_private:
        said.kind = ""
    said.save()
    if thread and reopens:
        move(thread, ThreadState.REOPENED, by=said.author, role=said.role)
    elif thread and said.from_mr != thread.from_mr and moves_to(thread, ThreadState.ANSWERED):
        move(thread, ThreadState.ANSWERED, by=said.author, role=said.role)
    log(said, "question_reopened" if thread and reopens else "commented", by=said.author)


def move(thread: Comment, state: ThreadState, *, by: User, role: str) -> None:
    """Bring ``thread``, which is locked, to ``state``, and keep who did so. Raises Refused (wrong_state)."""
    if not moves_to(thread, state):
        raise Refused(f"Dit kan niet meer. De stand is nu: {thread.get_state_display()}.", code="wrong_state")
    ThreadMove.objects.create(thread=thread, state=state, by=by, role=role)
    thread.state = state
    thread.save(update_fields=["state"])


def log(said: Comment, event: str, *, by: User) -> None:
    """One line of the trail. Of what the MR says to itself it tells neither where nor what."""
    detail = {"comment": said.pk} if said.is_private else {"section": said.section, "comment": said.pk}
    event = "deliberated" if said.is_private else event
    audit.log(by=by, event=event, subject=said.version, school=said.school, detail=detail)
