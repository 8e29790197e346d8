"""The policy in plain words, to be read aloud; and what the bot says of itself. From the policy alone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.texts import people, phrases
from chat.posts import Button, Post, Run, Section, plain
from chat.verdicts import Act
from policies.language.grammar import EVER, Earning, FeatureTest, Limit, show_duration
from policies.language.schema import Approval, Conditions, Group, Kind, Ladder, MemberTest, Role, Rule

LONGEST: Final = 3_400
_LONGEST_LINE: Final = 500
_LONGEST_NAME: Final = 80
_MOST_LINES: Final = 60
_MORE: Final = (Run("… and more."),)
_FEATURES: Final = {
    "affiliation": "saying whom you work for",
    "reply": "as a reply to somebody",
    "forward": "as a forwarded post",
    "mention of everyone": "calling everyone",
    "ask for a direct message": "asking for direct messages",
}
_ACTS: Final = {
    "notice": "you are told, and the post stays",
    "remove": "the post comes down",
    "kick": "you are put out of the group and may come back",
    "ask admins": "the admins look at it",
}
_MEMBERS: Final = (
    ("/rules", "what may be promoted here, where and when"),
    ("/me", "what you gave, what you may promote now, what is kept about you"),
    ("/why", "in reply to a post of yours: why it came down, or what it was credited for"),
    ("/draft TEXT", "to me alone: whether the text would be fine, and where and when"),
    ("/appeal", "ask the admins to look again at what came down"),
    ("/undo", "in reply to a post of yours: it was a mistake, its slot comes back"),
    ("/thanks NAME", "say who helped you; /thanks undo: take it back"),
    ("/refer NAME what is needed", "pass on what somebody needs, if they agree"),
    ("/intro NAME NAME why", "introduce two members, if both say yes"),
    ("/event", "what is planned; /event title | Fri 18:00 | where: announce one; /checkin CODE: you are there"),
    ("/offer LINE", "what you offer here; /seek LINE: what you seek, and who offers it"),
    ("/named yes", "your name may stand in the summary; /named no: it may not"),
    ("/away 3w", "no invitations until then; /stop: none at all"),
    ("/export me", "what is kept about you; /forget me: delete it"),
)
_ADMINS: Final = (
    ("/status", "how the group and I are doing"),
    ("/policy", "the rules, with file and mode"),
    ("/log", "the last ten decisions"),
    ("/pass NAME 2 7d", "the next two posts of a member are fine, for 7 days"),
    ("/approve ID and /deny ID", "decide on a post"),
    ("/pardon NAME", "take all strikes of a member back"),
    ("/resume", "after an alarm: act again"),
    ("/summary", "preview, now or redo: the weekly summary"),
    ("/nudges", "preview, pause, resume or report: invitations to silent members"),
)


def rules(group: Group) -> Post:
    """Return the selling policy, the house rules among it."""
    return fitted(*_sections(group))


def policy(group: Group) -> Post:
    """Return the rules as admins see them: with file and mode."""
    file = group.selling.line.rpartition(":")[0] if group.selling else ""
    line = f"Rules of “{called(group.name)}”{f' from {file}' if file else ''}. Mode: {group.mode}."
    return fitted(_section([line]), *_sections(group))


def start(group: Group, *, opted_out: bool = False) -> Post:
    """Return who the bot is, what it keeps and what to say to it."""
    by = (Run(", set up by "), people.name(group.set_up_by)) if group.set_up_by else ()
    head = (Run(f"I am Potluck, the bot of “{called(group.name)}”"), *by, Run("."))
    says = ["I look after its selling rules and notice who helps whom."]
    if group.mode == "observe":
        says.append("For now I only watch: nothing is removed.")
    texts, facts = length(group.privacy.keep_text), length(group.privacy.keep_facts)
    says.append(f"I keep what is written for {texts}, and who promoted, helped and was told what for {facts}.")
    says += [f"{usage}: {words}." for usage, words in _MEMBERS[:2]]
    says += ["/stop: no invitations from me.", "/forget me: what is kept about you is deleted."]
    buttons = (Button(label="Stop these", data="stop"),) if group.nudges.enabled and not opted_out else ()
    return Post(sections=(Section(lines=(head, *_lines(says))),), buttons=buttons)


def commands(*, for_admin: bool) -> Post:
    """Return the commands, one line each."""
    sections = [_section([f"{usage}: {words}." for usage, words in _MEMBERS])]
    if for_admin:
        sections.append(_section([f"{usage}: {words}." for usage, words in _ADMINS], "For admins", priority=1))
    return Post(sections=tuple(sections))


def called(name: str) -> str:
    """Return a name that an admin gave, fit to stand in a sentence."""
    return people.excerpt(name, _LONGEST_NAME)


def length(duration: timedelta) -> str:
    """Return a duration exactly, as people say it: "30 days", "36 hours"."""
    for unit, size in (("day", timedelta(days=1)), ("hour", timedelta(hours=1)), ("minute", timedelta(minutes=1))):
        if not duration % size:
            return phrases.counted(duration // size, unit)
    return show_duration(duration)


def fitted(*sections: Section) -> Post:
    """Return sections as a post, what matters least shortened until it fits a message."""
    kept = [section for section in sections if section.lines]
    while len(plain(Post(sections=tuple(kept)))) > LONGEST:
        index = max(range(len(kept)), key=lambda i: (kept[i].priority, len(kept[i].lines)))
        lines = tuple(line for line in kept[index].lines if line is not _MORE)[:-1]
        kept[index : index + 1] = [replace(kept[index], lines=(*lines, _MORE))] if lines else []
    return Post(sections=tuple(kept))


def _section(lines: Iterable[str], heading: str | None = None, *, priority: int = 0) -> Section:
    return Section(lines=_lines(lines), heading=heading, priority=priority)


def _lines(lines: Iterable[str]) -> tuple[tuple[Run, ...], ...]:
    made = [(Run(people.excerpt(line, _LONGEST_LINE)),) for line in lines]
    return tuple(made if len(made) <= _MOST_LINES else [*made[:_MOST_LINES], _MORE])


def _sections(group: Group) -> Iterator[Section]:
    house = _section(group.house_rules, "House rules", priority=1)
    selling = group.selling
    if selling is None:
        yield _section([f"“{called(group.name)}” has no selling rules: I judge nothing."])
        yield house
        return
    yield _section(_opening(group))
    yield _section((_rule(rule, "anything") for rule in selling.never), "Never")
    allowed = [_rule(rule, "any promotion") for rule in selling.allow]
    yield _section(allowed or ["No promotion is allowed here."], "Allowed")
    yield _section((_rule(rule, "anything") for rule in selling.welcome), "Always welcome", priority=1)
    yield _section(_over_all(group), "Over all kinds", priority=1)
    yield _section(_follows(group), "What follows", priority=1)
    yield house
    yield _section(_words_of(group), "Words of this group", priority=2)


def _opening(group: Group) -> Iterator[str]:
    clock = group.timezone.key.rpartition("/")[2].replace("_", " ")
    yield f"The selling rules of “{called(group.name)}”, by the clock of {clock}."
    yield "Whoever promotes something needs one of the ways under “Allowed”; conversation needs none."
    exempt = f" and {_who(group.selling.exempt)}" if group.selling and group.selling.exempt else ""
    yield f"They don't bind admins{exempt}."
    if group.mode == "observe":
        yield "For now I only watch: nothing is removed."


def _rule(rule: Rule, anything: str) -> str:
    """Return a rule as a line: its name, what it is about, how often, who decides."""
    unnamed = rule.name == ", ".join(rule.kinds) or rule.name.startswith("rule in line ")
    parts = [_about(rule, anything), *(_limit(entry.limit, "member") for entry in rule.limit)]
    if rule.approval is not None:
        parts.append(_approval(rule.approval))
    text = "; ".join(parts)
    if rule.not_ is not None:
        text += f". Except {_about(rule.not_, 'what is posted')}"
    if rule.mode == "observe":
        text += ". Only tried out: nothing follows from it yet"
    return f"{text[0].upper()}{text[1:]}." if unnamed else f"{called(rule.name)}: {text}."


def _about(rule: Conditions, anything: str) -> str:
    text = phrases.either([phrases.kind(name) for name in rule.kinds]) or anything
    if rule.whose is not None:
        text += " of your own" if rule.whose == "own" else " of somebody else's"
    if features := _features(rule.has, rule.without):
        text += f" {features}"
    if rule.channels:
        text += f" in {phrases.either([phrases.place(name) for name in rule.channels])}"
    if rule.solicited is not None:
        text += ", when somebody asked for such a thing" if rule.solicited else ", when nobody asked"
    if rule.when:
        text += f", {phrases.either(list(dict.fromkeys(window.text for window in rule.when)))}"
    if rule.members is not None:
        text += f", from {_who(rule.members)}"
    return text


def _features(has: Sequence[FeatureTest], without: Sequence[FeatureTest]) -> str:
    plainly = [str(test) for test in has if str(test) not in _FEATURES]
    parts = [f"with {phrases.both([phrases.feature(text) for text in plainly])}"] if plainly else []
    parts += [_FEATURES[str(test)] for test in has if str(test) in _FEATURES]
    parts += [f"not {_FEATURES[str(test)]}" for test in without if str(test) in _FEATURES]
    parts += [f"without {phrases.feature(str(test))}" for test in without if str(test) not in _FEATURES]
    return ", ".join(parts)


def _who(test: MemberTest | Role) -> str:
    roles = [*test.roles] if isinstance(test, MemberTest) else []
    parts = [phrases.either(roles) or "members"]
    if isinstance(test, Role) and test.people:
        parts.append("whom the admins named")
    if isinstance(test, Role) and test.platform_role:
        parts.append(f"with the role {phrases.either(test.platform_role)}")
    if test.for_ is not None:
        parts.append(f"of {length(test.for_)} and longer")
    if test.introduced is not None:
        parts.append("who have introduced themselves" if test.introduced else "who have not introduced themselves yet")
    if test.earn:
        parts.append(f"with {phrases.both([_earning(earning) for earning in test.earn])}")
    return " ".join(parts)


def _earning(earning: Earning) -> str:
    common = {"contributions": "contribution", "posts": "post"}.get(earning.kind)
    text = phrases.counted(earning.count, common or "post")
    if common is None:
        text += f" of the kind “{earning.kind.replace('_', ' ')}”"
    if earning.per is not None:
        text += " for each promotion" if earning.per == 1 else f" for every {earning.per} promotions"
    return text if earning.period == EVER else f"{text} in the last {length(earning.period.length or timedelta())}"


def _limit(limit: Limit, subject: str = "") -> str:
    whose, period = limit.subject or subject, limit.period
    text = f"in at most {phrases.counted(limit.count, 'channel')}" if limit.channels else f"at most {limit.count}"
    each = {"group": " in the whole group", "text": "", "": ""}.get(whose, f" for each {whose}")
    span = f"a {period.calendar}" if period.calendar else f"in {length(period.length)}" if period.length else "ever"
    return f"{text} {span}{each}"


def _approval(approval: Approval) -> str:
    text = "an admin looks at it first" if approval.how == "admins" else "ask an admin beforehand"
    if approval.within is None:
        return text
    answer = "no" if approval.else_ == "refuse" else "yes"
    return f"{text} (without an answer within {length(approval.within)} it is a {answer})"


def _over_all(group: Group) -> Iterator[str]:
    frequency = group.frequency
    for head, limits in (
        ("All promotions of a member", frequency.member),
        ("All promotions of an organisation", frequency.organisation),
        ("All promotions of the group", frequency.group),
        ("The same offer, reworded or not", frequency.same_offer),
        ("The very same text", frequency.same_message),
    ):
        yield from (f"{head}: {_limit(entry.limit)}." for entry in limits)
    if frequency.gap is not None:
        yield f"Between any two promotions the group leaves {length(frequency.gap)}."
    if frequency.member or frequency.organisation or frequency.group or frequency.same_offer or frequency.gap:
        yield "What somebody asked for doesn't count here."


def _follows(group: Group) -> Iterator[str]:
    """Return what a breach leads to. A ladder that certain rules or roles have is told with them."""
    assert group.selling is not None  # noqa: S101 - told of groups with selling rules only
    consequences = group.consequences
    yield f"{_ladder(consequences.ladder)} Each strike ends after {length(consequences.forgive_after)}."
    for name, ladder in sorted(consequences.named.items()):
        every = (*group.selling.never, *group.selling.welcome, *group.selling.allow)
        over = (entry.then for rule in every for entry in rule.limit)
        whom = [called(rule.name) for rule in every if rule.then == name] + list(ladder.for_)
        if whom or name in over:
            yield f"For {phrases.both(whom) or called(name)}: {_ladder(ladder)}"
    asked = ", and the admins are asked" if group.selling.unsure == "ask" else ""
    yield f"When it is doubtful whether a post promotes something, it stands{asked}."
    yield f"A post that you delete within {length(group.grace)} gives its slot back. /why tells why."


def _ladder(ladder: Ladder) -> str:
    steps = [(step, phrases.both([_act(act) for act in acts])) for step, acts in sorted(ladder.steps.items())]
    return " ".join(f"{f'From strike {step} on' if len(steps) > 1 else 'Each time'}: {acts}." for step, acts in steps)


def _act(act: Act) -> str:
    if act.name in _ACTS:
        return _ACTS[act.name]
    until = f"for {length(act.duration)}" if act.duration else "until an admin says otherwise"
    return f"you can't write {until}" if act.name == "mute" else f"you are out of the group {until}"


def _words_of(group: Group) -> Iterator[str]:
    yield from (f"{called(name)}: {_kind(kind)}." for name, kind in group.kinds.items())
    for name, place in group.places.items():
        says = f" that says {phrases.either([f'“{word}”' for word in place.says])}" if place.says else ""
        if place.under:
            yield f"{called(name)}: replies under a post of {place.under}{says}."
    yield from (f"{called(name)}: {_who(role)}." for name, role in group.roles.items())


def _kind(kind: Kind) -> str:
    text = phrases.either([phrases.kind(name) for name in kind.is_]) or "a post"
    if kind.whose is not None:
        text += " of one's own" if kind.whose == "own" else " of somebody else's"
    if kind.says:
        text += f" that says {phrases.either([f'“{word}”' for word in kind.says])}"
    if kind.patterns:
        text += " that has a wording the admins look for"
    if kind.links:
        text += f" with a link to {phrases.either(kind.links)}"
    if features := _features(kind.has, kind.without):
        text += f" {features}"
    return f"{text}, from {_who(kind.members)}" if kind.members else text
