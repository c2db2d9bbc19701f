"""What is left of a Nightmail that ended badly, and the report a person can read, keep and send."""
