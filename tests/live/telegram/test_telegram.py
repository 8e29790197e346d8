"""A Telegram group, moderated: everything is judged by what the server saw."""

import json
from datetime import timedelta
from typing import Any
from urllib.request import Request, urlopen

from tests.live.process import free_port
from tests.live.telegram.conftest import ADVERT, GROUP, LAUNCH, POLICY, TOKEN, Stage


def test_an_advert_goes_and_its_author_alone_reads_why(stage: Stage) -> None:
    stage.begin()
    talk = stage.server.post(stage.group, stage.bo, "Morning all, who brings the chairs on Saturday?")
    advert = stage.server.post(stage.group, stage.ana, ADVERT)

    assert stage.server.wait_until(lambda: not stage.server.stands(advert))
    assert stage.server.wait_until(lambda: bool(stage.server.sent_to(stage.ana)))
    assert stage.server.stands(talk)
    [words] = stage.server.sent_to(stage.ana)
    assert "came down" in words
    assert ADVERT[:40] in words
    assert stage.server.sent_to(stage.bo) == []
    assert stage.server.said(stage.group) == [], "nothing is said in public"


def test_without_messages_for_one_member_alone_a_started_private_chat_is_used(stage: Stage) -> None:
    stage.server.ephemeral = False
    stage.server.start(stage.ana)
    stage.begin()
    stage.server.post(stage.group, stage.ana, ADVERT)

    assert stage.server.wait_until(lambda: any("came down" in words for words in stage.server.sent_to(stage.ana)))


def test_a_server_that_shows_everybody_what_one_should_see_is_noticed_and_the_line_taken_down(stage: Stage) -> None:
    stage.server.ephemeral = "ignored"
    stage.server.start(stage.ana)
    stage.begin()
    for number in range(2):
        stage.server.post(stage.group, stage.ana, f"{ADVERT} {number}")
    stage.server.wait_until(lambda: any("came down" in words for words in stage.server.sent_to(stage.ana)))
    stage.settled()

    assert not any("came down" in text for text in stage.server.standing(stage.group))
    tried = [call for call in stage.server.called("sendMessage") if "ephemeral_message_parameters" in call]
    assert len(tried) == 1, "that way is never used again in this run"


def test_where_no_private_way_is_open_a_line_without_a_name_is_said_once(stage: Stage) -> None:
    stage.server.ephemeral = False
    stage.begin()
    for number in range(3):
        stage.server.post(stage.group, stage.ana, f"{ADVERT} {number}")
    assert stage.server.wait_until(lambda: len(stage.server.deleted(stage.group)) == 3)
    stage.server.wait_until(lambda: len(stage.server.said(stage.group)) == 1)

    [line] = stage.server.said(stage.group)
    assert "Ana" not in line["text"]
    assert "/why" in line["text"]


def test_an_admins_command_that_names_the_message_alone_decides_once_like_its_card(stage: Stage) -> None:
    stage.begin()
    launch = stage.server.post(stage.group, stage.ana, LAUNCH)
    stage.settled()

    stage.server.post(stage.group, stage.priya, f"/deny {launch['message_id']}")
    stage.settled()
    stage.server.post(stage.group, stage.priya, f"/approve {launch['message_id']}")
    stage.settled()

    told = stage.server.sent_to(stage.ana)
    assert sum("said no" in words for words in told) == 1
    assert not any("said yes" in words for words in told)
    [card] = stage.server.said(stage.room)
    assert "Denied by Priya" in card["text"]
    assert LAUNCH in card["text"]
    assert "reply_markup" not in card


def test_an_album_is_one_promotion_and_goes_whole(stage: Stage) -> None:
    stage.begin()
    pictures = [
        stage.server.post(stage.group, stage.ana, photo=True, caption=ADVERT if not number else "", media_group="a")
        for number in range(3)
    ]

    assert stage.server.wait_until(lambda: not any(stage.server.stands(one) for one in pictures))
    stage.settled()
    assert len(stage.server.sent_to(stage.ana)) == 1


def test_a_post_that_is_edited_into_an_advert_goes(stage: Stage) -> None:
    stage.begin()
    post = stage.server.post(stage.group, stage.ana, "Lovely weather for the market today")
    stage.settled()
    assert stage.server.stands(post)

    stage.server.edit(post, ADVERT)

    assert stage.server.wait_until(lambda: not stage.server.stands(post))


