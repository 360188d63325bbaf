"""Stores that earlier versions wrote, and how one is made."""
