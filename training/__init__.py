"""Training and measuring the recognition of promotion on the project's own corpus. No part of the bot."""
