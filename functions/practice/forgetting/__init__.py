"""What this room forgets after its time, and how it takes a name out of what it keeps (`shared.forgetting`)."""
