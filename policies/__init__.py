"""What a group's policy says, and what follows from it. Pure: no clock, no randomness, no input or output."""
