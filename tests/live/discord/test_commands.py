"""Commands, menus, words to the bot alone, and the server's calendar: what members ask, and who reads the answer."""

from datetime import timedelta

from tests.live.discord.conftest import ADVERT, LAUNCH, Stage
from tests.standin.discord import Posted
from tests.standin.discord.places import Json


def test_an_admins_command_decides_like_the_card_which_then_shows_it(stage: Stage) -> None:
    stage.begin()
    launch = stage.server.post(stage.general, stage.ana, LAUNCH)
    stage.server.wait_until(lambda: launch.deleted)
    card = stage.server.wait_until(lambda: stage.server.said(stage.room))[0]
    stage.settled()

    stage.server.command(stage.room, stage.priya, "deny", message=str(launch.id))

    stage.server.wait_until(lambda: "Denied by Priya" in card.body["content"], 20)
    assert not card.body["components"]
    stage.server.wait_until(lambda: any("said no" in words for words in stage.server.sent_to(stage.ana)))


def test_commands_are_answered_to_whoever_asked_alone(stage: Stage) -> None:
    stage.begin()
    advert = stage.server.post(stage.general, stage.ana, ADVERT)
    stage.server.wait_until(lambda: advert.deleted)
    stage.settled()

    stage.server.command(stage.general, stage.bo, "rules")
    stage.server.wait_until(lambda: stage.server.whispers_to(stage.bo))
    choices = stage.server.autocomplete(stage.general, stage.ana, "why", "message", message="sourdough")
    stage.server.wait_until(lambda: choices.callback)
    [choice] = choices.choices or []
    stage.server.command(stage.general, stage.ana, "why", message=choice["value"])

    stage.server.wait_until(lambda: stage.server.whispers_to(stage.ana))
    stage.server.command(stage.general, stage.ana, "draft", text=LAUNCH)
    stage.server.command(stage.general, stage.ana, "forget")
    stage.server.wait_until(lambda: len(stage.server.whispers_to(stage.ana)) == 3)
    why, *others = stage.server.whispers_to(stage.ana)
    assert choice["value"] == str(advert.id)
    assert "came down" in why["content"]
    assert any("an admin" in other["content"] for other in others), "what a launch waits for"
    [forget] = [other for other in others if other["components"]]
    stage.server.press(forget_of(stage, forget), stage.ana, forget["components"][0]["components"][0]["custom_id"])
    stage.server.wait_until(lambda: len(stage.server.whispers_to(stage.ana)) > 3)
    assert stage.server.said(stage.general) == []


def forget_of(stage: Stage, body: Json) -> Posted:
    """Return the message that was shown to one member alone."""
    return next(one for one in stage.general.messages.values() if one.body is body)


def test_words_to_the_bot_alone_are_answered_there(stage: Stage) -> None:
    stage.begin()
    stage.server.post(stage.general, stage.ana, "Morning all")
    stage.judged()

    stage.server.private(stage.ana, "/draft Buy my sourdough course for £40 today")

    stage.server.wait_until(lambda: stage.server.sent_to(stage.ana))
    assert "not a member" not in stage.server.sent_to(stage.ana)[0]


def test_a_member_is_thanked_from_the_menu_of_a_message(stage: Stage) -> None:
    stage.begin()
    question = stage.server.post(stage.general, stage.bo, "Does anybody know a good bookkeeper for a bakery?")
    answer = stage.server.post(
        stage.general, stage.ana, "Ask Sam at Mill Street, she is great with small shops.", reply_to=question
    )
    stage.judged()

    stage.server.message_command(answer, stage.bo, "Thank")
    stage.settled()
    stage.server.command(stage.general, stage.ana, "me")

    stage.server.wait_until(lambda: stage.server.whispers_to(stage.ana))
    assert "thank" in stage.server.whispers_to(stage.ana)[-1]["content"].lower()


def test_an_event_in_the_calendar_is_announced_and_who_comes_is_known(stage: Stage) -> None:
    stage.begin()
    for who in (stage.ana, stage.bo):
        stage.server.post(stage.general, who, "Morning all")
    stage.judged()
    server, stall = stage.server, stage.server.channel(stage.guild, "stall", kind="voice")
    start = server.world.now() + timedelta(minutes=10)

    event = server.event(stage.guild, stage.bo, "Bread evening", start, channel=stall)
    server.wait_until(lambda: any("Bread evening" in words for words in server.standing(stage.general)), 20)
    server.interested(stage.guild, event, stage.ana)
    stage.settled()
    server.command(stage.general, stage.ana, "event")
    server.wait_until(lambda: server.whispers_to(stage.ana))
    server.voice_join(stall, stage.ana)
    stage.settled()
    server.command(stage.general, stage.ana, "me")
    server.wait_until(lambda: len(server.whispers_to(stage.ana)) > 1)

    listed, me = (whisper["content"] for whisper in server.whispers_to(stage.ana))
    assert "Bread evening" in listed
    assert "Coming: 1. You come." in listed
    assert "1 event" in me


def test_who_joins_reacts_and_leaves_is_known(stage: Stage) -> None:
    stage.begin()
    cy = stage.server.user(10, "cy", "Cy")
    stage.server.join(stage.guild, cy)
    question = stage.server.post(stage.general, stage.bo, "Does anybody know a good bookkeeper for a bakery?")
    answer = stage.server.post(stage.general, stage.ana, "Ask Sam at Mill Street, she is great.", reply_to=question)
    stage.judged()
    stage.server.react(answer, stage.bo, "🙏")
    stage.server.leave(stage.guild, cy)
    stage.settled()

    stage.server.command(stage.general, stage.ana, "me")

    stage.server.wait_until(lambda: stage.server.whispers_to(stage.ana))
    assert "Members that you helped: 1" in stage.server.whispers_to(stage.ana)[0]["content"]
