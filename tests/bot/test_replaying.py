"""`replay` harms nothing that is there, says what is wrong before it begins, and leaves nothing behind."""

import asyncio
import os
import signal
import sys
import time
from subprocess import PIPE, Popen

import pytest

from bot import app
from bot.commandline.policies import read_policy
from bot.settings import Settings
from chat.verdicts import Outcome
from tests.adapters.exports.make import row, telegram
from tests.bot.made import EXPORT, POLICY

TWO = "version: 1\ngroups: {alpha: {selling: {allow: []}}, beta: {chat: 77, selling: {allow: []}}}\n"


def test_a_replay_never_writes_into_the_live_ledger_by_another_name(potluck, policy, chat, tmp_path, monkeypatch):
    monkeypatch.setenv("POTLUCK_DATABASE", f"sqlite+aiosqlite:///{tmp_path}/live.db")
    potluck("import", str(chat), "-p", str(policy), "--group", "makers")
    before = (tmp_path / "live.db").read_bytes()
    (tmp_path / "link.db").hardlink_to(tmp_path / "live.db")

    for name in ("live.db?timeout=5", "link.db"):
        code, _, err = potluck("replay", str(chat), "-p", str(policy), "--db", f"sqlite+aiosqlite:///{tmp_path}/{name}")

        assert (code, "live ledger" in err) == (2, True)
    assert (tmp_path / "live.db").read_bytes() == before


@pytest.mark.parametrize("option", ["--json", "--report"])
@pytest.mark.parametrize("name", ["_chat.txt", "policies.yaml", "old.yaml", "link.txt"])
def test_results_never_go_over_what_is_read(potluck, policy, chat, tmp_path, option, name):
    (tmp_path / "link.txt").hardlink_to(chat)
    old = tmp_path / "old.yaml"
    old.write_text(POLICY, encoding="utf-8")

    code, out, err = potluck(
        "replay", str(chat), "-p", str(policy), "--against", str(old), option, str(tmp_path / name)
    )

    assert (code, out) == (2, "")
    assert f"{option} would write over" in err
    assert chat.read_text(encoding="utf-8") == EXPORT
    assert policy.read_text(encoding="utf-8") == old.read_text(encoding="utf-8") == POLICY


def test_report_and_rows_do_not_share_a_file(potluck, policy, chat, tmp_path):
    target = str(tmp_path / "results")

    code, out, err = potluck("replay", str(chat), "-p", str(policy), "--json", target, "--report", target)

    assert (code, out) == (2, "")
    assert "same file" in err


@pytest.mark.parametrize("option", ["--json", "--report"])
@pytest.mark.parametrize(("name", "why"), [("nowhere/rows", "there is no folder"), (".", "it is a folder")])
def test_results_that_cannot_be_written_are_noticed_before_anything_is_run(
    potluck, policy, chat, tmp_path, option, name, why
):
    code, out, err = potluck("replay", str(chat), "-p", str(policy), option, str(tmp_path / name))

    assert (code, out) == (2, "")
    assert why in err


def test_a_group_is_found_by_id_in_the_policy_to_compare_with_too(potluck, tmp_path):
    policy = tmp_path / "two.yaml"
    policy.write_text(TWO, encoding="utf-8")
    chat = telegram(tmp_path / "result.json", row(1, "Morning all"))

    code, out, _ = potluck("replay", str(chat), "-p", str(policy), "--against", str(policy))

    assert code == 0
    assert out.startswith("beta: 1 messages")
    assert "0 verdicts change" in out


def test_the_only_group_to_compare_with_may_have_another_name(potluck, policy, tmp_path):
    two = tmp_path / "two.yaml"
    two.write_text(TWO, encoding="utf-8")
    chat = telegram(tmp_path / "result.json", row(1, "Morning all"))

    code, out, _ = potluck("replay", str(chat), "-p", str(two), "-g", "beta", "--against", str(policy))

    assert (code, "0 verdicts change" in out) == (0, True)


def test_a_group_missing_from_the_policy_to_compare_with_is_noticed_before_anything_is_run(
    potluck, policy, chat, tmp_path
):
    two = tmp_path / "two.yaml"
    two.write_text(TWO, encoding="utf-8")

    for against, why in ((two, "alpha, beta"), (tmp_path / "nowhere.yaml", "there is no")):
        code, out, err = potluck("replay", str(chat), "-p", str(policy), "--against", str(against))

        assert (code, out) == (2, "")
        assert why in err


def test_a_ledger_that_has_the_chat_already_is_not_replayed_into_again(potluck, policy, chat, tmp_path):
    rows = tmp_path / "rows.jsonl"
    words = ("replay", str(chat), "-p", str(policy), "--db", f"sqlite:///{tmp_path}/kept.db", "--json", str(rows))
    first = potluck(*words)
    written = rows.read_text(encoding="utf-8")

    again = potluck(*words)

    assert (first[0], again[0], again[1]) == (0, 1, "")
    assert "kept.db has messages of makers already" in again[2]
    assert rows.read_text(encoding="utf-8") == written


def test_a_ledger_may_keep_the_replays_of_several_groups(potluck, policy, chat, tmp_path):
    bakers = tmp_path / "bakers.yaml"
    bakers.write_text(POLICY.replace("makers:", "bakers:"), encoding="utf-8")
    database = f"sqlite:///{tmp_path}/kept.db"

    codes = [potluck("replay", str(chat), "-p", str(one), "--db", database)[0] for one in (policy, bakers)]

    assert codes == [0, 0]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("command", ["replay", "tune"])
def test_a_replay_that_is_stopped_leaves_nothing_of_the_chat_behind(policy, tmp_path, command, number):
    chat = telegram(tmp_path / "result.json", *(row(one, f"Morning all, {one} loaves today") for one in range(20_000)))
    folder = tmp_path / "temporary"
    folder.mkdir()
    words = (sys.executable, "-m", "bot", command, str(chat), "-p", str(policy))

    with Popen(words, env=os.environ | {"TMPDIR": str(folder)}, stderr=PIPE, text=True) as process:  # noqa: S603 - ours
        while process.poll() is None and not list(folder.glob("potluck-*/replay.db-wal")):
            time.sleep(0.01)
        process.send_signal(number)
        _, told = process.communicate(timeout=30)

    assert (process.returncode, told, list(folder.iterdir())) == (130, "", [])


def test_a_comparison_counts_what_is_allowed_now_and_what_was_allowed_before(potluck, policy, chat, tmp_path):
    lax = tmp_path / "lax.yaml"
    lax.write_text("version: 1\ngroups: {makers: {selling: {allow: [{name: Anything}]}}}\n", encoding="utf-8")

    _, stricter, _ = potluck("replay", str(chat), "-p", str(policy), "--against", str(lax))
    _, laxer, _ = potluck("replay", str(chat), "-p", str(lax), "--against", str(policy))

    assert "1 verdicts change\n  allow → remove: 1\n  Cy: 1\n" in stricter
    assert "1 verdicts change\n  remove → allow: 1\n  Cy: 1\n" in laxer


def test_nothing_is_kept_of_a_message_that_is_simply_allowed(policy, chat):
    opened = app.open_chat(chat)
    group = read_policy(policy)[0].groups["makers"]
    run = app.Run(chat=opened, group=group, zone=group.timezone, keep=True)

    result = asyncio.run(app.replay(run, Settings(), lambda _: None))

    assert (result.tally.messages, result.noted) == (5, {"4": (Outcome.REMOVE, "Cy")})