def test_an_advert_behind_a_command_goes_too(stage: Stage) -> None:
    stage.begin()

    post = stage.server.post(stage.group, stage.ana, f"/rules {ADVERT}")

    assert stage.server.wait_until(lambda: not stage.server.stands(post))


def test_anonymous_admins_and_linked_channels_are_no_members(stage: Stage) -> None:
    stage.begin()
    posts = [
        stage.server.post(stage.group, stage.priya, ADVERT, anonymous=True),
        stage.server.post(stage.group, stage.priya, ADVERT),
    ]
    stage.settled()

    assert all(stage.server.stands(post) for post in posts)


def test_a_launch_waits_for_the_admins_and_a_yes_lets_its_author_post_it(stage: Stage) -> None:
    stage.begin()
    post = stage.server.post(stage.group, stage.ana, LAUNCH)
    assert stage.server.wait_until(lambda: not stage.server.stands(post))
    assert stage.server.wait_until(lambda: len(stage.server.said(stage.room)) == 1)
    [card] = stage.server.said(stage.room)
    data = {
        button["text"]: button["callback_data"] for row in card["reply_markup"]["inline_keyboard"] for button in row
    }
    stage.server.join(stage.room, stage.bo, quiet=True)

    no_admin = stage.server.press(card, stage.bo, data["Allow"])
    assert stage.server.wait_until(lambda: stage.server.answer_to(no_admin) is not None)
    yes = stage.server.press(card, stage.priya, data["Allow"])
    late = stage.server.press(card, stage.priya, data["Deny"])
    assert stage.server.wait_until(lambda: stage.server.answer_to(yes) is not None)
    assert stage.server.wait_until(lambda: stage.server.answer_to(late) is not None)
    again = stage.server.post(stage.group, stage.ana, LAUNCH)
    stage.settled()

    said = [str((stage.server.answer_to(press) or {})["text"]) for press in (no_admin, yes, late)]
    assert "Only admins" in said[0]
    assert said[1] == "Allowed."
    assert "already" in said[2]
    assert stage.server.stands(again)


def test_a_group_that_becomes_a_supergroup_keeps_its_ledger(stage: Stage) -> None:
    stage.begin()
    stage.server.post(stage.group, stage.ana, ADVERT)
    stage.settled()

    new = stage.server.migrate(stage.group, -1001000000777)
    post = stage.server.post(new, stage.ana, f"{ADVERT} again")

    assert stage.server.wait_until(lambda: not stage.server.stands(post))


def test_a_group_that_the_policy_does_not_name_is_left_alone_and_its_admin_told_once(stage: Stage) -> None:
    stage.begin()
    stage.server.start(stage.bo)
    other = stage.server.group("Elsewhere", id=-1001000000009, admins=[stage.bo], bot_in=False)
    stage.server.add_bot(other, stage.bo)
    post = stage.server.post(other, stage.ana, ADVERT)
    assert stage.server.wait_until(lambda: any("-1001000000009" in words for words in stage.server.sent_to(stage.bo)))
    stage.settled()

    assert stage.server.stands(post)
    assert sum("-1001000000009" in words for words in stage.server.sent_to(stage.bo)) == 1


def test_observing_touches_nothing(stage: Stage) -> None:
    stage.potluck.policy.write_text(POLICY.replace("mode: enforce", "mode: observe"), encoding="utf-8")
    stage.begin()
    post = stage.server.post(stage.group, stage.ana, ADVERT)
    stage.settled()

    assert stage.server.stands(post)
    assert stage.server.sent_to(stage.ana) == []


def test_a_good_policy_takes_effect_when_it_is_saved_and_a_bad_one_is_refused(stage: Stage) -> None:
    stage.begin()
    stage.potluck.policy.write_text(POLICY.replace("never:", "nevr:"), encoding="utf-8")
    assert stage.server.wait_until(lambda: any("nevr" in one["text"] for one in stage.server.said(stage.room)), 5)
    removed = stage.server.post(stage.group, stage.ana, ADVERT)
    assert stage.server.wait_until(lambda: not stage.server.stands(removed))

    stage.potluck.policy.write_text(POLICY.replace("mode: enforce", "mode: observe"), encoding="utf-8")

    def stands() -> bool:
        post = stage.server.post(stage.group, stage.bo, f"{ADVERT} {len(stage.server.messages(stage.group))}")
        stage.settled()
        return stage.server.stands(post)

    assert stage.server.wait_until(stands, 5)


