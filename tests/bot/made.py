"""A policy and an export to try the commands on. Every text here is made up."""

POLICY = """\
version: 1
groups:
  makers:
    timezone: Europe/London
    selling:
      never: [mlm]
      allow:
        - {name: Market Friday, kinds: [product, service], channels: [offers], when: Fri 08:00-20:00, limit: 1 per week}
        - {name: When somebody asks, solicited: yes}
    tests:
      - say: Does anybody know a good bookkeeper?
        expect: allow
      - say: Half price on my course!
        kind: product
        in: general
        expect: {outcome: remove, allowance: Market Friday, next: Fri 08:00}
"""
EXPORT = """\
[09.01.26, 10:00:00] Ana: Does anybody know a good bookkeeper for a bakery?
[09.01.26, 10:05:00] Bo: Yes, ask Sam at Mill Street, she did our VAT.
[09.01.26, 10:07:00] Ana: Thanks Bo, that helps a lot!
[10.01.26, 11:00:00] Cy: 50% off all my courses until Sunday, book at https://cy-courses.example.com, code SAVE50
[10.01.26, 11:02:00] Ana: See you at the meeting tomorrow.
"""
