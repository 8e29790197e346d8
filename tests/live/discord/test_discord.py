"""A Discord guild, moderated: everything is judged by what the server saw."""

from tests.live.discord.conftest import ADVERT, Stage


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
