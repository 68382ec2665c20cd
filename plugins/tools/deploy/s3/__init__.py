"""A target that is a store such as S3, in which the site is changed in place."""

from __future__ import annotations
