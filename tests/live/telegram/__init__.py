"""`potluck run` against a stand-in of the Bot API."""
