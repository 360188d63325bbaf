"""The wall poster: Typst template, fonts, and the process of its own that sets it."""