def test_it_stops_cleanly_and_goes_on_where_it_was(stage: Stage) -> None:
    stage.begin()
    stage.settled()
    assert stage.potluck.stop() == 0
    post = stage.server.post(stage.group, stage.ana, ADVERT)

    stage.begin()

    assert stage.server.wait_until(lambda: not stage.server.stands(post))


def test_metrics_and_logs_say_nothing_of_members_or_tokens(stage: Stage) -> None:
    stage.begin()
    stage.server.post(stage.group, stage.ana, ADVERT)
    stage.settled()
    stage.server.fail("sendMessage", status=500)
    stage.server.post(stage.group, stage.bo, f"{ADVERT} too")
    stage.settled()

    metrics, log = stage.potluck.get("/metrics"), stage.potluck.log.read_text(encoding="utf-8")
    assert 'potluck_messages_total{group="makers"}' in metrics
    assert "potluck_effect_seconds_count" in metrics
    for text in (TOKEN, "sourdough", "Ana"):
        assert text not in metrics
        assert text not in log
    assert all(json.loads(line) for line in log.splitlines())


def test_a_webhook_checks_its_secret_and_answers_after_the_commit(stage: Stage) -> None:
    port = free_port()
    stage.potluck.port = port
    stage.begin("--webhook", f"http://127.0.0.1:{port}/telegram")
    post = stage.server.post(stage.group, stage.ana, ADVERT)
    assert stage.server.wait_until(lambda: not stage.server.stands(post))

    forged = Request(f"http://127.0.0.1:{port}/telegram", b"{}", {"Content-Type": "application/json"})
    try:
        with urlopen(forged, timeout=5) as answer:  # noqa: S310
            code = answer.status
    except OSError as error:
        code = getattr(error, "code", 0)
    assert code == 401


def test_the_doctor_finds_what_is_missing_and_says_what_to_press(stage: Stage) -> None:
    well = stage.potluck.command("doctor", "--policy", str(stage.potluck.policy))
    stage.server.set_bot_rights(stage.group, None)

    ill = stage.potluck.command("doctor", "--policy", str(stage.potluck.policy), "--json")

    assert well.returncode == 0, well.stdout
    assert ill.returncode == 1
    [finding] = [one for one in json.loads(ill.stdout)["findings"] if one["mend"]]
    assert "no admin" in finding["found"]
    assert "Delete messages" in finding["mend"]


def test_a_wrong_token_is_told_without_being_shown(stage: Stage) -> None:
    for command in ("run", "doctor"):
        wrong = {"POTLUCK_TELEGRAM_TOKEN": "1:wrong"}
        said = stage.potluck.command(command, "--policy", str(stage.potluck.policy), **wrong)

        assert said.returncode == 1
        assert "BotFather" in said.stdout + said.stderr
        assert "1:wrong" not in said.stdout + said.stderr


def test_a_raid_ends_with_everything_removed_and_the_breaker_untouched(stage: Stage) -> None:
    stage.server.limits = True
    stage.begin()
    raiders = [stage.server.user(10_000 + number, f"Raider {number}") for number in range(40)]
    posts = [stage.server.post(stage.group, raiders[number % 40], f"{ADVERT} {number}") for number in range(200)]

    assert stage.server.wait_until(lambda: not any(stage.server.stands(post) for post in posts), 60)
    assert all(len(stage.server.sent_to(raider)) <= 1 for raider in raiders)
    assert stage.server.wait_until(lambda: len(stage.server.said(stage.room)) == 1)
    assert "looks like a raid" in stage.server.said(stage.room)[0]["text"]
    calm = stage.server.post(stage.group, stage.bo, f"{ADVERT} later")
    assert stage.server.wait_until(lambda: not stage.server.stands(calm)), GROUP


