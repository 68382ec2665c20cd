"""The list of what may stand in a text, and addresses as browsers read them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.safe_html.policy import (
    Fault,
    Policy,
    host_of,
    is_allowed,
    is_attribute_allowed,
    scheme_of,
)


def test_allow_html_widens_the_list():
    """A site may let in an element, or one attribute, and never a handler by that."""
    assert not is_allowed("video", ())
    assert is_allowed("video", ("video",))
    assert is_attribute_allowed("video", "controls", ("video",))
    assert not is_attribute_allowed("video", "onplay", ("video",))
    assert is_attribute_allowed("a", "ping", ("a.ping",))
    assert not is_attribute_allowed("a", "ping", ())
    assert not is_attribute_allowed("p", "style", ("p",))
    assert is_attribute_allowed("p", "style", ("p.style",))
    assert not is_attribute_allowed("iframe", "srcdoc", ("iframe",))


@pytest.mark.parametrize(
    ("address", "scheme"),
    [
        ("https://x.org/", "https"), ("JavaScript:x", "javascript"), ("", ""),
        (" \x01java\tscr\nipt:x", "javascript"), ("#a:b", ""), ("/a:b", ""),
        ("a/b:c", ""),        ("1a:b", ""), ("{static}/a:b", ""), ("view-source:x",
        "view-source"),
    ],
)  # fmt: skip
def test_a_scheme_is_what_a_browser_takes_for_one(address, scheme):
    """White space and control characters do not hide it (URL standard, 4.4)."""
    assert scheme_of(address) == scheme


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://X.org/a", "x.org"), ("//x.org", "x.org"), ("a/b.png", ""),
        ("\\\\x.org/a", "x.org"), ("https:x.org/a", "x.org"), ("/a//b", ""),
        ("https://u:p@x.org:8/a", "x.org:8"), ("///x.org/a", "x.org"), ("//[", "?"),
        ("https://x.org:443", "x.org"),
        ("{static}/a.png", ""), ("http:/\\x.org", "x.org"), ("https://", "?"),
    ],
)  # fmt: skip
def test_a_host_is_what_a_browser_asks(address, host):
    """What cannot be read is a host that nobody named."""
    assert host_of(address) == host


@pytest.mark.parametrize(
    ("element", "name", "value", "fault"),
    [
        ("a", "href", "tel:911", None),
        ("a", "href", "data:text/html,x", Fault.ADDRESS),
        ("img", "src", "data:image/png;base64,x", Fault.ADDRESS),
        ("img", "src", "mailto:a@b.org", Fault.ADDRESS),
        ("img", "alt", "javascript: the good parts", None),
        ("img", "srcset", "a.png 1x, javascript:x 2x", Fault.ADDRESS),
        ("img", "srcset", "a.png 1x,//x.org/b.png 2x", Fault.HOST),
        ("img", "src", "https://site.example/a.png", None),
        ("td", "style", "text-align: right;", None),
        ("td", "style", "text-align: right; position: fixed", Fault.ATTRIBUTE),
        ("p", "style", "text-align: right;", Fault.ATTRIBUTE),
        ("img", "style", "width: 50%;", None),
        ("img", "style", "width: 50%; position: fixed", Fault.ATTRIBUTE),
        ("p", "class", "wide skip-link", Fault.CLASS),
        ("p", "class", "skip-links", None),
        ("p", "id", "main", Fault.ID),
        ("p", "onclick", "", Fault.ATTRIBUTE),
        ("video", "data-x", "javascript:x", None),
        ("video", "whatever", "javascript:x", Fault.ADDRESS),
    ],
)
def test_an_attribute_is_judged_with_its_value(element, name, value, fault):
    """Each kind of fault, and its neighbour that is none."""
    hosts, ids = frozenset({"site.example"}), frozenset({"main"})
    policy = Policy(frozenset({"video"}), hosts, ids, frozenset({"skip-link"}))
    assert policy.fault_of(element, name, value) is fault


SETS = st.frozensets(st.sampled_from(["*", "a", "a.ping", "video", "p.style", "e.org"]))
POLICIES = st.builds(
    Policy, more=SETS, media_hosts=SETS, page_ids=SETS, page_classes=SETS
) | st.builds(Policy, SETS, elements=SETS)
GIVEN = st.tuples(
    st.sampled_from(["a", "img", "p", "td", "video", "x"]),
    st.sampled_from(["href", "src", "ping", "style", "id", "class", "onclick", "x"]),
    st.sampled_from(
        ["a", "a b", "https://e.org/a", "//x.org", "javascript:a", "color: red"]
    ),
)


@settings(deadline=None)
@given(POLICIES, POLICIES, GIVEN)
def test_what_a_policy_clears_is_cleared_by_one_that_allows_as_much(one, other, given):
    """So that a text need not be judged again."""
    if one.allows_all_of(other):
        assert one.allows(given[0]) or not other.allows(given[0])
        assert one.fault_of(*given) is None or other.fault_of(*given) is not None
    assert one.allows_all_of(one)
    assert one.allows_all_of(replace(one, page_ids=one.page_ids | {"b"}))
    assert not one.allows_all_of(replace(one, more=one.more | {"b"}))
