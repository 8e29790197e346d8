"""`replay` harms nothing that is there, says what is wrong before it begins, and leaves nothing behind."""

import pytest

from tests.bot.made import EXPORT, POLICY


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
