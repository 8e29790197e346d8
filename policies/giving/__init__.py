"""What members give each other: questions, contributions, nudges and the weekly summary. Pure."""
