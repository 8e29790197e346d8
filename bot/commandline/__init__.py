"""What the commands do, one module a topic; each returns an exit code and prints what people or programs read."""
