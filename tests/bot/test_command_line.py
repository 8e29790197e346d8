"""The `potluck` command as people and programs meet it: words, exit codes, where the error is."""

import json

import pytest

from tests.bot.made import EXPORT, POLICY


def test_a_good_policy_is_fine_and_its_tests_pass(potluck, policy):
    code, out, _ = potluck("check", str(policy))

    assert code == 0
    assert "fine: 1 group, 2 tests passed." in out


def test_a_misspelt_key_is_told_with_its_place_and_the_nearest_known_one(potluck, policy):
    policy.write_text(POLICY.replace("channels:", "chanels:"), encoding="utf-8")

    code, out, _ = potluck("check", str(policy))

    assert code == 1
    expected = f"{policy}:8:60: allowance \"Market Friday\": unknown key 'chanels' (did you mean 'channels'?)"
    assert expected in out.splitlines()


def test_check_prints_json_for_programs(potluck, policy):
    policy.write_text(POLICY.replace("1 per week", "sometimes"), encoding="utf-8")

    code, out, _ = potluck("check", str(policy), "--json")

    [problem] = json.loads(out)["problems"]
    assert (code, problem["line"], problem["severity"]) == (1, 8, "error")


def test_a_failing_test_of_the_policy_fails_the_check(potluck, policy):
    policy.write_text(POLICY.replace("next: Fri 08:00", "next: Sat 08:00"), encoding="utf-8")

    code, out, _ = potluck("check", str(policy))

    assert code == 1
    assert "expected next Sat 08:00" in out


def test_the_policys_tests_are_listed_one_by_one(potluck, policy):
    code, out, _ = potluck("test", str(policy))

    assert code == 0
    assert out.splitlines() == [
        "✓ Does anybody know a good bookkeeper?",
        "✓ Half price on my course!",
        "2 passed, 0 failed",
    ]


@pytest.mark.parametrize("words", [("check", "nowhere.yaml"), ("frobnicate",), ("replay",), ("explain",)])
def test_wrong_use_exits_with_2_and_without_a_traceback(potluck, tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)

    code, out, err = potluck(*words)

    assert code == 2
    assert "Traceback" not in out + err


def test_explain_names_the_verdict_the_rules_and_the_way_to_yes(potluck, policy):
    code, out, _ = potluck(
        "explain", "Half price!", "-p", str(policy), "--in", "general", "--kind", "product", "--at", "Wed 10:00"
    )

    assert code == 0
    assert out.startswith("remove ")
    assert "You can post it in #offers from Fri 16 Jan, 08:00." in out
    assert "✗ when Fri 08:00-20:00 (Wed 10:00)" in " ".join(out.split())


def test_explain_as_json_has_the_same(potluck, policy):
    _, out, _ = potluck("explain", "Half price!", "-p", str(policy), "--in", "general", "--kind", "product", "--json")

    row = json.loads(out)
    assert (row["outcome"], row["rule"], row["next"]) == ("remove", "Market Friday", "2026-01-16T08:00:00+00:00")
    assert row["way"]["changes"] == ["place", "wait"]


def test_an_export_is_replayed_to_verdicts_contributions_and_an_end(potluck, policy, tmp_path):
    chat, rows = tmp_path / "_chat.txt", tmp_path / "rows.jsonl"
    chat.write_text(EXPORT, encoding="utf-8")

    code, out, _ = potluck("replay", str(chat), "-p", str(policy), "--json", str(rows))

    written = [json.loads(line) for line in rows.read_text(encoding="utf-8").splitlines()]
    verdicts = [row for row in written if row["type"] == "verdict"]
    assert code == 0
    assert [row["id"] for row in verdicts] == ["1", "2", "3", "4", "5"]
    assert [row["outcome"] for row in verdicts].count("allow") >= 4
    answers = [row for row in written if row["type"] == "contribution" and row["kind"] == "answer"]
    assert [(row["giver"], row["receiver"], row["messages"], row["grade"]) for row in answers] == [
        ("Bo", "Ana", ["1", "2", "3"], "structural")
    ]
    assert written[-1]["type"] == "end"
    assert "makers: 5 messages of 3 members" in out


def test_a_truncated_export_says_what_was_read_and_where_it_broke(potluck, policy, tmp_path):
    chat = tmp_path / "result.json"
    chat.write_text(
        '{"name": "Club", "type": "private_supergroup", "id": 5, "messages": [\n'
        '{"id": 1, "type": "message", "date": "2026-01-09T10:00:00", "from": "Ana", "from_id": "u1", "text": "Hi"},\n'
        '{"id": 2, "type": "mess',
        encoding="utf-8",
    )

    code, out, err = potluck("replay", str(chat), "-p", str(policy))

    assert code == 1
    assert "1 messages of 1 members" in out
    assert "line 3" in err


def test_an_export_of_an_unknown_group_lists_the_names(potluck, policy, tmp_path):
    policy.write_text(POLICY + "  bakers:\n    timezone: UTC\n", encoding="utf-8")
    chat = tmp_path / "_chat.txt"
    chat.write_text(EXPORT, encoding="utf-8")

    code, _, err = potluck("replay", str(chat), "-p", str(policy))

    assert code == 2
    assert "makers, bakers" in err


def test_a_replay_never_writes_into_the_live_ledger(potluck, policy, tmp_path, monkeypatch):
    live = f"sqlite+aiosqlite:///{tmp_path}/live.db"
    monkeypatch.setenv("POTLUCK_DATABASE", live)
    chat = tmp_path / "_chat.txt"
    chat.write_text(EXPORT, encoding="utf-8")

    code, _, err = potluck("replay", str(chat), "-p", str(policy), "--db", live)

    assert code == 2
    assert "live ledger" in err
    assert not (tmp_path / "live.db").exists()


def test_import_fills_the_live_ledger_once_however_often_it_is_run(potluck, policy, tmp_path, monkeypatch):
    monkeypatch.setenv("POTLUCK_DATABASE", f"sqlite+aiosqlite:///{tmp_path}/live.db")
    chat = tmp_path / "_chat.txt"
    chat.write_text(EXPORT, encoding="utf-8")

    first = potluck("import", str(chat), "-p", str(policy), "--group", "makers")
    again = potluck("import", str(chat), "-p", str(policy), "--group", "makers")

    assert first[0] == again[0] == 0
    assert "Read 5 messages of 3 members" in first[1]
    assert "Read 0 messages" in again[1]


def test_against_says_which_verdicts_change_and_for_whom(potluck, policy, tmp_path):
    old = tmp_path / "old.yaml"
    old.write_text(POLICY.replace("never: [mlm]", "never: [mlm]").replace("makers:", "makers:"), encoding="utf-8")
    policy.write_text(
        POLICY.replace(
            "        - {name: Market Friday, kinds: [product, service], channels: [offers], "
            "when: Fri 08:00-20:00, limit: 1 per week}",
            "        - {name: Anything, not: {kinds: [mlm]}}",
        ).partition("    tests:")[0],
        encoding="utf-8",
    )
    chat = tmp_path / "_chat.txt"
    chat.write_text(EXPORT, encoding="utf-8")

    code, out, _ = potluck("replay", str(chat), "-p", str(policy), "--against", str(old))

    assert code == 0
    assert "1 verdicts change" in out
    assert "Cy: 1" in out


def test_the_schema_is_json(potluck):
    code, out, _ = potluck("schema")

    assert code == 0
    assert json.loads(out)["type"] == "object"
