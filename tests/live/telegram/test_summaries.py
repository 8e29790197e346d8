"""The weekly summary on Telegram, asked for by an admin: posted once with its picture, written anew in its place."""

from tests.live.telegram.conftest import GROUP, POLICY, Stage

HELP = POLICY.replace("    set_up_by: Priya\n", "    set_up_by: Priya\n    summary: {floor: 2, names: everybody}\n")


def _help(stage: Stage, thing: str) -> None:
    asked = stage.server.post(stage.group, stage.ana, f"Does anybody know a good {thing}?")
    told = stage.server.post(stage.group, stage.bo, "Ask Sam at Mill Street, they helped us a lot.", reply_to=asked)
    stage.server.post(stage.group, stage.ana, "Thank you, that helps a lot!", reply_to=told)
    stage.settled()


def _command(stage: Stage, text: str) -> None:
    stage.server.post(stage.group, stage.priya, text)
    stage.settled()


def test_an_admin_has_the_summary_posted_once_and_written_anew(stage: Stage) -> None:
    stage.potluck.policy.write_text(HELP, encoding="utf-8")
    stage.begin()
    _help(stage, "bookkeeper")

    _command(stage, "/summary now")
    _command(stage, "/summary now")
    _help(stage, "locksmith")
    _command(stage, "/summary redo")

    posted = [call for call in stage.server.called("sendPhoto") if int(call["chat_id"]) == GROUP]
    edited = stage.server.called("editMessageMedia")
    assert len(posted) == 1
    assert "Bo" in posted[0]["caption"]
    assert len(edited) == 1
    assert any("posted already" in line.get("text", "") for line in stage.server.said(stage.room))


def test_a_preview_is_for_the_admins_alone(stage: Stage) -> None:
    stage.potluck.policy.write_text(HELP, encoding="utf-8")
    stage.begin()
    _help(stage, "bookkeeper")

    _command(stage, "/summary")
    _command(stage, "/nudges preview")
    _command(stage, "/nudges report")

    assert {int(call["chat_id"]) for call in stage.server.called("sendPhoto")} == {int(stage.room.id)}
    said = " ".join(line.get("text", "") for line in stage.server.said(stage.room))
    assert "No nudge is due" in said
    assert "Not conclusive" in said


def test_members_can_not_have_the_summary_posted(stage: Stage) -> None:
    stage.potluck.policy.write_text(HELP, encoding="utf-8")
    stage.begin()
    _help(stage, "bookkeeper")

    stage.server.post(stage.group, stage.bo, "/summary now")
    stage.settled()

    assert stage.server.called("sendPhoto") == []
