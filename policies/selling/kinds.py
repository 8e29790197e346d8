"""What kinds a message is of, with doubt: built-in ones by probability, a group's own by what they are made of."""

from collections.abc import Mapping
from typing import Final

from chat.promotions import PROMOTION_KINDS, Promotion, Stance
from policies.language.grammar import FeatureTest
from policies.language.schema import Conditions, Group, Kind, Threshold
from policies.selling.case import Case
from policies.selling.doubt import Answer3, all_of, any_of, negated
from policies.selling.members import check_members
from policies.selling.wording import matches, says

DEFAULT_THRESHOLD: Final = Threshold(ask=0.5, act=0.7)
PLAUSIBLE: Final = 0.2
"""A kind with at least this share of a promotion's probability is one that the message may be of."""
SLIGHT: Final = 0.05
"""Below this probability of promotion nobody sets a threshold."""
_PROMOTIONS: Final = frozenset(PROMOTION_KINDS)


def threshold(group: Group, kind: str) -> Threshold:
    """Return a kind's two probabilities in a group."""
    if group.selling is None or not group.selling.thresholds:
        return DEFAULT_THRESHOLD
    thresholds = group.selling.thresholds
    return thresholds.get(kind) or thresholds.get("default") or DEFAULT_THRESHOLD


def of_kind(case: Case, name: str) -> Answer3:
    """Tell whether the message is of a kind: yes above the upper threshold, no below the lower."""
    if name in case.group.kinds and name not in case.promotion.kinds:
        return _of_own_kind(case, case.group.kinds[name])
    probability = case.promotion.kinds.get(name, 0.0)
    if not probability:
        return False
    limits = threshold(case.group, name)
    if probability >= limits.act:
        return True
    if name not in _PROMOTIONS:
        return None if probability >= limits.ask else False
    certain_enough = case.promotion.score >= limits.ask
    return None if certain_enough and probability >= PLAUSIBLE * case.promotion.score else False


def is_of_no_kind(rule: Conditions, case: Case) -> bool:
    """Tell quickly that a message is of none of the kinds that a rule names; False where it takes a closer look."""
    found, own = case.promotion.kinds, case.group.kinds
    return bool(rule.kinds) and not any(name in found or name in own for name in rule.kinds)


def promotes(case: Case) -> Answer3:
    """Tell whether the message promotes anything, whatever its kind."""
    probability = case.promotion.score
    kinds = case.promotion.kinds
    limits = threshold(case.group, max(kinds, key=kinds.__getitem__) if kinds else "default")
    return True if probability >= limits.act else None if probability >= limits.ask else False


def _of_own_kind(case: Case, kind: Kind) -> Answer3:
    made_of = any_of(of_kind(case, name) for name in kind.is_) if kind.is_ else True
    if made_of is False:
        return False
    answers: list[Answer3] = [made_of]
    if kind.says:
        answers.append(says(case.message.text, kind.says))
    if kind.patterns:
        answers.append(matches(case.message.text, kind.patterns))
    if kind.links:
        answers.append(any(_under(link, kind.links) for link in (*case.promotion.domains, *case.promotion.hosts)))
    answers += [has_feature(case, test) for test in kind.has]
    answers += [negated(has_feature(case, test)) for test in kind.without]
    if kind.whose:
        answers.append(whose(case, kind.whose))
    if kind.members:
        answers += [check.holds for check in check_members(kind.members, case)]
    return all_of(answers)


def has_feature(case: Case, test: FeatureTest) -> Answer3:
    """Tell whether the message has a feature; None where the source can't show it."""
    count = case.promotion.features.get(test.feature)
    return None if count is None else test.holds(count)


def whose(case: Case, wanted: str) -> Answer3:
    """Tell whether the thing is the author's own, or somebody else's; None where nothing tells."""
    stance = case.promotion.stance
    if stance is Stance.NONE:
        return None
    return (stance is Stance.SELF) == (wanted == "own")


def _under(domain: str, domains: tuple[str, ...]) -> bool:
    host = domain.partition("/")[0]
    wanted = [name.lower().removeprefix("www.") for name in domains]
    return any(host == name or host.endswith(f".{name}") or domain == name for name in wanted)


def may_need_allowance(group: Group, promotion: Promotion) -> bool:
    """Tell quickly whether a message may need an allowance: it promotes a little, or may be of a kind named in one."""
    return promotion.score >= SLIGHT or any(_may_be(kind, group, promotion) for kind in group.kinds_needing_allowance)


def _may_be(name: str, group: Group, promotion: Promotion) -> bool:
    """Tell whether a message that promotes nothing may be of a kind: its promotion kinds say nothing then."""
    own = group.kinds.get(name)
    if own is None or name in promotion.kinds:
        return name in promotion.kinds
    return not own.is_ or any(kind in promotion.kinds and kind not in _PROMOTIONS for kind in own.is_)


def kinds_held(case: Case) -> Mapping[str, Answer3]:
    """Return every kind, built in or own, that the message is or may be of."""
    names = [*case.promotion.kinds, *case.group.kinds]
    answers = {name: of_kind(case, name) for name in names}
    return {name: answer for name, answer in answers.items() if answer is not False}
