"""Learn of a newer Nightmail, by news that only its makers can have signed."""
