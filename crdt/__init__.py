"""Sync as a machine on pycrdt: bytes in, effects out. Knows no board, no socket and no clock."""
