"""Changes of posts that do the whole job: planned, checked, shown, made at once."""
