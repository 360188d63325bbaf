"""The shell: everything that awaits, reads a clock, the environment, a socket or a disk."""
