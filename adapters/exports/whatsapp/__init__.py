"""WhatsApp's exported text."""
