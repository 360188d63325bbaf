"""Records as office files: workbooks and slides, drawn in a process of their own from the record alone."""
