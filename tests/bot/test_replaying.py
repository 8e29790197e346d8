"""`replay` harms nothing that is there, says what is wrong before it begins, and leaves nothing behind."""


def test_a_replay_never_writes_into_the_live_ledger_by_another_name(potluck, policy, chat, tmp_path, monkeypatch):
    monkeypatch.setenv("POTLUCK_DATABASE", f"sqlite+aiosqlite:///{tmp_path}/live.db")
    potluck("import", str(chat), "-p", str(policy), "--group", "makers")
    before = (tmp_path / "live.db").read_bytes()
    (tmp_path / "link.db").hardlink_to(tmp_path / "live.db")

    for name in ("live.db?timeout=5", "link.db"):
        code, _, err = potluck("replay", str(chat), "-p", str(policy), "--db", f"sqlite+aiosqlite:///{tmp_path}/{name}")

        assert (code, "live ledger" in err) == (2, True)
    assert (tmp_path / "live.db").read_bytes() == before
