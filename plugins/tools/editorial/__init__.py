"""What ``invoke check`` finds in texts, beside what a build finds."""
