"""The preview: what watches, what builds, what answers browsers, what they show."""
