"""What each call of the REST API does, once it is read and checked."""
