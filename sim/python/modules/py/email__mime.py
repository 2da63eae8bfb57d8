"""Messages of one kind of content each."""
