"""Killed at any moment of a busy hour: nothing unjudged, nothing left standing that was to go, nobody told twice."""

import os
import random
from collections import Counter
from time import sleep

from tests.live.telegram.conftest import ADVERT, Stage

KILLS = int(os.environ.get("POTLUCK_TEST_KILLS", "8"))
"""More of them by `POTLUCK_TEST_KILLS=50 pytest tests/live/telegram/test_kills.py`."""


def test_killed_at_any_moment_nothing_is_lost_and_nobody_is_told_twice(stage: Stage) -> None:
    chance = random.Random(7)  # noqa: S311
    people = [stage.server.user(30_000 + number, f"Member {number}") for number in range(25 * KILLS)]  # nobody twice
    adverts, talk = [], []
    for kill in range(KILLS):
        stage.potluck.start()
        for number in range(25):
            author = people[kill * 25 + number]
            if number % 3:
                talk.append(stage.server.post(stage.group, author, f"The meeting moved to Thursday, room {number}"))
            else:
                adverts.append(stage.server.post(stage.group, author, f"{ADVERT} {kill}-{number}"))
            sleep(chance.random() / 50)
        sleep(chance.uniform(0.2, 2.5))
        stage.potluck.kill()
    stage.begin()

    assert stage.server.wait_until(lambda: not any(stage.server.stands(one) for one in adverts), 60)
    assert stage.server.wait_until(lambda: stage.server.pending() == 0)
    sleep(3)  # the platform's limits leave room for a word a second: some of them, not all
    assert all(stage.server.stands(one) for one in talk)
    told = Counter(
        (person.id, words.partition("Your text:")[2]) for person in people for words in stage.server.sent_to(person)
    )
    assert [who for who, times in told.items() if times > 1] == []
