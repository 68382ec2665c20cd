"""Pages as systems write them, and as programs save them."""

from __future__ import annotations

import json

WORDS = "Nights are long, and people who read these words in the dark know why. " * 3
FURNITURE = "All rights of the night are reserved by those who sleep in it."
OWN = "Only on this page stands this sentence, and nobody put it into the text."
MENU = '<nav class="menu"><a href="{up}index.html">Home of all the nights</a></nav>'


def wordpress(
    title, path, *, up="../../", date="2020-03-14T12:00:00+00:00", body="", number=12
):
    """A post of WordPress with Yoast, as ``wget -k`` rewrites it."""
    record = {
        "@type": "Article",
        "headline": title.replace("&", "&amp;"),
        "datePublished": date,
        "dateModified": date.replace("12:", "13:"),
        "author": {"@type": "Person", "name": "Ada Night"},
        "keywords": ["sleep", "rest"],
        "articleSection": ["Nights"],
    }
    graph = {"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, record]}
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="UTF-8">
<title>{title} &#8211; Night Blog</title>
<meta name="description"
content="What nights &amp; days are, for those who wish to know it.">
<link rel="canonical" href="index.html">
<meta property="og:type" content="article">
<meta property="og:site_name" content="Night Blog">
<meta property="og:title" content="{title} - Night Blog">
<meta property="og:url" content="https://night.example.org/{path}">
<meta property="og:image" content="{up}wp-content/uploads/room.jpg">
<script type="application/ld+json">{json.dumps(graph)}</script>
<link rel="alternate" type="application/rss+xml" title="Feed"
href="{up}feed/index.html">
<link rel="alternate" type="application/rss+xml" title="Night » Comments Feed"
href="c/">
<link rel="shortlink" href="https://night.example.org/?p={number}">
</head><body class="post-template-default single single-post postid-{number}">
<header class="site-header">{MENU.format(up=up)}</header>
<main><article class="post-{number} post type-post hentry category-nights">
<header class="entry-header"><h1 class="entry-title">{title}</h1>
<div class="entry-meta">Posted on <time class="entry-date published" datetime="{date}">
March 14, 2020</time> by <span class="author vcard">Ada Night</span></div></header>
<div class="entry-content"><!-- wp:paragraph --><p>{WORDS}</p><!-- /wp:paragraph -->
<p><a href="{up}blog/dream/index.html#deep">dreams</a>
<a href="/about/">about</a> <a href="https://other.example/">others</a></p>
<figure class="wp-block-image">
<img src="{up}wp-content/uploads/room.jpg"
srcset="{up}wp-content/uploads/room.jpg 1x, {up}wp-content/uploads/big.jpg 2x"
alt="A room">
<figcaption>The room</figcaption></figure><p>Short.</p>{body}
<div class="sharedaddy sd-sharing-enabled"><h3>Share this:</h3></div>
<script>alert(1)</script></div>
<footer class="entry-footer"><span class="tags-links">Tagged
<a href="{up}tag/sleep/index.html" rel="tag">sleep</a></span></footer></article>
<p>{OWN}</p>
<nav class="navigation post-navigation"><div class="nav-links">
<div class="nav-previous">
<a href="../dream/index.html" rel="prev"><span class="meta-nav">Previous</span>
<span class="post-title">Dreams</span></a></div></div></nav>
<section class="related-posts"><h2>You may like</h2><p>Another post with many words.</p>
</section></main><footer>{FURNITURE}</footer></body></html>"""


def squarespace(title, address, *, files="Sleep_files"):
    """A post of Squarespace 7.1, as a browser saves it with its pictures."""
    record = {
        "@context": "http://schema.org",
        "@type": "Article",
        "headline": title,
        "url": address,
        "datePublished": "2020-03-14T12:00:00-0700",
        "author": "Ada Night",
        "image": "https://images.example/room.jpg",
    }
    return f"""<!DOCTYPE html>
<!-- saved from url=(0044){address} -->
<html><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8">
<title>{title} — Áureo</title><link rel="canonical" href="{address}">
<meta property="og:site_name" content="Áureo">
<meta property="og:title" content="{title} — Áureo">
<meta property="og:type" content="article">
<meta itemprop="author" content="ada@example.org">
<script type="application/ld+json">{{"@type":"WebSite","name":"Áureo"}}</script>
<script type="application/ld+json">{json.dumps(record)}</script></head>
<body id="item-5e6" class="show-pages view-item collection-type-blog-basic-grid">
<div id="siteWrapper"><header id="header">
<a href="https://www.aureo.example/">Áureo</a></header>
<main id="page" role="main"><article class="sections" id="sections">
<section class="page-section content-collection"><div class="content">
<div class="blog-item-wrapper"><article class="h-entry entry hentry">
<div class="blog-item-top-wrapper"><div class="blog-item-title">
<h1 class="entry-title p-name" itemprop="headline">{title}</h1></div>
<div class="blog-meta-section"><a href="https://www.aureo.example/blog/category/Nights"
class="blog-item-category">Nights</a>
<time class="dt-published blog-meta-item">Mar 14</time>
</div></div><div class="blog-item-content-wrapper">
<div class="blog-item-content e-content">
<div class="sqs-layout sqs-grid-12"><div class="row sqs-row">
<div class="col sqs-col-12">
<div class="sqs-block html-block"><div class="sqs-block-content">
<p class="" style="white-space:pre-wrap;">{WORDS}</p><h2>What nights are</h2></div>
</div>
<div class="sqs-block image-block"><figure><noscript>
<img src="{files}/room.jpg" alt="x">
</noscript><img class="thumb-image" data-src="./{files}/room.jpg" alt="A room"
data-image="./{files}/room.jpg">
<figcaption class="image-caption-wrapper"><p>The room</p>
</figcaption></figure></div></div></div></div>
<div class="blog-item-meta-wrapper"><div class="blog-item-tag-wrapper">
<a href="https://www.aureo.example/blog/tag/sleep" class="blog-item-tag">sleep</a>
</div></div>
</div></div></article></div></div></section></article>
<section id="itemPagination" class="item-pagination item-pagination--prev-next">
<a href="https://www.aureo.example/blog/dreams" class="item-pagination-link
item-pagination-link--prev"><div class="visually-hidden">Previous</div>
<div class="item-pagination-prev-next">Previous</div>
<h2 class="item-pagination-title">Dreams</h2></a>
<a href="https://www.aureo.example/blog/walks" class="item-pagination-link
item-pagination-link--next"><div class="visually-hidden">Next</div>
<h2 class="item-pagination-title">Walks</h2></a></section></main>
<footer class="sections">{FURNITURE}</footer></div></body></html>"""


def by_hand(title, body, *, head="", date="2020-03-14"):
    """A page of a generator that marks nothing but its outline."""
    shown = f'<time datetime="{date}">then</time>' if date else ""
    return f"""<!doctype html><html><head>
<title>{title} | Night Blog</title>{head}</head>
<body><header><h1>Night Blog</h1>{MENU.format(up="")}</header>
<main><article><header><h1>{title}</h1>{shown}</header>
{body}</article><aside>Ada writes here about her nights, now and then.</aside></main>
<footer>{FURNITURE}</footer></body></html>"""


def listing(*titles):
    """A page that lists posts, each with some of its words."""
    entries = "".join(
        f'<article class="hentry"><h2><a href="{one}.html">{one}</a></h2><p>{WORDS}</p>'
        f'<time datetime="2020-03-14">then</time></article>'
        for one in titles
    )
    head = "<head><title>Blog</title></head>"
    return f"<!doctype html><html>{head}<body>{entries}</body></html>"
