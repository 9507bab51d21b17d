"""What theory says, one theory a file, the source on top. Nothing here knows the engine."""
