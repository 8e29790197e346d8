"""`potluck demo`, as somebody sees it who has just installed it and reads its output in a pipe."""

import os
import sqlite3
import subprocess
import sys
from itertools import takewhile
from pathlib import Path

import pytest
from rich.cells import cell_len

WIDTH = 80


def demo(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder of its own, whatever the environment says of a live ledger."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("POTLUCK_")}
    command = [sys.executable, "-m", "bot", "demo", *words]
    return subprocess.run(  # noqa: S603
        command, cwd=folder, capture_output=True, encoding="utf-8", check=False, env=environment | {"COLUMNS": "40"}
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def played(folder: Path) -> subprocess.CompletedProcess[str]:
    return demo(folder)


@pytest.fixture(scope="module")
def lines(played: subprocess.CompletedProcess[str]) -> list[str]:
    """What was printed, without the room at both ends of each line."""
    return [line.strip() for line in played.stdout.splitlines()]


def test_it_ends_well_and_complains_of_nothing(played):
    assert (played.returncode, played.stderr) == (0, "")


def test_in_a_pipe_it_is_plain_text(played):
    odd = {character for character in played.stdout if not character.isprintable() and character != "\n"}

    assert odd == set()


def test_no_line_is_wider_than_a_terminal(played):
    wide = [line for line in played.stdout.splitlines() if cell_len(line) > WIDTH]

    assert wide == []


def test_it_names_what_it_left_and_it_is_there(played, folder):
    left = {path.name for path in (folder / "potluck-demo").iterdir()}

    assert left == {"report.html", "summary.png", "demo.db"}
    assert "The report, for a browser: potluck-demo/report.html" in played.stdout
    assert "The summary's picture:     potluck-demo/summary.png" in played.stdout
    assert "The ledger (SQLite):       potluck-demo/demo.db" in played.stdout
    assert [path.name for path in folder.iterdir()] == ["potluck-demo"]


def test_the_ledger_is_a_database_with_everything_that_happened(played, folder):
    assert played.returncode == 0
    database = sqlite3.connect(folder / "potluck-demo" / "demo.db")

    members = database.execute("select count(*) from member").fetchone()
    waiting = database.execute("select count(*) from outbox where state != 'done'").fetchone()
    database.close()

    assert (members, waiting) == ((12,), (0,))


def test_the_report_is_of_the_demos_group(played, folder):
    assert played.returncode == 0

    page = (folder / "potluck-demo" / "report.html").read_text(encoding="utf-8")

    assert "<h1><bdi>northside makers</bdi></h1>" in page
    assert 'src="data:image/png;base64,' in page


@pytest.mark.parametrize(
    "seen",
    [
        "✗ removed  “Market Friday”",
        "✗ removed  “mlm”",
        "! stays, with a note  “No calls to everyone”",
        "… held for the admins  “A launch”",
        "✓ allowed  an admin said yes",
        "✓ allowed  “Market Friday”",
        "│ to Cy, privately",
        "│ card to the admins",
        "│ [Allow] [Deny] [Allow once a week]",
        "│ [Appeal]",
        "muted  Cy can write again from Thu 12 Mar, 09:00",
        "13:00  Priya Shah: /pass @dot 1",
        "15:30  Priya Shah: /approve jun-launch",
        "♥ Ivo helped Eli (answer, thanked)",
        "♥ Eli helped Gus (answer, ticked)",
        "12:14  Gus Marino deletes that again within ten minutes",
        "┃ This week together · 9 to 16 Mar 2026",
        "┃ Still waiting",
        "In all ten weeks",
    ],
)
def test_every_feature_is_seen_at_least_once(lines, seen):
    assert seen in lines


def test_a_nudge_is_shown_with_its_reason_and_the_private_words(lines):
    [place] = [number for number, line in enumerate(lines) if " a nudge: last here on " in line]

    words = list(takewhile(lambda line: line.startswith("│"), lines[place + 1 :]))

    assert words[0] == "│ to Hana, privately"
    assert words[-1].endswith("[Later] [Not me] [Stop these]")


def test_a_summary_is_posted_every_monday_of_the_last_weeks(lines):
    mondays = [number for number, line in enumerate(lines) if line.startswith("Monday ")]
    summaries = [number for number, line in enumerate(lines) if line.startswith("┃ This week together")]

    assert [lines[number] for number in mondays] == ["Monday 2 March", "Monday 9 March", "Monday 16 March"]
    assert [max(monday for monday in mondays if monday < number) for number in summaries] == mondays


def test_run_again_it_shows_the_same_and_leaves_its_files_anew(played, folder):
    before = {path.name: path.stat().st_mtime_ns for path in (folder / "potluck-demo").iterdir()}

    again = demo(folder)

    after = {path.name: path.stat().st_mtime_ns for path in (folder / "potluck-demo").iterdir()}
    assert again.stdout == played.stdout
    assert after.keys() == before.keys()
    assert all(after[name] > before[name] for name in before)


def test_a_folder_that_holds_something_else_is_not_touched(tmp_path):
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "to-ana.txt").write_text("Dear Ana", encoding="utf-8")
    (tmp_path / "letters" / "demo.db").write_text("mine", encoding="utf-8")

    refused = demo(tmp_path, "--folder", "letters")

    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr == "potluck: letters holds something else: name another one by --folder\n"
    assert {path.name: path.read_text() for path in (tmp_path / "letters").iterdir()} == {
        "to-ana.txt": "Dear Ana",
        "demo.db": "mine",
    }


def test_a_file_in_the_folders_place_is_not_touched(tmp_path):
    (tmp_path / "potluck-demo").write_text("mine", encoding="utf-8")

    refused = demo(tmp_path)

    assert refused.returncode == 2
    assert (tmp_path / "potluck-demo").read_text(encoding="utf-8") == "mine"


def test_a_policy_without_a_group_for_the_demo_says_what_it_lacks(tmp_path):
    (tmp_path / "mine.yaml").write_text("version: 1\ngroups: {makers: {platform: telegram}}\n", encoding="utf-8")

    refused = demo(tmp_path, "--policy", "mine.yaml")

    assert refused.returncode == 2
    assert refused.stderr == "potluck: mine.yaml has no group with `platform: script`, which the demo plays\n"
    assert not (tmp_path / "potluck-demo").exists()


def test_it_plays_by_the_policy_of_the_folder_that_it_is_run_in(tmp_path):
    policy = "version: 1\ngroups:\n  makers:\n    platform: script\n    mode: enforce\n    timezone: Europe/London\n"
    (tmp_path / "policies.yaml").write_text(policy + "    selling: {never: [mlm]}\n", encoding="utf-8")

    lenient = demo(tmp_path)

    assert lenient.returncode == 0
    assert "✗ removed  “mlm”" in lenient.stdout
    assert "“Market Friday”" not in lenient.stdout
