"""The desk's entrance: who comes in, with which second factor, and for how long."""
