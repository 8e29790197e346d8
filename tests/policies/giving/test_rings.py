"""Rings: thanks that go round and round. Being helped, or helping many, is none."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from chat.giving import Contribution, GivingKind, Grade
from policies.giving.rings import Ring, discounted, rings

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def gave(giver: str, receiver: str, times: int = 1, *, days_ago: float = 1, kind: GivingKind = GivingKind.ANSWER):
    return [
        Contribution(
            key=f"{kind}:{giver}:{receiver}:{number}:{days_ago}",
            kind=kind,
            giver=giver,
            receiver=receiver,
            messages=(),
            at=NOW - timedelta(days=days_ago),
            grade=Grade.STRUCTURAL,
            weight=4.0,
            credit=4.0,
        )
        for number in range(times)
    ]


def others(count: int = 8) -> list[Contribution]:
    return [
        row for n in range(count) for row in gave(f"x{n}", f"x{(n * 3 + 1) % count}", 2) if row.receiver != row.giver
    ]


def test_three_thanks_each_way_and_over_half_of_eithers_giving_are_a_ring():
    rows = [*gave("ana", "bo", 3), *gave("bo", "ana", 3), *gave("ana", "kim", 2), *gave("bo", "kim", 9)]

    assert rings(rows, NOW) == (Ring(members=("ana", "bo"), inside=6, share=0.6),)


def test_half_of_the_giving_is_not_over_half_and_two_each_way_are_not_three():
    half = [*gave("ana", "bo", 3), *gave("bo", "ana", 3), *gave("ana", "kim", 3), *gave("bo", "kim", 3)]
    two = [*gave("ana", "bo", 9), *gave("bo", "ana", 2)]

    assert (rings(half, NOW), rings(two, NOW)) == ((), ())


def test_thanks_of_29_days_ago_and_withdrawn_ones_no_longer_count():
    rows = [*gave("ana", "bo", 3), *gave("bo", "ana", 2), *gave("bo", "ana", 1, days_ago=29)]
    taken_back = [*gave("ana", "bo", 3), *(replace(row, withdrawn=True) for row in gave("bo", "ana", 3))]

    assert (rings(rows, NOW), rings(taken_back, NOW)) == ((), ())


def test_four_who_thank_each_other_in_a_circle_are_a_ring():
    circle = ["ana", "bo", "kim", "lee"]
    rows = [row for one, two in zip(circle, circle[1:] + circle[:1], strict=True) for row in gave(one, two, 4)]

    found = rings([*rows, *gave("ana", "x1", 2), *others()], NOW)

    assert found == (Ring(members=("ana", "bo", "kim", "lee"), inside=16, share=16 / 18),)


def test_one_who_helps_four_others_is_no_ring():
    rows = [row for who in ("bo", "kim", "lee", "max") for row in gave("ana", who, 5)]

    assert rings([*rows, *others()], NOW) == ()


def test_a_small_group_in_which_everybody_helps_everybody_is_no_ring():
    people = ["ana", "bo", "kim", "lee", "max"]
    rows = [row for one in people for two in people if one != two for row in gave(one, two, 2)]

    assert rings(rows, NOW) == ()


def test_welcomes_make_no_ring():
    rows = [
        *gave("ana", "bo", 3, kind=GivingKind.WELCOME),
        *gave("bo", "ana", 3, kind=GivingKind.WELCOME),
    ]

    assert rings(rows, NOW) == ()


def test_credit_inside_a_ring_is_discounted_and_outside_of_it_untouched():
    ring = Ring(members=("ana", "bo"), inside=6, share=1.0)
    [inside], [outside] = gave("ana", "bo"), gave("ana", "kim")

    assert (discounted(inside, [ring]).credit, discounted(outside, [ring]).credit) == (1.0, 4.0)
