"""Files by name and by content."""

from __future__ import annotations

import pytest

from plugins.sanitizer.kinds import LARGEST_SVG, bytes_to_read, find_fault

PNG = b"\x89PNG\r\n\x1a\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"/>'


@pytest.mark.parametrize(
    ("place", "data"),
    [
        ("images/a.png", PNG), ("images/A.JPG", b"\xff\xd8\xff\xe0"), ("a.svg", SVG),
        ("a.webp", b"RIFF\0\0\0\0WEBPVP8 "), ("a.mp4", b"\0\0\0\x20ftypisom"),
        ("a.pdf", b"junk %PDF-1.7"), ("a.docx", b"PK\x03\x04"), ("CNAME", b"x.org"),
        (".nojekyll", b""), (".well-known/security.txt", b"Contact: x"),
        (".well-known/matrix/server", b"{}"), ("robots.txt", b"User-agent: *"),
        ("a.csv", b"a,b"), ("notes.v2.txt", b"w"),
        ("fig.do.png", PNG), ("v1.0.sh.zip", b"PK\x03\x04"), ("LICENSE", b"words"),
    ],
)  # fmt: skip
def test_a_file_of_a_known_kind_passes(place, data):
    """What a clinic's site gives away, and what hosts and protocols ask for."""
    assert find_fault(place, data, ()) == ""


@pytest.mark.parametrize(
    ("place", "data", "said"),
    [
        ("images/page.html", b"<p>", "“.html”"),
        ("shell.php", b"<?php", "“.php”"),
        ("shell.php.png", PNG, "“.php”"),
        ("s/x.shtml", b"", "“.shtml”"),
        ("x.CGI", b"", "“.cgi”"),
        (".htaccess", b"", "“.htaccess”"),
        (".user.ini", b"", "“.ini”"),
        (".env", b"", "“.env”"),
        ("a.js", b"", "“.js”"),
        ("a.xml", b"<a/>", "“.xml”"),
        ("README", b"w", "“README”"),
        ("a.png", b"<script>x</script>", "no png file"),
        ("a.pdf", b"<html>", "no pdf file"),
        ("a.txt", b"\xef\xbb\xbf \n<html>", "begins as HTML"),
        (".well-known/x", b"<svg onload=x>", "begins as HTML"),
        ("a.csv", b"a\0b", "no text"),
        ("y.txt", b"\xef\xbb\xbf\xef\xbb\xbf<html>", "begins as HTML"),
        ("x.html.gz", b"\x1f\x8b", "a page to some servers"),
        ("x.html.bib", b"words", "a page to some servers"),
        ("x.cfm.png", PNG, "“.cfm”"),
        (".well-known/x.html", b"hi <script>", "“.html”"),
        (".well-known/.htaccess", b"", "“.htaccess”"),
        ('images/a" onmouseover="x.png', PNG, "signs in its name"),
        ("images/a\n.png", PNG, "signs in its name"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>", "onload"),
        ("a.svg", b"x" * (LARGEST_SVG + 1), "1 MB"),
    ],
)  # fmt: skip
def test_any_other_file_is_named(place, data, said):
    """By what it is, not only by what it is called."""
    assert said in find_fault(place, data, ())


def test_a_site_lets_in_kinds_and_names():
    """Whatever is in them: it has asked for them."""
    assert find_fault("google1.html", b"<p>", (".html",)) == ""
    assert find_fault("x/.htaccess", b"", (".htaccess",)) == ""
    assert find_fault("x/.htpasswd", b"", (".htaccess",))


def test_only_a_drawing_is_read_whole():
    """Two gigabytes of picture are not."""
    assert bytes_to_read("a.mp4") == 4096
    assert bytes_to_read("a.SVG") == LARGEST_SVG + 1
