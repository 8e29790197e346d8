"""Who is in a guild: read, changed, muted, put out."""

from datetime import datetime, timedelta

from tests.standin.discord.audit import Entry
from tests.standin.discord.calls.request import Request
from tests.standin.discord.comings import gone, member_changed
from tests.standin.discord.objects import member_json
from tests.standin.discord.people import Member
from tests.standin.discord.places import Guild, Json
from tests.standin.discord.refusal import missing_access, missing_permissions, unknown, wrong_field
from tests.standin.discord.rights import Intent, Right, rank, rights_of

LONGEST_TIME_OUT = timedelta(days=28)
NEEDED = {
    "nick": Right.MANAGE_NICKNAMES,
    "roles": Right.MANAGE_ROLES,
    "communication_disabled_until": Right.MODERATE_MEMBERS,
}


def get_member(request: Request) -> Json:
    return member_json(request.member(request.guild()))


def list_members(request: Request) -> list[Json]:
    """Only for a bot with the privileged intent."""
    guild = request.guild()
    if not request.world.enabled & Intent.GUILD_MEMBERS:
        raise missing_access()
    after, most = int(request.query.get("after", 0)), request.limit(1000, 1)
    chosen = sorted(user for user in guild.members if user > after)[:most]
    return [member_json(guild.members[user]) for user in chosen]


def search_members(request: Request) -> list[Json]:
    guild, begins, most = request.guild(), request.query.get("query", "").lower(), request.limit(1000, 1)
    found = [m for m in guild.members.values() if m.user.name.startswith(begins) or _nick(m).startswith(begins)]
    return [member_json(member) for member in found[:most]]


def _nick(member: Member) -> str:
    return (member.nick or member.user.display_name or "").lower()


def edit_member(request: Request) -> Json:
    guild = request.guild(*(right for name, right in NEEDED.items() if name in request.given))
    member = request.member(guild)
    request.check_rank(guild, member)
    if "communication_disabled_until" in request.given:
        _time_out(request, guild, member)
    if "nick" in request.given:
        member.nick = request.given["nick"] or None
    if request.given.get("roles") is not None:
        member.roles = [_role(request, guild, int(role)) for role in request.given["roles"]]
    member_changed(request.world, guild, member)
    request.audit(guild, Entry.MEMBER_CHANGED, member.user.id)
    return member_json(member)


def _time_out(request: Request, guild: Guild, member: Member) -> None:
    """Nobody times out an administrator."""
    until = request.given["communication_disabled_until"]
    when = datetime.fromisoformat(until) if until else None
    if when is not None and when > request.world.now() + LONGEST_TIME_OUT + timedelta(seconds=5):
        words = "Communication disabled timestamp cannot be more than 28 days in the future."
        raise wrong_field("communication_disabled_until", "INVALID_COMMUNICATION_DISABLED_TIMESTAMP", words)
    if rights_of(guild, member) & Right.ADMINISTRATOR:
        raise missing_permissions()
    member.muted_until = when


def get_voice(request: Request) -> Json:
    """Where somebody is heard."""
    guild = request.guild()
    state = guild.voices.get(request.number("user"))
    if state is None:
        raise unknown("Voice State")
    return state | {"guild_id": str(guild.id)}


def kick(request: Request) -> None:
    guild = request.guild(Right.KICK_MEMBERS)
    member = request.member(guild)
    request.check_rank(guild, member)
    gone(request.world, guild, member.user)
    request.audit(guild, Entry.KICKED, member.user.id)


def add_role(request: Request) -> None:
    _change_role(request, add=True)


def remove_role(request: Request) -> None:
    _change_role(request, add=False)


def _change_role(request: Request, *, add: bool) -> None:
    guild = request.guild(Right.MANAGE_ROLES)
    member, role = request.member(guild), _role(request, guild, request.number("role"))
    if add == (role in member.roles):
        return
    (member.roles.append if add else member.roles.remove)(role)
    member_changed(request.world, guild, member)
    request.audit(guild, Entry.ROLES_CHANGED, member.user.id)


def _role(request: Request, guild: Guild, number: int) -> int:
    """One below the bot's own highest."""
    role = guild.roles.get(number)
    if role is None:
        raise unknown("Role")
    if role.position >= rank(guild, request.seat(guild)):
        raise missing_permissions()
    return number
