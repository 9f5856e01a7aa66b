"""What the votes come to: exact boundaries, and what must hold for every council and every reglement."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.consent import counting
from programmes.consent.constants import Abstentions, Choice, Majority, Quorum
from programmes.consent.counting import Result, Rule, Verdict, Vote
from schools.constants import Geleding

GELEDINGEN = [str(geleding) for geleding in Geleding]
FOR, AGAINST, ABSTAIN = (str(choice) for choice in Choice)

rules = st.builds(
    Rule,
    majority=st.sampled_from(Majority.values),
    abstentions=st.sampled_from(Abstentions.values),
    quorum=st.sampled_from(Quorum.values),
    quorum_each=st.booleans(),
)
geledingen = st.sampled_from(GELEDINGEN)
seats = st.builds(Vote, geleding=geledingen, choice=st.sampled_from(["", FOR, AGAINST, ABSTAIN]))
councils = st.lists(seats, max_size=14)


def count(votes: list[Vote], rule: Rule) -> Result:
    return counting.count(votes, GELEDINGEN, rule)


def votes(geleding: str, voor: int = 0, tegen: int = 0, onthouding: int = 0, geen: int = 0) -> list[Vote]:
    numbers = {FOR: voor, AGAINST: tegen, ABSTAIN: onthouding, "": geen}
    return [Vote(geleding, choice) for choice, number in numbers.items() for _ in range(number)]


@given(councils, rules, geledingen)
def test_a_new_member_who_votes_for_never_turns_yes_into_anything_else(council, rule, geleding):
    if count(council, rule).verdict == Verdict.YES:
        assert count([*council, Vote(geleding, FOR)], rule).verdict == Verdict.YES


@given(councils, rules, st.data())
def test_a_vote_that_becomes_a_vote_for_never_turns_yes_into_anything_else(council, rule, data):
    if council and count(council, rule).verdict == Verdict.YES:
        place = data.draw(st.integers(0, len(council) - 1))
        council[place] = Vote(council[place].geleding, FOR)

        assert count(council, rule).verdict == Verdict.YES


@given(councils, rules, st.data())
def test_a_vote_against_never_turns_anything_into_yes(council, rule, data):
    """One who voted changes to against; who did not vote yet could make the quorum."""
    cast = [place for place, vote in enumerate(council) if vote.choice]
    if cast and count(council, rule).verdict != Verdict.YES:
        place = data.draw(st.sampled_from(cast))
        council[place] = Vote(council[place].geleding, AGAINST)

        assert count(council, rule).verdict != Verdict.YES


@given(councils.flatmap(lambda council: st.tuples(st.just(council), st.permutations(council))), rules)
def test_the_order_of_the_votes_does_not_matter(pair, rule):
    council, shuffled = pair

    assert count(council, rule) == count(shuffled, rule)


@given(councils, rules)
def test_every_seat_is_counted_once(council, rule):
    result = count(council, rule)

    assert result.whole.members == len(council) == sum(part.members for part in result.parts)
    assert result.whole.cast + result.whole.waiting == len(council)
    assert result.whole.cast == sum(vote.choice != "" for vote in council)


@given(councils, rules)
def test_yes_asks_for_enough_votes_and_more_for_than_against(council, rule):
    result = count(council, rule)
    if result.verdict == Verdict.YES:
        assert result.whole.is_enough
        if rule.majority == Majority.WHOLE:
            assert result.whole.voor > result.whole.tegen
        else:
            assert all(part.voor > part.tegen for part in result.parts if part.members)


@given(councils, rules)
def test_abstentions_that_count_are_votes_against(council, rule):
    if rule.abstentions == Abstentions.AGAINST:
        against = [Vote(v.geleding, AGAINST if v.choice == ABSTAIN else v.choice) for v in council]

        assert (count(council, rule).verdict == Verdict.YES) == (count(against, rule).verdict == Verdict.YES)


@given(councils, rules, geledingen)
def test_a_geleding_in_which_nobody_sits_is_left_out(council, rule, empty):
    council = [vote for vote in council if vote.geleding != empty]
    others = [geleding for geleding in GELEDINGEN if geleding != empty]

    assert count(council, rule).verdict == counting.count(council, others, rule).verdict


@given(councils, rules, st.sampled_from(["majority", "abstentions", "quorum"]))
def test_a_rule_that_is_not_filled_in_says_nothing(council, rule, name):
    values = {**rule.__dict__, name: ""}

    result = count(council, Rule(**values))

    assert (result.verdict, result.told()) == (Verdict.UNKNOWN, {})


@given(st.integers(0, 60))
def test_the_quorum_is_the_smallest_number_that_the_words_ask(members):
    def smallest(enough) -> int:
        return next(number for number in range(members + 2) if enough(number))

    assert {quorum: counting.needed(quorum, members) for quorum in Quorum} == {
        Quorum.NONE: None,
        Quorum.HALF: smallest(lambda n: 2 * n >= members),
        Quorum.MORE: smallest(lambda n: 2 * n > members) if members else 0,
        Quorum.TWO_THIRDS: smallest(lambda n: 3 * n >= 2 * members),
        Quorum.ALL: members,
    }


@pytest.mark.parametrize(
    ("quorum", "members", "needed"),
    [
        (Quorum.HALF, 8, 4),
        (Quorum.HALF, 7, 4),
        (Quorum.MORE, 8, 5),
        (Quorum.MORE, 7, 4),
        (Quorum.TWO_THIRDS, 8, 6),
        (Quorum.TWO_THIRDS, 9, 6),
        (Quorum.ALL, 8, 8),
    ],
)
def test_one_vote_short_of_the_quorum_does_not_count_and_the_next_does(quorum, members, needed):
    rule = Rule(Majority.WHOLE, Abstentions.NOT, quorum)

    short = count(votes("ouders", voor=needed - 1, geen=members - needed + 1), rule)
    exact = count(votes("ouders", voor=needed, geen=members - needed), rule)

    assert (short.verdict, exact.verdict) == (Verdict.FEW, Verdict.YES)


def test_the_quorum_of_each_geleding_asks_every_geleding():
    council = votes("personeel", voor=4) + votes("ouders", geen=2)
    rule = {"majority": Majority.WHOLE, "abstentions": Abstentions.NOT, "quorum": Quorum.HALF}

    assert count(council, Rule(**rule)).verdict == Verdict.YES
    assert count(council, Rule(**rule, quorum_each=True)).verdict == Verdict.FEW


@pytest.mark.parametrize(
    ("majority", "abstentions", "verdict"),
    [
        (Majority.WHOLE, Abstentions.NOT, Verdict.YES),  # 4 for, 3 against
        (Majority.WHOLE, Abstentions.AGAINST, Verdict.NO),  # 4 of 8 is not more than half
        (Majority.EACH, Abstentions.NOT, Verdict.NO),
        (Majority.EACH, Abstentions.AGAINST, Verdict.NO),
    ],
)
def test_one_council_under_each_rule(majority, abstentions, verdict):
    council = votes("personeel", voor=3, tegen=1) + votes("ouders", voor=1, tegen=2, onthouding=1)

    assert count(council, Rule(majority, abstentions, Quorum.ALL)).verdict == verdict


@pytest.mark.parametrize(
    ("council", "verdict"),
    [
        (votes("ouders", voor=2, tegen=2), Verdict.TIE),
        (votes("personeel", voor=2) + votes("ouders", voor=1, tegen=1), Verdict.YES),
        ([], Verdict.TIE),
    ],
)
def test_equal_votes_decide_nothing(council, verdict):
    assert count(council, Rule(Majority.WHOLE, Abstentions.NOT, Quorum.NONE)).verdict == verdict


def test_the_rule_in_words():
    rule = Rule(Majority.EACH, Abstentions.NOT, Quorum.TWO_THIRDS, quorum_each=True)

    assert rule.words == [
        "meer stemmen voor dan tegen in elke geleding",
        "onthoudingen tellen niet mee: het gaat om voor en tegen",
        "minstens twee derde van de leden, ook in elke geleding",
    ]
    assert Rule().words == []
