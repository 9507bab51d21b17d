"""Which precondition is to blame."""
