"""Leave that sickness cut."""
