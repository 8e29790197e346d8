"""The policy in plain words, to be read aloud; and what the bot says of itself. From the policy alone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.texts import people, phrases
from bot.texts.phrases import length
from bot.texts.speech import many, mark, said, say
from chat.posts import Button, Post, Run, Section, plain
from chat.verdicts import Act
from policies.language.grammar import EVER, Earning, FeatureTest, Limit
from policies.language.schema import Approval, Conditions, Group, Kind, Ladder, MemberTest, Role, Rule

LONGEST: Final = 3_400
_LONGEST_LINE: Final = 500
_LONGEST_NAME: Final = 80
_MOST_LINES: Final = 60
_MORE: Final = mark("… and more.")
_FEATURES: Final = {
    "affiliation": mark("saying whom you work for"),
    "reply": mark("as a reply to somebody"),
    "forward": mark("as a forwarded post"),
    "mention of everyone": mark("calling everyone"),
    "ask for a direct message": mark("asking for direct messages"),
}
_ACTS: Final = {
    "notice": mark("you are told, and the post stays"),
    "remove": mark("the post comes down"),
    "kick": mark("you are put out of the group and may come back"),
    "ask admins": mark("the admins look at it"),
}
_MEMBERS: Final = (
    (mark("/rules"), mark("what may be promoted here, where and when")),
    (mark("/me"), mark("what you gave, what you may promote now, what is kept about you")),
    (mark("/why"), mark("in reply to a post of yours: why it came down, or what it was credited for")),
    (mark("/draft TEXT"), mark("to me alone: whether the text would be fine, and where and when")),
    (mark("/appeal"), mark("ask the admins to look again at what came down")),
    (mark("/undo"), mark("in reply to a post of yours: it was a mistake, its slot comes back")),
    (mark("/thanks NAME"), mark("say who helped you; /thanks undo: take it back")),
    (mark("/refer NAME what is needed"), mark("pass on what somebody needs, if they agree")),
    (mark("/intro NAME NAME why"), mark("introduce two members, if both say yes")),
    (
        mark("/event"),
        mark("what is planned; /event title | Fri 18:00 | where: announce one; /checkin CODE: you are there"),
    ),
    (mark("/offer LINE"), mark("what you offer here; /seek LINE: what you seek, and who offers it")),
    (mark("/named yes"), mark("your name may stand in the summary; /named no: it may not")),
    (mark("/away 3w"), mark("no invitations until then; /stop: none at all")),
    (mark("/export me"), mark("what is kept about you; /forget me: delete it")),
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
    name = called(group.name)
    if group.set_up_by:
        by = people.name(group.set_up_by)
        head = say("I am Potluck, the bot of “{group}”, set up by {name}.", group=name, name=by)
    else:
        head = say("I am Potluck, the bot of “{group}”.", group=name)
    says = [said("I look after its selling rules and notice who helps whom.")]
    if group.mode == "observe":
        says.append(said("For now I only watch: nothing is removed."))
    texts, facts = length(group.privacy.keep_text), length(group.privacy.keep_facts)
    says.append(
        said(
            "I keep what is written for {texts}, and who promoted, helped and was told what for {facts}.",
            texts=texts,
            facts=facts,
        )
    )
    says += _usages(_MEMBERS[:2])
    says += [said("/stop: no invitations from me."), said("/forget me: what is kept about you is deleted.")]
    stop = Button(label=said("Stop these"), data="stop")
    buttons = (stop,) if group.nudges.enabled and not opted_out else ()
    return Post(sections=(Section(lines=(head, *_lines(says))),), buttons=buttons)


def commands(*, for_admin: bool) -> Post:
    """Return the commands, one line each."""
    sections = [_section(_usages(_MEMBERS))]
    if for_admin:
        sections.append(_section([f"{usage}: {words}." for usage, words in _ADMINS], "For admins", priority=1))
    return Post(sections=tuple(sections))


def _usages(commands_: Iterable[tuple[str, str]]) -> list[str]:
    return [f"{said(usage)}: {said(words)}." for usage, words in commands_]


def called(name: str) -> str:
    """Return a name that an admin gave, fit to stand in a sentence."""
    return people.excerpt(name, _LONGEST_NAME)


def fitted(*sections: Section) -> Post:
    """Return sections as a post, what matters least shortened until it fits a message."""
    kept = [section for section in sections if section.lines]
    while len(plain(Post(sections=tuple(kept)))) > LONGEST:
        index = max(range(len(kept)), key=lambda i: (kept[i].priority, len(kept[i].lines)))
        more = say(_MORE)
        lines = tuple(line for line in kept[index].lines if line != more)[:-1]
        kept[index : index + 1] = [replace(kept[index], lines=(*lines, more))] if lines else []
    return Post(sections=tuple(kept))


def _section(lines: Iterable[str], heading: str | None = None, *, priority: int = 0) -> Section:
    return Section(lines=_lines(lines), heading=heading, priority=priority)


def _lines(lines: Iterable[str]) -> tuple[tuple[Run, ...], ...]:
    made = [(Run(people.excerpt(line, _LONGEST_LINE)),) for line in lines]
    return tuple(made if len(made) <= _MOST_LINES else [*made[:_MOST_LINES], say(_MORE)])


def _sections(group: Group) -> Iterator[Section]:
    house = _section(group.house_rules, said("House rules"), priority=1)
    selling = group.selling
    if selling is None:
        yield _section([said("“{group}” has no selling rules: I judge nothing.", group=called(group.name))])
        yield house
        return
    yield _section(_opening(group))
    yield _section((_rule(rule, said("anything")) for rule in selling.never), said("Never"))
    allowed = [_rule(rule, said("any promotion")) for rule in selling.allow]
    yield _section(allowed or [said("No promotion is allowed here.")], said("Allowed"))
    yield _section((_rule(rule, said("anything")) for rule in selling.welcome), said("Always welcome"), priority=1)
    yield _section(_over_all(group), said("Over all kinds"), priority=1)
    yield _section(_follows(group), said("What follows"), priority=1)
    yield house
    yield _section(_words_of(group), said("Words of this group"), priority=2)


def _opening(group: Group) -> Iterator[str]:
    clock = group.timezone.key.rpartition("/")[2].replace("_", " ")
    yield said("The selling rules of “{group}”, by the clock of {city}.", group=called(group.name), city=clock)
    yield said("Whoever promotes something needs one of the ways under “Allowed”; conversation needs none.")
    if group.selling and group.selling.exempt:
        yield said("They don't bind admins and {whom}.", whom=_who(group.selling.exempt))
    else:
        yield said("They don't bind admins.")
    if group.mode == "observe":
        yield said("For now I only watch: nothing is removed.")


def _rule(rule: Rule, anything: str) -> str:
    """Return a rule as a line: its name, what it is about, how often, who decides."""
    unnamed = rule.name == ", ".join(rule.kinds) or rule.name.startswith("rule in line ")
    parts = [_about(rule, anything), *(_limit(entry.limit, "member") for entry in rule.limit)]
    if rule.approval is not None:
        parts.append(_approval(rule.approval))
    text = "; ".join(parts)
    if rule.not_ is not None:
        text += said(". Except {what}", what=_about(rule.not_, said("what is posted")))
    if rule.mode == "observe":
        text += said(". Only tried out: nothing follows from it yet")
    return f"{text[0].upper()}{text[1:]}." if unnamed else f"{called(rule.name)}: {text}."


def _about(rule: Conditions, anything: str) -> str:
    text = phrases.either([phrases.kind(name) for name in rule.kinds]) or anything
    if rule.whose is not None:
        text += said(" of your own") if rule.whose == "own" else said(" of somebody else's")
    if features := _features(rule.has, rule.without):
        text += f" {features}"
    if rule.channels:
        text += said(" in {place}", place=phrases.either([phrases.place(name) for name in rule.channels]))
    if rule.solicited is not None:
        text += said(", when somebody asked for such a thing") if rule.solicited else said(", when nobody asked")
    if rule.when:
        text += f", {phrases.either(list(dict.fromkeys(window.text for window in rule.when)))}"
    if rule.members is not None:
        text += said(", from {whom}", whom=_who(rule.members))
    return text


def _features(has: Sequence[FeatureTest], without: Sequence[FeatureTest]) -> str:
    plainly = [str(test) for test in has if str(test) not in _FEATURES]
    parts = []
    if plainly:
        parts.append(said("with {features}", features=phrases.both([phrases.feature(test) for test in plainly])))
    parts += [said(_FEATURES[str(test)]) for test in has if str(test) in _FEATURES]
    parts += [said("not {doing}", doing=said(_FEATURES[str(test)])) for test in without if str(test) in _FEATURES]
    parts += [
        said("without {feature}", feature=phrases.feature(str(test))) for test in without if str(test) not in _FEATURES
    ]
    return ", ".join(parts)


def _who(test: MemberTest | Role) -> str:
    roles = [*test.roles] if isinstance(test, MemberTest) else []
    parts = [phrases.either(roles) or said("members")]
    if isinstance(test, Role) and test.people:
        parts.append(said("whom the admins named"))
    if isinstance(test, Role) and test.platform_role:
        parts.append(said("with the role {role}", role=phrases.either(test.platform_role)))
    if test.for_ is not None:
        parts.append(said("of {span} and longer", span=length(test.for_)))
    if test.introduced is not None:
        parts.append(
            said("who have introduced themselves")
            if test.introduced
            else said("who have not introduced themselves yet")
        )
    if test.earn:
        parts.append(said("with {what}", what=phrases.both([_earning(earning) for earning in test.earn])))
    return " ".join(parts)


def _earning(earning: Earning) -> str:
    common = {"contributions": "contribution", "posts": "post"}.get(earning.kind)
    text = phrases.given(common or "post", earning.count)
    if common is None:
        text += said(" of the kind “{kind}”", kind=earning.kind.replace("_", " "))
    if earning.per is not None:
        text += said(" for each promotion") if earning.per == 1 else said(" for every {n} promotions", n=earning.per)
    if earning.period == EVER:
        return text
    return said("{what} in the last {span}", what=text, span=length(earning.period.length or timedelta()))


def _limit(limit: Limit, subject: str = "") -> str:
    whose, count = limit.subject or subject, limit.count
    if limit.channels:
        most = said("in at most {channels}", channels=many(count, "{n} channel", "{n} channels"))
    else:
        most = said("at most {n}", n=count)
    each = {
        "group": said(" in the whole group"),
        "member": said(" for each member"),
        "organisation": said(" for each organisation"),
    }.get(whose, "")
    return f"{most} {phrases.period(limit)}{each}"


def _approval(approval: Approval) -> str:
    first = said("an admin looks at it first") if approval.how == "admins" else said("ask an admin beforehand")
    if approval.within is None:
        return first
    within = length(approval.within)
    if approval.else_ == "refuse":
        return said("{how} (without an answer within {span} it is a no)", how=first, span=within)
    return said("{how} (without an answer within {span} it is a yes)", how=first, span=within)


def _over_all(group: Group) -> Iterator[str]:
    frequency = group.frequency
    for head, limits in (
        (said("All promotions of a member"), frequency.member),
        (said("All promotions of an organisation"), frequency.organisation),
        (said("All promotions of the group"), frequency.group),
        (said("The same offer, reworded or not"), frequency.same_offer),
        (said("The very same text"), frequency.same_message),
    ):
        yield from (f"{head}: {_limit(entry.limit)}." for entry in limits)
    if frequency.gap is not None:
        yield said("Between any two promotions the group leaves {span}.", span=length(frequency.gap))
    if frequency.member or frequency.organisation or frequency.group or frequency.same_offer or frequency.gap:
        yield said("What somebody asked for doesn't count here.")


def _follows(group: Group) -> Iterator[str]:
    """Return what a breach leads to. A ladder that certain rules or roles have is told with them."""
    assert group.selling is not None  # noqa: S101 - told of groups with selling rules only
    consequences = group.consequences
    ends = said("Each strike ends after {span}.", span=length(consequences.forgive_after))
    yield f"{_ladder(consequences.ladder)} {ends}"
    for name, ladder in sorted(consequences.named.items()):
        every = (*group.selling.never, *group.selling.welcome, *group.selling.allow)
        over = (entry.then for rule in every for entry in rule.limit)
        whom = [called(rule.name) for rule in every if rule.then == name] + list(ladder.for_)
        if whom or name in over:
            yield said("For {whom}: {ladder}", whom=phrases.both(whom) or called(name), ladder=_ladder(ladder))
    if group.selling.unsure == "ask":
        yield said("When it is doubtful whether a post promotes something, it stands, and the admins are asked.")
    else:
        yield said("When it is doubtful whether a post promotes something, it stands.")
    grace = length(group.grace)
    yield said("A post that you delete within {span} gives its slot back. /why tells why.", span=grace)


def _ladder(ladder: Ladder) -> str:
    steps = [(step, phrases.both([_act(act) for act in acts])) for step, acts in sorted(ladder.steps.items())]
    if len(steps) == 1:
        return said("Each time: {acts}.", acts=steps[0][1])
    return " ".join(said("From strike {n} on: {acts}.", n=step, acts=acts) for step, acts in steps)


def _act(act: Act) -> str:
    if act.name in _ACTS:
        return said(_ACTS[act.name])
    until = said("for {span}", span=length(act.duration)) if act.duration else said("until an admin says otherwise")
    if act.name == "mute":
        return said("you can't write {until}", until=until)
    return said("you are out of the group {until}", until=until)


def _words_of(group: Group) -> Iterator[str]:
    yield from (f"{called(name)}: {_kind(kind)}." for name, kind in group.kinds.items())
    for name, place in group.places.items():
        says = said(" that says {words}", words=_quoted(place.says)) if place.says else ""
        if place.under:
            under = said("replies under a post of {whom}{says}.", whom=place.under, says=says)
            yield f"{called(name)}: {under}"
    yield from (f"{called(name)}: {_who(role)}." for name, role in group.roles.items())


def _quoted(words: Sequence[str]) -> str:
    return phrases.either([f"“{word}”" for word in words])


def _kind(kind: Kind) -> str:
    text = phrases.either([phrases.kind(name) for name in kind.is_]) or said("a post")
    if kind.whose is not None:
        text += said(" of one's own") if kind.whose == "own" else said(" of somebody else's")
    if kind.says:
        text += said(" that says {words}", words=_quoted(kind.says))
    if kind.patterns:
        text += said(" that has a wording the admins look for")
    if kind.links:
        text += said(" with a link to {sites}", sites=phrases.either(kind.links))
    if features := _features(kind.has, kind.without):
        text += f" {features}"
    return text + said(", from {whom}", whom=_who(kind.members)) if kind.members else text
