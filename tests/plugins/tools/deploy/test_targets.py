"""Targets of invoke.yaml as records; what is none is named with its key."""

from __future__ import annotations

import pytest

from plugins.tools.deploy.targets import find_target
from plugins.tools.site import RefusedError


def read(root, **keys):
    return find_target({"live": keys}, "live", root)


def test_a_bucket_is_a_target_of_its_own_kind(tmp_path):
    """Its state lies below its prefix unless it is said where else."""
    plain = read(tmp_path, bucket="blog")
    assert (plain.kind, plain.state, str(plain)) == (
        "s3",
        "blog/.bulletin/",
        "s3://blog",
    )
    deep = read(tmp_path, bucket="blog", prefix="/a/b/", endpoint="https://s3.a.org/")
    assert (deep.prefix, deep.state) == ("a/b/", "blog/a/b/.bulletin/")
    assert (deep.endpoint, str(deep)) == ("https://s3.a.org", "s3://blog/a/b")
    apart = read(tmp_path, kind="s3", bucket="blog", state="private")
    assert (apart.state, apart.state_place) == ("private", "s3://private")
    assert read(tmp_path, bucket="blog", state="blog/.x").state == "blog/.x/"
    assert not plain.is_here
    assert read(tmp_path, path="www").is_here


@pytest.mark.parametrize(
    "key",
    [
        "secret",
        "secret_access_key",
        "AWS_SECRET_ACCESS_KEY",
        "access_key_id",
        "token",
        "key",
        "password",
        "credentials",
    ],
)
def test_a_key_that_looks_like_a_secret_is_refused(tmp_path, key):
    """Of any kind of target, and its value is not repeated."""
    for keys in ({"bucket": "blog"}, {"path": "www"}):
        with pytest.raises(RefusedError) as refused:
            read(tmp_path, **keys, **{key: "hush-hush"})
        said = str(refused.value)
        assert f"invoke.yaml: deploy.live.{key} looks like a secret, and those" in said
        assert "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the env" in said
        assert "hush" not in said


@pytest.mark.parametrize(
    ("keys", "why"),
    [
        ({"bucket": "a b"}, ".bucket “a b” is no name of a bucket."),
        ({"bucket": "x"}, ".bucket “x” is no name of a bucket."),
        ({"kind": "s3"}, ".bucket “” is no name of a bucket."),
        ({"bucket": "blog", "path": "www"}, ".path is given, and a bucket has none."),
        ({"bucket": "blog", "host": "a"}, ".host is given, and a bucket has none."),
        (
            {"path": "www", "prefix": "a"},
            ".prefix is given, and only a bucket has one.",
        ),
        ({"bucket": "blog", "prefix": "a/../b"}, ".prefix “a/../b” is no path such as"),
        ({"bucket": "blog", "prefix": "a//b"}, ".prefix “a//b” is no path such as a/b"),
        ({"bucket": "blog", "region": "e u"}, ".region “e u” is no region."),
        ({"bucket": "blog", "endpoint": "s3.a.org"}, ".endpoint “s3.a.org” is no addr"),
        ({"bucket": "blog", "endpoint": "https://a.org?x"}, " is no address such as"),
        ({"bucket": "blog", "kind": "ssh"}, " is of the kind ssh, so it needs a host."),
        ({"bucket": "blog", "kind": "folder"}, "no kind of target with a bucket"),
        ({"bucket": "blog", "prefix": "a", "state": "blog/a"}, "has the site in it"),
        ({"bucket": "blog", "state": "blog"}, "has the site in it: choose another."),
        ({"bucket": "blog", "bukket": "x"}, "Did you mean “bucket”?"),
    ],
)
def test_what_is_no_bucket_is_named_with_its_key(tmp_path, keys, why):
    """Before anything is built."""
    with pytest.raises(RefusedError) as refused:
        read(tmp_path, **keys)
    assert str(refused.value).startswith("invoke.yaml: deploy.live")
    assert why in str(refused.value)


def test_an_endpoint_has_no_keys_in_it(tmp_path):
    """They would stand in messages."""
    with pytest.raises(RefusedError, match="endpoint looks like a secret") as refused:
        read(tmp_path, bucket="blog", endpoint="https://me:hush@s3.a.org")
    assert "hush" not in str(refused.value)
