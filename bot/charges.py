"""Promotions and what they are charged to, permits and strikes: the part of the record that rules look at.

Every method changes two things alike: what the next message of the batch sees (`known`), and what is written
(`changes`). Nothing is decided here.
"""

from dataclasses import replace
from datetime import timedelta

from bot.judged import Judged
from chat.context import OfferSeen
from chat.ledger import Changes, Known, PermitRow, PromotionRow, StrikeRow
from chat.standing import COUNTING, Permit, Promoted, State, Strike
from chat.verdicts import Outcome
from policies.language.schema import Group
from policies.promotion.reading import Keys
from policies.selling.frequency import ever_keys_of

STAYS = frozenset({Outcome.ALLOW, Outcome.NOTICE})


class Charges:
    """Keeps what counts in limits, and the strikes."""

    def __init__(self, group: Group, known: Known, changes: Changes, *, told_after: timedelta | None) -> None:
        self.group = group
        self.known = known
        self.changes = changes
        self.told_after = told_after
        self.imagined = group.mode == "observe"

    def charge(self, judged: Judged) -> None:
        """Note a promotion that was allowed, refused or held. What stands uncharged leaves no trace."""
        message, verdict, promotion = judged.message, judged.verdict, judged.promotion
        charge, stays = verdict.charge, verdict.outcome in STAYS
        if charge is None and stays:
            return
        if charge and charge.permit_id:
            self._use_permit(message.author.id, charge.permit_id)
        post = Promoted(
            message_id=message.message_id,
            at=message.at,
            member=message.author.id,
            organisation=promotion.organisation,
            offer=promotion.offer,
            place=message.place or message.place_name,
            kinds=(verdict.kind,) if verdict.kind else (),
            allowance=charge.allowance if charge else None,
            limited=charge.limited if charge else True,
            state=State.STANDS if stays else State.HELD if verdict.outcome is Outcome.HOLD else State.REMOVED,
            album=message.album,
        )
        self._put(post, judged.reading.keys)
        for key in charge.ever_keys if charge else ():
            self._count_ever(key, post.place or "", 1)

    def _put(self, post: Promoted, keys: Keys) -> None:
        posts = self.known.promoted.setdefault(post.member, [])
        posts[:] = [*(p for p in posts if p.message_id != post.message_id), post]
        if post.offer is not None:
            seen = OfferSeen(key=post.offer, sketch=keys.sketch, links=keys.links)
            self.known.offers.setdefault(post.member, []).append(seen)
        really = State.STANDS if self.imagined else post.state
        self.changes.promotions.append(PromotionRow(post=post, really=really, links=keys.links, sketch=keys.sketch))

    def _count_ever(self, key: str, place: str, difference: int) -> None:
        by_place = dict(self.known.ever.get(key) or {})
        by_place[place] = by_place.get(place, 0) + difference
        self.known.ever[key] = by_place
        self.changes.ever.append((key, place, difference))

    def give_back(self, member: str, message_id: str, state: State) -> None:
        """Take a promotion's charge back; once, because it no longer counts afterwards."""
        posts = self.known.promoted.get(member, [])
        post = next((p for p in posts if p.message_id == message_id and p.state in COUNTING), None)
        if post is None:
            return
        self._now(post, state)
        for key in ever_keys_of(post, self.group):
            self._count_ever(key, post.place or "", -1)

    def decided(self, post: Promoted, state: State) -> None:
        """Note what an admin decided about a promotion: a yes counts where it was charged, a no gives the slot back."""
        if post.state in COUNTING and state not in COUNTING:
            self.give_back(post.member, post.message_id, state)
        else:
            self._now(post, state)

    def _now(self, post: Promoted, state: State) -> None:
        posts, now = self.known.promoted[post.member], replace(post, state=state)
        posts[posts.index(post)] = now
        self.changes.promotions.append(PromotionRow(post=now, really=state))

    def permit(self, member: str, permit: Permit) -> None:
        """Note a person's yes."""
        self.known.permits.setdefault(member, []).append(permit)
        self.changes.permits.append(PermitRow(member=member, permit=permit))

    def _use_permit(self, member: str, permit_id: str) -> None:
        permits = self.known.permits.get(member, [])
        for index, permit in enumerate(permits):
            if permit.permit_id == permit_id and permit.times is not None:
                permits[index] = replace(permit, times=permit.times - 1)
                self.changes.permits.append(PermitRow(member=member, permit=permits[index]))

    def strike(self, judged: Judged) -> None:
        """Note a breach. Where nobody is really told, the notice is imagined to arrive after `told_after`."""
        member, verdict = judged.message.author.id, judged.verdict
        told = judged.at + self.told_after if self.told_after is not None else None
        strike = Strike(ladder=verdict.ladder or "", at=judged.at, told_at=told)
        self.known.strikes.setdefault(member, []).append(strike)
        row = StrikeRow(
            member=member,
            strike=strike,
            message_id=judged.message.message_id,
            rule=verdict.rule or "",
            imagined=self.imagined,
        )
        self.changes.strikes.append(row)

    def take_back(self, member: str, message_id: str) -> None:
        """Take the strike for a message back: a person said that it was fine. The ledger knows which one it is."""
        self.changes.strikes_taken_back.append(message_id)
        post = next((post for post in self.known.promoted.get(member, ()) if post.message_id == message_id), None)
        strikes = self.known.strikes.get(member, [])
        strikes[:] = [strike for strike in strikes if post is None or strike.at != post.at]

    def pardon(self, member: str) -> None:
        """Take all strikes of a member back."""
        self.known.strikes.pop(member, None)
        self.changes.pardoned.append(member)
