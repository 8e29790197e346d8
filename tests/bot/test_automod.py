"""Which of a policy's hard rules a list of words says whole."""

from adapters.discord.automod import Block
from bot.automod import exported
from policies.language.load import load_policy

POLICY = """
version: 1
groups:
  makers:
    platform: discord
    chat: "1000"
    mode: {mode}
    roles: {{team: {{platform_role: [Host]}}}}
    kinds:
      pyramids: {{says: [downline, "passive income"]}}
      links: {{links: [spam.example]}}
      codes: {{patterns: ["ref=[a-z]+"]}}
      both: {{says: [token], is: [crypto]}}
    selling:
      exempt: {{roles: [team]}}
      never:
        - {{name: No pyramids, kinds: [pyramids, links, codes]}}
        - mlm
        - {{name: Not at night, kinds: [pyramids], when: Fri 22:00-23:00}}
        - {{name: No tokens, kinds: [both]}}
      allow: [{{name: When asked, solicited: yes}}]
"""


def test_words_patterns_and_links_are_told_and_everything_else_is_left_to_the_bot():
    group = load_policy(POLICY.format(mode="enforce")).groups["makers"]

    found = exported(group)

    message = "“No pyramids”: not in this group. /rules says what may be posted here."
    words = ("downline", "passive income", "*spam.example*")
    assert found.blocks == (
        Block(name="No pyramids", words=words, patterns=("ref=[a-z]+",), exempt=("Host",), message=message),
    )
    assert [name for name, _ in found.left_out] == ["mlm", "Not at night", "No tokens"]


def test_a_group_that_only_observes_blocks_nothing():
    group = load_policy(POLICY.format(mode="observe")).groups["makers"]

    assert exported(group).blocks == ()
