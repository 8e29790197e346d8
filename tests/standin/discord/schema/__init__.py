"""What each call may carry, as documented, and the check of it."""
