"""What leave does later, and what it listens to."""
