"""How often the bot may speak, by the clock that it is given."""

from datetime import UTC, datetime, timedelta

from adapters.telegram.limits import IN_A_CHAT, Limits

NOON = datetime(2026, 1, 14, 12, tzinfo=UTC)
GROUP, OTHER, PERSON = "-100", "-200", "7"


def test_one_message_a_second_in_a_chat():
    limits = Limits()

    assert [limits.take(GROUP, NOON) for _ in range(3)] == [NOON, NOON + IN_A_CHAT, NOON + 2 * IN_A_CHAT]
    assert limits.take(OTHER, NOON) == NOON, "another chat has its own"


def test_no_more_than_twenty_a_minute_in_a_group_but_in_private():
    limits = Limits()
    times = [limits.take(GROUP, NOON) for _ in range(40)]
    private = [limits.take(PERSON, NOON) for _ in range(40)]

    for start in times:
        assert sum(start <= one < start + timedelta(minutes=1) for one in times) <= 20
    assert private[-1] - private[0] < timedelta(minutes=1)


def test_no_more_than_thirty_messages_a_second_over_all():
    limits = Limits()
    times = [limits.take(str(number), NOON) for number in range(100)]

    for start in times:
        assert sum(start <= one < start + timedelta(seconds=1) for one in times) <= 30


def test_what_has_to_wait_keeps_its_place():
    limits = Limits()
    limits.take(GROUP, NOON)

    place = limits.take(GROUP, NOON, "a")
    assert limits.take(GROUP, NOON + timedelta(milliseconds=500), "a") == place
    assert limits.take(GROUP, place + timedelta(milliseconds=5), "a") == place, "it has come"


def test_a_retry_after_closes_a_chat_and_moves_what_waited():
    limits = Limits()
    limits.take(GROUP, NOON)
    waiting = limits.take(GROUP, NOON, "a")

    limits.close(GROUP, NOON + timedelta(seconds=30))

    assert limits.take(GROUP, waiting, "a") >= NOON + timedelta(seconds=30)
    assert limits.take(OTHER, waiting) == waiting
    assert limits.opens(GROUP, waiting) == NOON + timedelta(seconds=30), "deletions wait for it too"
    assert limits.opens(OTHER, waiting) == waiting, "else they need no place"
