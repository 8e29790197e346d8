"""JSON files of DiscordChatExporter."""
