"""`potluck automod sync`: the hard `never` rules of a policy as rules of Discord's AutoMod, which blocks in advance.

Only what a list of words says whole is written: a rule that asks for anything else would block more than it means.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from adapters.discord.automod import Block, Difference, sync
from adapters.discord.entering import point_at
from bot.settings import Settings
from chat.errors import UsageError
from policies.language.dictionaries import Kind
from policies.language.rules import Rule
from policies.language.schema import Group, Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What AutoMod can be told of a group's policy, and what it can't, each with why."""

    blocks: tuple[Block, ...]
    left_out: tuple[tuple[str, str], ...]


def exported(group: Group) -> Exported:
    """Return a group's `never` rules as far as words say them."""
    if group.mode != "enforce":
        return Exported(blocks=(), left_out=(("all rules", "the group only observes"),))
    blocks, left_out = list[Block](), list[tuple[str, str]]()
    for rule in group.selling.never if group.selling else ():
        why = _misfit(rule, group)
        if why is None:
            blocks.append(_block(rule, group))
        else:
            left_out.append((rule.name, why))
    return Exported(blocks=tuple(blocks), left_out=tuple(left_out))


def _misfit(rule: Rule, group: Group) -> str | None:
    """Return why AutoMod can't be told a rule; None where it can."""
    more = (rule.channels, rule.when, rule.members, rule.has, rule.without, rule.whose, rule.not_)
    if rule.mode == "observe":
        return "it only observes"
    if any(more) or rule.solicited is not None:
        return "it asks for more than kinds"
    if any(kind not in group.kinds for kind in rule.kinds):
        return "a built-in kind is recognised by more than words"
    if not all(_is_words(group.kinds[kind]) for kind in rule.kinds):
        return "its kind asks for more than words, patterns or links"
    exempt = group.selling.exempt if group.selling else None
    if exempt is not None and (exempt.for_ or exempt.earn or exempt.introduced is not None):
        return "who is exempt can't be told by roles"
    if any(not _is_platforms(name, group) for name in (exempt.roles if exempt else ())):
        return "who is exempt can't be told by the platform's roles"
    return None


def _is_words(kind: Kind) -> bool:
    """Tell whether one list alone says what a kind is: of several lists all must hold, which AutoMod can't ask."""
    lists = [some for some in (kind.says, kind.patterns, kind.links) if some]
    return len(lists) == 1 and not any((kind.is_, kind.has, kind.without, kind.whose, kind.members))


def _is_platforms(name: str, group: Group) -> bool:
    role = group.roles.get(name)
    if role is None:
        return name == "admins"  # whom AutoMod exempts by itself
    others = role.people or role.for_ or role.earn or role.introduced is not None
    return bool(role.platform_role) and not others


def _block(rule: Rule, group: Group) -> Block:
    kinds = [group.kinds[name] for name in rule.kinds]
    exempt = group.selling.exempt.roles if group.selling and group.selling.exempt else ()
    return Block(
        name=rule.name,
        words=tuple(dict.fromkeys(word for kind in kinds for word in _words(kind))),
        patterns=tuple(dict.fromkeys(pattern for kind in kinds for pattern in kind.patterns)),
        exempt=tuple(title for name in exempt if name in group.roles for title in group.roles[name].platform_role),
        message=f"“{rule.name}”: not in this group. /rules says what may be posted here.",
    )


def _words(kind: Kind) -> Iterator[str]:
    yield from kind.says
    yield from (f"*{domain}*" for domain in kind.links)


async def synchronise(
    policy: Policy, settings: Settings, *, group: str | None, dry_run: bool
) -> list[tuple[Group, Difference, Exported]]:
    """Write the rules of each Discord group, or of one; return what was, or would be, done. Raises PlatformError."""
    if settings.discord_token is None:
        raise UsageError("set POTLUCK_DISCORD_TOKEN to the token of Discord's developer portal")
    groups = [one for one in policy.groups.values() if one.platform == "discord" and one.chat]
    chosen = [one for one in groups if group in (None, one.name)]
    if not chosen:
        raise UsageError(f"the policy has no Discord group {group!r}" if group else "the policy has no Discord group")
    point_at(settings.discord_api, settings.discord_gateway)
    done = []
    for one in chosen:
        told = exported(one)
        found = await sync(settings.discord_token, one.chat or "", told.blocks, dry_run=dry_run)
        done.append((one, found, told))
    return done
