"""What a board means: schema, journey, ratings, roles, agenda, commit, record. Knows no CRDT and no socket."""
