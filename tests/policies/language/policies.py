"""Policies that several tests read."""

from textwrap import indent

FULL = """\
version: 1
defaults:
  language: en
  mode: observe
groups:
  northside-founders:
    extends: presets/weekly-market
    platform: telegram
    chat: -1001234567890
    timezone: Europe/London
    mode: enforce
    admins_chat: -1009876543210
    roles: {team: ["@priya"], regular: {for: 90d, earn: 5 contributions in 90d}}
    places: {offers: 42, jobs: 43, general: 1, friday thread: {under: admins, says: [self-promotion]}}
    kinds:
      launch: {is: [product], says: [launch, launching, launched]}
    selling:
      exempt: {roles: [team]}
      never: [mlm, crypto, adult, {name: No referral links, kinds: [referral_link], then: major}]
      allow:
        - name: Market Friday
          kinds: [product, service, event]
          channels: [offers]
          when: Fri 08:00-20:00
          members: {for: 14d, earn: 3 contributions in 30d}
          limit: 1 per week
        - {name: Jobs, kinds: [job], channels: [jobs], has: [price], limit: 2 per week}
        - {name: When somebody asks, solicited: yes}
        - {name: Launch, kinds: [launch], approval: admins, limit: 1 per member ever}
    frequency: {same_offer: 1 channel per 30d}
    consequences:
      1: remove
      3: remove, mute 1d
      5: remove, ask admins
      major: {1: "remove, ask admins"}
      forgive_after: 30d
    grace: 10m
    house_rules: [No cold pitches by direct message.]
    nudges: {silent_for: 21d, at_most: 2, rest: 180d, quiet_hours: 20:00-09:00}
    summary: {every: Mon 09:00, channel: general}
    privacy: {keep_text: 30d, keep_facts: 400d}
    tests:
      - say: "Has anybody used a good bookkeeper?"
        expect: allow
      - say: "50% off my course until Sunday, link in bio!"
        in: general
        kind: product
        expect: {outcome: remove, allowance: Market Friday, next: Fri 08:00}
"""

SHORTHANDS = """\
version: 1
defaults: {summary: off, nudges: {weekends: yes}}
groups:
  bakers:
    chat: 42
    roles: {team: "@asha", vendor: {platform_role: Vendor}}
    places: {shop: [1, 2], thread: {under: admins}}
    kinds: {value: {is: [answer, resource]}}
    selling:
      exempt: team
      never: mlm
      welcome: [job, {kinds: event, without: price}]
      allow:
        - {name: A, channels: shop, when: [Tue 10:00-13:00, first Fri], limit: [1 per week, {at_most: 5 per year}]}
        - {name: B, members: [vendor], has: at most 1 line, approval: {within: 24h, else: refuse}}
        - {name: C, channels: thread, whose: own, not: {solicited: no}, members: {earn: 1 value in 6d}}
      thresholds: {default: {ask: 0.4, act: 0.9}}
    frequency: {gap: 10m, same_message: 1 channel ever}
    consequences: {1: notice, 2: "remove, mute 1d", gentle: {1: notice, for: team}}
    nudges: off
    tests: [{say: Hi, with: 2 pictures, given: [{contributed: 2}], expect: {outcome: allow, asks: no}}]
"""


def a_group(body: str) -> str:
    """Return a policy of one group."""
    return f"version: 1\ngroups:\n  bakers:\n{indent(body, '    ')}"