def test_a_rule_gone_mad_trips_the_breaker_and_resume_lets_it_act_again(stage: Stage) -> None:
    regulars = [stage.server.user(20_000 + number, f"Regular {number}") for number in range(11)]
    stage.begin()
    stage.server.clock.forward(timedelta(days=-20))
    for one in regulars:
        stage.server.post(stage.group, one, "Good morning from the old mill")
    stage.settled()
    stage.server.clock.forward(timedelta(days=20))
    for one in regulars[:10]:
        stage.server.post(stage.group, one, f"{ADVERT} {one.id}")
    assert stage.server.wait_until(
        lambda: any("stopped acting" in one["text"] for one in stage.server.said(stage.room))
    )
    stage.settled()

    after = stage.server.post(stage.group, regulars[10], ADVERT)
    stage.settled()
    assert stage.server.stands(after), "it observes"
    assert sum("stopped acting" in one["text"] for one in stage.server.said(stage.room)) == 1

    stage.server.post(stage.room, stage.priya, "/resume")
    stage.settled()
    again = stage.server.post(stage.group, stage.bo, ADVERT)
    assert stage.server.wait_until(lambda: not stage.server.stands(again))


def test_a_doubtful_post_that_an_admin_denies_comes_down_and_its_author_hears_of_it(stage: Stage) -> None:
    stage.potluck.policy.write_text(
        POLICY.replace("selling:", "selling:\n      thresholds: {default: {ask: 0.02, act: 0.9999}}")
    )
    stage.begin()
    post = stage.server.post(stage.group, stage.ana, ADVERT)
    assert stage.server.wait_until(lambda: len(stage.server.said(stage.room)) == 1)
    assert stage.server.stands(post), "asking takes nothing down"
    [card] = stage.server.said(stage.room)

    stage.server.press(card, stage.priya, button(card, "Deny"))

    assert stage.server.wait_until(lambda: not stage.server.stands(post))
    assert stage.server.wait_until(lambda: any("admin" in words for words in stage.server.sent_to(stage.ana)))
    assert stage.server.wait_until(lambda: "Denied by Priya" in stage.server.said(stage.room)[0]["text"])


def test_what_no_admin_decides_in_time_is_decided_by_the_policy_and_its_author_hears_it(stage: Stage) -> None:
    late = POLICY.replace("approval: admins", "approval: {within: 2s, else: allow}")
    stage.potluck.policy.write_text(late, encoding="utf-8")
    stage.begin()
    stage.server.post(stage.group, stage.ana, LAUNCH)

    assert stage.server.wait_until(lambda: any("then it is a yes" in one for one in stage.server.sent_to(stage.ana)))
    again = stage.server.post(stage.group, stage.ana, LAUNCH)
    stage.settled()
    assert stage.server.stands(again)
    assert stage.server.wait_until(lambda: "Allowed by the policy" in stage.server.said(stage.room)[0]["text"])


def test_commands_stand_in_the_menus_and_are_answered_in_private(stage: Stage) -> None:
    stage.begin()
    stage.server.start(stage.ana)
    stage.server.post(stage.group, stage.ana, "/rules")
    stage.server.post(stage.group, stage.ana, "/status")
    assert stage.server.wait_until(lambda: any("When somebody asks" in one for one in stage.server.sent_to(stage.ana)))
    stage.server.private(stage.ana, "/me")
    assert stage.server.wait_until(lambda: any("kept about you" in one for one in stage.server.sent_to(stage.ana)))
    stage.settled()

    menus = {scope: {one["command"] for one in stage.server.commands(scope)} for scope in _MENUS}
    assert "rules" in menus["all_group_chats"]
    assert "status" not in menus["all_group_chats"]
    assert "status" in menus["all_chat_administrators"]
    [german] = [one for one in stage.server.commands("all_group_chats", language="de") if one["command"] == "rules"]
    assert "beworben" in german["description"]
    assert stage.server.said(stage.room) == [], "only admins ask how things are"
    assert stage.server.said(stage.group) == []


_MENUS = ("all_private_chats", "all_group_chats", "all_chat_administrators")


def button(card: dict[str, Any], label: str) -> str:
    rows = card["reply_markup"]["inline_keyboard"]
    return next(str(one["callback_data"]) for row in rows for one in row if one["text"] == label)
