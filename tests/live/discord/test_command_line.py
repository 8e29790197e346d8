"""`doctor` and `automod sync` against the stand-in."""

import json

from tests.live.discord.conftest import POLICY, Stage
from tests.standin.discord import Intent, Right

HARD = POLICY.replace("never: [mlm]", "never: [mlm, {name: No pyramids, kinds: [pyramids]}]").replace(
    "kinds: {launch: {says: [launch]}}", "kinds: {launch: {says: [launch]}, pyramids: {says: [downline]}}"
)


def _findings(stage: Stage, code: int) -> dict[str, str | None]:
    done = stage.potluck.command("doctor", "--policy", str(stage.potluck.policy), "--json")
    assert done.returncode == code, done.stdout + done.stderr
    return {f"{one['about']}: {one['found']}": one["mend"] for one in json.loads(done.stdout)["findings"]}


def test_doctor_is_content_where_all_is_well(stage: Stage) -> None:
    found = _findings(stage, 0)

    assert "Discord token: it is Potluck's" in found or any("Potluck" in text for text in found)
    assert "group makers: “Makers”: the rights it needs" in found
    assert "group makers, admins' channel: #admins" in found


def test_doctor_names_what_is_missing_and_where_to_switch_it_on(stage: Stage) -> None:
    stage.server.disable(Intent.MESSAGE_CONTENT)
    stage.server.set_bot_rights(stage.guild, Right.VIEW_CHANNEL | Right.SEND_MESSAGES)

    found = _findings(stage, 1)

    mends = " ".join(mend for mend in found.values() if mend)
    assert "Message Content Intent" in mends
    assert "Manage Messages" in mends
    assert "Timeout Members" in mends


def test_automod_gets_the_hard_rules_and_loses_them_and_others_rules_stay(stage: Stage) -> None:
    stage.potluck.policy.write_text(HARD, encoding="utf-8")
    words = ("automod", "sync", "--policy", str(stage.potluck.policy))

    shown = stage.potluck.command(*words, "--dry-run")
    before = dict(stage.guild.rules)
    done = stage.potluck.command(*words)
    [rule] = stage.guild.rules.values()
    rule["creator_id"], rule["name"] = "5", "Somebody else's"
    again = stage.potluck.command(*words)
    stage.potluck.policy.write_text(POLICY, encoding="utf-8")
    gone = stage.potluck.command(*words)

    assert [one.returncode for one in (shown, done, again, gone)] == [0, 0, 0, 0], gone.stdout + gone.stderr
    assert "+ Potluck: No pyramids: 1 words" in shown.stdout
    assert "mlm: left out" in shown.stdout
    assert before == {}
    assert rule["trigger_metadata"]["keyword_filter"] == ["downline"]
    assert "- Potluck: No pyramids" in gone.stdout
    assert [one["name"] for one in stage.guild.rules.values()] == ["Somebody else's"]
