"""Our actions as Discord sees them: the platform against the stand-in, with a clock of the test's own."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from adapters.discord.entering import point_at
from adapters.discord.platform import Discord
from chat.actions import (
    Action,
    BanMember,
    KickMember,
    LiftBan,
    MuteMember,
    PostSummary,
    PostToGroup,
    RemoveMessages,
    TellAdmins,
    TellMember,
)
from chat.errors import Forbidden, Gone
from chat.posts import Picture, Post, Run, Section
from tests.standin.discord import Channel, Guild, Right, StandIn, User

WORDS = Post(sections=(Section(lines=((Run("Hello *you*"),),)),))
DELETE = "DELETE /channels/{channel}/messages/{message}"
BULK = "POST /channels/{channel}/messages/bulk-delete"
TIME_OUT = "PATCH /guilds/{guild}/members/{user}"


class Marks:
    """Kept for as long as the test lasts."""

    def __init__(self) -> None:
        self.seen: dict[str, datetime] = {}
        self.refused: set[str] = set()

    async def seen_until(self, chat: str) -> datetime | None:
        return self.seen.get(chat)

    async def saw(self, chat: str, until: datetime) -> None:
        self.seen[chat] = until

    async def refuses_words(self, member: str) -> bool:
        return member in self.refused

    async def refused_words(self, member: str) -> None:
        self.refused.add(member)


@dataclass
class Stage:
    server: StandIn
    guild: Guild
    general: Channel
    ana: User
    priya: User
    platform: Discord
    marks: Marks
    later: list[tuple[Action, timedelta]] = field(default_factory=list)

    @property
    def chat(self) -> str:
        return str(self.guild.id)

    def remove(self, *ids: int, place: Channel) -> RemoveMessages:
        places = tuple((str(one), str(place.id)) for one in ids)
        return RemoveMessages(chat=self.chat, message_ids=tuple(map(str, ids)), reason="a rule 5@9", places=places)


@pytest_asyncio.fixture
async def stage() -> AsyncIterator[Stage]:
    with StandIn() as server:
        ana, priya = server.user(7, "ana", "Ana"), server.user(9, "priya", "Priya")
        guild = server.guild("Makers", admins=[priya], members=[ana])
        general = server.channel(guild, "general")
        point_at(server.api, server.gateway)
        later: list[tuple[Action, timedelta]] = []
        marks = Marks()
        platform = Discord(
            server.token,
            wants=frozenset({"content", "members"}),
            marks=marks,
            names={},
            clock=lambda: datetime.now(UTC),  # noqa: TID251 - the stand-in has the wall's
            later=lambda action, after: later.append((action, after)),
            mark=lambda data, chat: f"{data}~{chat}",
        )
        await platform.open()
        await server.eventually(lambda: marks.seen)
        yield Stage(server, guild, general, ana, priya, platform, marks, later)
        await platform.close()
        assert server.complaints == []


def now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251


async def test_a_mute_without_end_is_renewed_before_discord_ends_it_unless_an_admin_did(stage: Stage):
    mute = MuteMember(chat=stage.chat, member="7", until=None, reason="a rule")

    await stage.platform.perform(mute, None)
    [(again, after)] = stage.later
    await stage.platform.perform(again, None)
    stage.server.time_out(stage.guild, stage.ana, None, by=stage.priya)
    await stage.platform.perform(again, None)

    assert isinstance(again, MuteMember)
    assert again.renews
    assert timedelta(days=27) < after < timedelta(days=28)
    assert len(stage.server.called(TIME_OUT)) == 2


async def test_a_mute_for_a_day_is_not_renewed_and_one_that_is_over_is_none(stage: Stage):
    for until in (now() + timedelta(days=1), now() - timedelta(days=1)):
        await stage.platform.perform(MuteMember(chat=stage.chat, member="7", until=until, reason="a rule"), None)

    assert stage.later == []
    assert len(stage.server.called(TIME_OUT)) == 1


async def test_a_ban_for_a_time_is_to_be_lifted_and_one_that_an_admin_lifted_is_gone(stage: Stage):
    ban = BanMember(chat=stage.chat, member="7", until=now() + timedelta(days=7), reason="a rule 5@9")
    await stage.platform.perform(ban, None)
    [(lift, after)] = stage.later
    banned = stage.ana.id in stage.guild.bans
    stage.server.unban(stage.guild, stage.ana, by=stage.priya)

    with pytest.raises(Gone):
        await stage.platform.perform(lift, None)

    assert banned
    assert isinstance(lift, LiftBan)
    assert timedelta(days=6) < after <= timedelta(days=7)


async def test_whoever_stands_above_the_bot_is_not_put_out(stage: Stage):
    with pytest.raises(Forbidden):
        await stage.platform.perform(KickMember(chat=stage.chat, member="9", reason="a rule"), None)


async def test_young_messages_go_together_and_old_ones_one_by_one(stage: Stage):
    old = [stage.server.post(stage.general, stage.ana, "x", at=now() - timedelta(days=20)) for _ in range(2)]
    young = [stage.server.post(stage.general, stage.ana, "x") for _ in range(3)]

    await stage.platform.perform(stage.remove(*(one.id for one in (*old, *young)), place=stage.general), None)

    assert all(one.deleted for one in (*old, *young))
    assert (len(stage.server.called(BULK)), len(stage.server.called(DELETE))) == (1, 2)


async def test_a_message_of_a_thread_is_found_by_the_threads_parent(stage: Stage):
    thread = stage.server.thread(stage.general, stage.ana, "Plans")
    post = stage.server.post(thread, stage.ana, "x")
    stage.platform._client.memory.places.clear()  # as after a restart

    await stage.platform.perform(stage.remove(post.id, place=stage.general), None)

    assert post.deleted


async def test_what_is_gone_already_is_fine(stage: Stage):
    post = stage.server.post(stage.general, stage.ana, "x")
    stage.server.delete(post)

    await stage.platform.perform(stage.remove(post.id, place=stage.general), None)


async def test_a_place_is_found_by_its_name_and_an_unknown_one_is_said(stage: Stage):
    await stage.platform.perform(PostToGroup(chat=stage.chat, place="general", words=WORDS), None)
    with pytest.raises(Forbidden, match="no channel 'nowhere'"):
        await stage.platform.perform(PostToGroup(chat=stage.chat, place="nowhere", words=WORDS), None)

    assert stage.server.standing(stage.general) == ["Hello \\*you\\*"]


async def test_the_same_summary_is_posted_once_however_often_it_is_asked_for(stage: Stage):
    picture = Picture(png=b"\x89PNG\r\n\x1a\n", alt="twelve people helped")
    post = Post(sections=WORDS.sections, picture=picture)
    action = PostSummary(chat=stage.chat, place=str(stage.general.id), summary=post, period="2026-01-05")

    first, second = [await stage.platform.perform(action, None) for _ in range(2)]

    assert first == second
    assert len(stage.server.said(stage.general)) == 1


async def test_a_member_who_takes_no_words_is_asked_once(stage: Stage):
    stage.ana.takes_private = False
    for about in ("1", "2"):
        with pytest.raises(Forbidden):
            await stage.platform.perform(TellMember(chat=stage.chat, member="7", words=WORDS, about=about), None)

    assert stage.marks.refused == {"7"}
    assert len(stage.server.called("POST /channels/{channel}/messages")) == 1


async def test_without_a_channel_of_the_admins_they_are_not_told(stage: Stage):
    with pytest.raises(Forbidden, match="admins_chat"):
        await stage.platform.perform(TellAdmins(chat=stage.chat, note=WORDS), None)


async def test_who_may_decide_is_known_by_the_rights_they_have_now(stage: Stage):
    role = stage.server.role(stage.guild, "Host", Right.MANAGE_MESSAGES)
    before = await stage.platform.admins(stage.chat)
    stage.server.give(stage.guild, stage.ana, role)
    known = stage.platform._client.memory.admins
    await stage.server.eventually(lambda: "7" in known.get(stage.chat, {}))
    during = await stage.platform.admins(stage.chat)
    stage.server.take(stage.guild, stage.ana, role)
    await stage.server.eventually(lambda: "7" not in known[stage.chat])

    assert list(before) == ["9"]
    assert during["7"] == "Host"
    assert list(await stage.platform.admins(stage.chat)) == ["9"]
