"""The connection breaks, the bot is away or is killed: nothing unjudged, nothing left standing, nobody told twice."""

import os
import random
from collections import Counter
from time import sleep

import pytest

from tests.live.discord.conftest import ADVERT, Stage

KILLS = int(os.environ.get("POTLUCK_TEST_KILLS", "4"))
"""More of them by `POTLUCK_TEST_KILLS=50 pytest tests/live/discord/test_gaps.py`."""


def test_what_was_posted_while_the_bot_was_away_is_judged_before_what_comes_then(stage: Stage) -> None:
    stage.begin()
    thread = stage.server.thread(stage.general, stage.bo, "Plans")
    edited = stage.server.post(stage.general, stage.ana, "Lovely weather for the market today")
    stage.judged()
    stage.potluck.stop()
    question = stage.server.post(stage.general, stage.bo, "Does anybody sell a sourdough course? I would buy one.")
    missed = [stage.server.post(thread, stage.bo, f"{ADVERT} 1"), stage.server.post(stage.general, stage.bo, ADVERT)]
    stage.server.edit(edited, f"{ADVERT} 2")
    stage.potluck.start()
    stage.server.wait_until(lambda: stage.server.connected > 0, 20)
    answer = stage.server.post(stage.general, stage.ana, ADVERT, reply_to=question)

    stage.server.wait_until(lambda: all(post.deleted for post in (*missed, edited)), 20)
    stage.potluck.wait_until_well()
    stage.judged()
    assert not question.deleted
    assert not answer.deleted, "the question that it answers was judged before it"


@pytest.mark.parametrize("trouble", ["drop", "reconnect", "invalidate"])
def test_a_connection_that_breaks_loses_nothing(stage: Stage, trouble: str) -> None:
    stage.begin()
    stage.judged()
    getattr(stage.server, trouble)()
    posts = [stage.server.post(stage.general, stage.ana, f"{ADVERT} {number}") for number in range(5)]

    stage.server.wait_until(lambda: all(post.deleted for post in posts), 40)


def test_a_server_that_is_out_of_reach_for_a_while_is_found_again(stage: Stage) -> None:
    stage.begin()
    stage.judged()
    stage.server.end()
    sleep(1)
    stage.server.begin()
    post = stage.server.post(stage.general, stage.ana, ADVERT)

    stage.server.wait_until(lambda: post.deleted, 60)


def test_killed_at_any_moment_nothing_is_lost_and_nobody_is_told_twice(stage: Stage) -> None:
    chance = random.Random(7)  # noqa: S311
    people = [stage.server.user(30_000 + number, f"member{number}") for number in range(15 * KILLS)]  # nobody twice
    for person in people:
        stage.server.join(stage.guild, person)
    stage.begin()
    stage.judged()
    stage.potluck.kill()
    adverts, talk = [], []
    for kill in range(KILLS):
        stage.potluck.start()
        for number in range(15):
            author = people[kill * 15 + number]
            if number % 3:
                talk.append(stage.server.post(stage.general, author, f"The meeting moved to Thursday, room {number}"))
            else:
                adverts.append(stage.server.post(stage.general, author, f"{ADVERT} {kill}-{number}"))
            sleep(chance.random() / 5)
        sleep(chance.uniform(0.2, 5))
        stage.potluck.kill()
    stage.begin()

    stage.server.wait_until(lambda: all(post.deleted for post in adverts), 60)
    stage.judged()
    assert not any(post.deleted for post in talk)
    told = Counter(
        (person.id, words.partition("Your text:")[2]) for person in people for words in stage.server.sent_to(person)
    )
    assert [who for who, times in told.items() if times > 1] == []
    # Who is born after a limit was told can't know of it.
    forgotten = [one for one in stage.server.complaints if "before retry_after was over" in one]
    stage.server.world.complaints = [one for one in stage.server.complaints if one not in forgotten]


def test_with_several_shards_each_guild_is_heard_in_order(stage: Stage) -> None:
    stage.server.world.shards = 2
    stage.begin()
    stage.server.wait_until(lambda: stage.server.connected == 2, 30)
    stage.judged()
    question = stage.server.post(stage.general, stage.bo, "Does anybody sell a sourdough course? I would buy one.")
    answer = stage.server.post(stage.general, stage.ana, ADVERT, reply_to=question)
    stage.judged()

    assert not answer.deleted
