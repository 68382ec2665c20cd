"""What the commands do, one file each; tasks.py reads their options."""
