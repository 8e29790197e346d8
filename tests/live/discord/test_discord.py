"""A Discord guild, moderated: everything is judged by what the server saw."""

from tests.live.discord.conftest import ADVERT, BULK, DELETE, LAUNCH, POST, Stage
from tests.standin.discord import Intent, Right


def test_an_advert_goes_and_its_author_alone_reads_why(stage: Stage) -> None:
    stage.begin()
    talk = stage.server.post(stage.general, stage.bo, "Morning all, who brings the chairs on Saturday?")
    advert = stage.server.post(stage.general, stage.ana, ADVERT)

    stage.server.wait_until(lambda: advert.deleted)
    stage.server.wait_until(lambda: bool(stage.server.sent_to(stage.ana)))
    assert not talk.deleted
    [words] = stage.server.sent_to(stage.ana)
    assert "came down" in words
    assert ADVERT[:40] in words
    assert stage.server.sent_to(stage.bo) == []
    assert stage.server.said(stage.general) == [], "nothing is said in public"


def test_the_audit_log_names_the_rule_and_the_decision(stage: Stage) -> None:
    stage.begin()
    advert = stage.server.post(stage.general, stage.ana, ADVERT)
    stage.server.wait_until(lambda: advert.deleted)

    [call] = stage.server.called(DELETE)

    assert call.reason is not None
    assert f"{advert.id}@" in call.reason


def test_adverts_in_threads_forums_embeds_forwards_and_edits_go(stage: Stage) -> None:
    stage.begin()
    server, ana = stage.server, stage.ana
    thread = server.thread(stage.general, stage.bo, "Plans")
    forum = server.channel(stage.guild, "market", kind="forum")
    other = server.channel(stage.guild, "elsewhere")
    original = server.webhook_post(other, "News", ADVERT)
    _, in_forum = server.forum_post(forum, ana, "Bread", f"{ADVERT} 1")
    edited = server.post(stage.general, ana, "Lovely weather for the market today")
    posts = [
        server.post(thread, ana, f"{ADVERT} 2"),
        in_forum,
        server.post(stage.general, ana, forward_of=original),
        edited,
    ]
    stage.judged()
    server.edit(edited, f"{ADVERT} 3")

    server.wait_until(lambda: all(post.deleted for post in posts), 20)
    assert not original.deleted, "webhooks are no members"


def test_admins_and_bots_are_no_members(stage: Stage) -> None:
    stage.begin()
    robot = stage.server.user(66, "robot", bot=True)
    stage.server.join(stage.guild, robot)
    posts = [stage.server.post(stage.general, who, ADVERT) for who in (stage.priya, robot)]

    stage.judged()

    assert not any(post.deleted for post in posts)


def test_many_adverts_at_once_go_in_bulk(stage: Stage) -> None:
    stage.begin()
    people = [stage.server.user(1_000 + number, f"member{number}") for number in range(30)]
    for person in people:
        stage.server.join(stage.guild, person)
    posts = [stage.server.post(stage.general, person, f"{ADVERT} {person.id}") for person in people]

    stage.server.wait_until(lambda: all(post.deleted for post in posts), 30)

    assert len(stage.server.called(DELETE)) + len(stage.server.called(BULK)) < len(posts)


def test_who_takes_no_direct_messages_is_asked_once_and_a_line_without_a_name_takes_itself_down(stage: Stage) -> None:
    stage.ana.takes_private = False
    stage.begin()
    for number in range(3):
        post = stage.server.post(stage.general, stage.ana, f"{ADVERT} {number}")
        stage.server.wait_until(lambda: post.deleted)  # noqa: B023
    stage.server.wait_until(lambda: stage.server.said(stage.general))

    [line] = stage.server.said(stage.general)
    assert "/why" in line.body["content"]
    assert "Ana" not in line.body["content"]
    stage.potluck.stop()
    stage.begin()
    again = stage.server.post(stage.general, stage.ana, f"{ADVERT} again")
    stage.server.wait_until(lambda: again.deleted)
    refused = [call for call in stage.server.called(POST) if call.path.endswith(_direct(stage))]
    assert len(refused) == 1, "after a refusal never asked again, also after a restart"


def _direct(stage: Stage) -> str:
    return f"/channels/{stage.server.world.direct(stage.ana).id}/messages"


def test_the_fourth_time_mutes_for_a_day(stage: Stage) -> None:
    stage.begin()
    for number in range(4):
        post = stage.server.post(stage.general, stage.ana, f"{ADVERT} {number}")
        stage.server.wait_until(lambda: post.deleted)  # noqa: B023
        stage.settled()

    stage.server.wait_until(lambda: stage.server.muted_until(stage.guild, stage.ana))


def test_a_launch_waits_for_the_admins_and_only_they_decide_also_after_a_restart(stage: Stage) -> None:
    stage.server.overwrite(stage.room, stage.ana, allow=Right.VIEW_CHANNEL)
    stage.begin()
    launch = stage.server.post(stage.general, stage.ana, LAUNCH)
    stage.server.wait_until(lambda: launch.deleted)
    card = stage.server.wait_until(lambda: stage.server.said(stage.room))[0]
    [allow] = [part["custom_id"] for part in card.body["components"][0]["components"] if part["label"] == "Allow"]
    stage.settled()
    stage.potluck.kill()
    stage.begin()

    stage.server.press(card, stage.ana, allow)
    stage.server.wait_until(lambda: any("Only admins" in words for words in stage.server.sent_to(stage.ana)))
    stage.server.press(card, stage.priya, allow)

    stage.server.wait_until(lambda: "Allowed by Priya" in card.body["content"])
    assert not card.body["components"], "decided once"
    stage.server.wait_until(lambda: any("said yes" in words for words in stage.server.sent_to(stage.ana)))
    again = stage.server.post(stage.general, stage.ana, LAUNCH)
    stage.judged()
    assert not again.deleted


def test_an_appeal_from_a_direct_message_reaches_the_admins_once(stage: Stage) -> None:
    stage.begin()
    advert = stage.server.post(stage.general, stage.ana, ADVERT)
    stage.server.wait_until(lambda: advert.deleted)
    stage.server.wait_until(lambda: stage.server.sent_to(stage.ana))
    [notice] = [post for post in stage.server.world.direct(stage.ana).standing if post.body["components"]]
    appeal = notice.body["components"][0]["components"][0]["custom_id"]

    stage.server.press(notice, stage.ana, appeal)
    stage.server.wait_until(lambda: stage.server.said(stage.room))
    stage.server.press(notice, stage.ana, appeal)
    stage.settled()

    [card] = stage.server.said(stage.room)
    assert ADVERT[:40] in card.body["content"]
    assert len(stage.server.whispers_to(stage.ana)) >= 2, "each press is answered, to who pressed"


def test_who_owns_a_server_that_no_policy_names_is_told_how_to_add_it_once(stage: Stage) -> None:
    stage.begin()
    stage.judged()
    cy = stage.server.user(10, "cy", "Cy")

    stage.server.guild("Elsewhere", admins=[cy])

    stage.server.wait_until(lambda: stage.server.sent_to(cy))
    stage.settled()
    [words] = stage.server.sent_to(cy)
    assert "platform: discord" in words


def test_the_summary_is_an_embed_with_its_picture_and_is_written_anew_in_place(stage: Stage) -> None:
    stage.begin()
    question = stage.server.post(stage.general, stage.bo, "Does anybody know a good bookkeeper for a bakery?")
    answer = stage.server.post(stage.general, stage.ana, "Ask Sam at Mill Street, she is great.", reply_to=question)
    stage.server.post(stage.general, stage.bo, "Thank you, that helps a lot!", reply_to=answer)
    cy = stage.server.user(10, "cy", "Cy")
    stage.server.join(stage.guild, cy)
    stage.server.post(stage.general, cy, "Good morning everybody")
    stage.judged()

    stage.server.command(stage.room, stage.priya, "summary", what="now")
    summary = stage.server.wait_until(lambda: stage.server.said(stage.general), 30)[0]
    stage.settled()
    stage.server.command(stage.room, stage.priya, "summary", what="redo")
    stage.server.wait_until(lambda: summary.body["edited_timestamp"], 30)

    [embed] = summary.body["embeds"]
    assert embed["description"]
    assert embed["image"]["url"]
    assert len(stage.server.said(stage.general)) == 1
    [call] = [call for call in stage.server.called(POST) if call.params.get("enforce_nonce")][-1:]
    assert call.params["nonce"]


def test_a_ban_for_a_time_is_lifted_after_a_restart(stage: Stage) -> None:
    stage.begin()
    for number in range(6):
        stage.server.time_out(stage.guild, stage.ana, None, by=stage.priya)
        post = stage.server.post(stage.general, stage.ana, f"{ADVERT} {number}")
        stage.server.wait_until(lambda: post.deleted)  # noqa: B023
        for _ in range(3):  # only who was told can do it again, and words may come late
            stage.settled()
    stage.server.wait_until(lambda: stage.ana.id in stage.guild.bans, 20)
    stage.potluck.kill()
    stage.begin()

    stage.server.wait_until(lambda: stage.ana.id not in stage.guild.bans, 20)


def test_a_missing_intent_is_said_by_name(stage: Stage) -> None:
    stage.server.disable(Intent.MESSAGE_CONTENT)
    stage.potluck.start()

    stage.server.wait_until(lambda: not stage.potluck.alive, 20)
    assert "Message Content Intent" in stage.potluck.log.read_text(encoding="utf-8")


def test_without_the_list_of_members_admins_still_decide(stage: Stage) -> None:
    stage.server.disable(Intent.GUILD_MEMBERS)
    stage.begin()
    launch = stage.server.post(stage.general, stage.ana, LAUNCH)
    stage.server.wait_until(lambda: launch.deleted)
    card = stage.server.wait_until(lambda: stage.server.said(stage.room))[0]

    stage.server.press(card, stage.priya, card.body["components"][0]["components"][0]["custom_id"])

    stage.server.wait_until(lambda: "by Priya" in card.body["content"])
