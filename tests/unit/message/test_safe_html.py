"""What a message's HTML may show: a corpus of attempts to run, fetch, steal or overwhelm. None of them gets anywhere."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightmail.message.html_text import MAIL_TAGS
from nightmail.message.safe_html import MOST_SOURCE, shown

ATTEMPTS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.test/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script\x00>alert(1)</script>",
    "<script/src=data:,alert(1)>",
    "<img src=x onerror=alert(1)>",
    "<img/src='x'/onerror=alert(1)//",
    '<img src="javascript:alert(1)">',
    '<img src="JaVaScRiPt:alert(1)">',
    '<img src="jav&#x09;ascript:alert(1)">',
    '<img src="&#106;&#97;vascript:alert(1)">',
    '<img src=" &#14; javascript:alert(1)">',
    '<img src="data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==">',
    '<img src="data:image/svg+xml,<svg onload=alert(1)>">',
    '<img src="file:///etc/passwd">',
    '<img src="\\\\evil.test\\share\\x.png">',
    '<img src="//evil.test/x.png">',
    '<img src="/etc/hosts">',
    '<img src="../../secret.png">',
    '<img src="qrc:/x.png">',
    '<img src=":/icons/x.svg">',
    '<img src="blob:https://evil.test/1">',
    '<img srcset="https://evil.test/a.png 2x" src="cid:ok">',
    '<img lowsrc="https://evil.test/a.png" dynsrc="https://evil.test/b" src="cid:ok">',
    '<picture><source srcset="https://evil.test/a.png"></picture>',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="  java\nscript:alert(1)">x</a>',
    '<a href="vbscript:msgbox(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<a href="file:///etc/passwd">x</a>',
    '<a href="smb://evil.test/share">x</a>',
    '<a href="nightmail:send">x</a>',
    '<a href="x" onclick="alert(1)" onmouseover=alert(1)>x</a>',
    "<body onload=alert(1)>",
    '<body background="https://evil.test/x.png">',
    '<table background="https://evil.test/x.png"><tr><td background="https://evil.test/y.png">x</td></tr></table>',
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    '<svg><image href="https://evil.test/x.png"/></svg>',
    '<svg><use href="https://evil.test/x.svg#a"/></svg>',
    "<svg><animate onbegin=alert(1) attributeName=x></svg>",
    '<math><mi xlink:href="javascript:alert(1)">x</mi></math>',
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    '<iframe src="https://evil.test/"></iframe>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<object data="https://evil.test/x.swf"></object>',
    '<embed src="https://evil.test/x.swf">',
    '<applet code="x"></applet>',
    '<frameset><frame src="https://evil.test/"></frameset>',
    '<link rel="stylesheet" href="https://evil.test/x.css">',
    '<link rel="prefetch" href="https://evil.test/x">',
    '<link rel="dns-prefetch" href="//evil.test">',
    '<base href="https://evil.test/">',
    '<meta http-equiv="refresh" content="0;url=https://evil.test/">',
    "<style>@import 'https://evil.test/x.css';</style>",
    "<style>*{background:url(https://evil.test/x.png)}</style>",
    '<div style="background:url(https://evil.test/x.png)">x</div>',
    '<div style="background-image:u\\72l(https://evil.test/x.png)">x</div>',
    '<div style="color:red;background-color:url(https://evil.test/x)">x</div>',
    '<div style="width:expression(alert(1))">x</div>',
    '<div style="list-style-image:url(https://evil.test/x.png)">x</div>',
    "<div style=\"font-family:'x';src:url(https://evil.test/f.ttf)\">x</div>",
    '<div style="-moz-binding:url(https://evil.test/x.xml#a)">x</div>',
    '<div style="behavior:url(https://evil.test/x.htc)">x</div>',
    '<div style="position:fixed;top:0;left:0;width:100%;height:100%;z-index:9999">x</div>',
    '<p style="margin-left:-9999px">hidden</p>',
    '<form action="https://evil.test/"><input name=q type=password><button formaction=javascript:alert(1)>x</button></form>',
    '<input type=image src="https://evil.test/x.png">',
    "<video src=https://evil.test/x.mp4 poster=https://evil.test/x.png autoplay></video>",
    "<audio src=https://evil.test/x.mp3 autoplay></audio>",
    '<details open ontoggle="alert(1)">x</details>',
    "<marquee onstart=alert(1)>x</marquee>",
    '<isindex action="javascript:alert(1)">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    '<template><img src="https://evil.test/x.png"></template>',
    "<title><img src=x onerror=alert(1)></title>",
    "<textarea><img src=x onerror=alert(1)></textarea>",
    "<xmp><img src=x onerror=alert(1)></xmp>",
    "<plaintext><script>alert(1)</script>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml-stylesheet href='javascript:alert(1)'?>",
    "<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><p>&x;</p>",
    '<a id="x" name="y" class="z" data-x="1" ping="https://evil.test/" download>x</a>',
    '<p title="&quot;><script>alert(1)</script>">x</p>',
    "<p lang='\"><img src=x onerror=alert(1)>'>x</p>",
    '<a href="https://good.test/" target=_blank rel=opener>x</a>',
    '<img src="https://evil.test/x.png" onload=alert(1) crossorigin=use-credentials usemap="#m">',
    "<map name=m><area href=javascript:alert(1)></map>",
    "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "<p>\ud800</p>".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
]


class Inspector(HTMLParser):
    """Reads the result as another program would, and objects to whatever could act."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.pictures: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in MAIL_TAGS:
            self.faults.append(f"<{tag}>")
        for name, value in attrs:
            said = (value or "").strip().lower()
            if name.startswith("on") or name in ("srcset", "background", "action", "formaction", "data", "poster", "ping", "id"):
                self.faults.append(name)
            if name == "style" and re.search(r"url|expression|import|position|\(|\\|-\d", said.replace("rgb(", "")):
                self.faults.append(f"style: {said}")
            if name == "href" and not said.startswith(("http://", "https://", "mailto:", "tel:", "cid:")):
                self.faults.append(f"href: {said}")
            if name == "src":
                self.pictures.append(value or "")
                if not said.startswith(("http://", "https://", "cid:")):
                    self.faults.append(f"src: {said}")

    def handle_comment(self, data: str) -> None:
        self.faults.append("comment")

    def handle_decl(self, decl: str) -> None:
        self.faults.append("declaration")


def inspected(html: str) -> Inspector:
    inspector = Inspector()
    inspector.feed(html)
    inspector.close()
    return inspector


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=range(len(ATTEMPTS)))
def test_no_attempt_leaves_anything_that_could_run_or_fetch_by_itself(attempt: str) -> None:
    for html in (attempt, f"<p>before{attempt}after</p>", attempt * 3, f"<div><table><tr><td>{attempt}"):
        made = shown(html)
        seen = inspected(made.html)

        assert seen.faults == []
        # Whoever shows it knows every address it names, and may refuse them.
        assert {each for each in seen.pictures if not each.startswith("cid:")} == set(made.pictures)


@given(st.text(alphabet="<>/=\"' abimgsrcontyle:;-!&#x0()\\\n", max_size=300))
def test_nothing_that_is_typed_at_random_does_either(html: str) -> None:
    assert inspected(shown(html).html).faults == []


def test_what_people_write_stays_as_it_is() -> None:
    html = '<p style="color:red">Dear <b>Bob</b>,</p><ul><li><a href="https://example.org/a?b=1">here</a></li></ul>'

    made = shown(html)

    assert made.html == html
    assert (made.pictures, made.is_cut) == ((), False)


def test_pictures_on_the_network_are_named_once_each_and_those_inside_the_message_are_not() -> None:
    made = shown('<img src="https://a.test/1"><img src="cid:x"><img src="http://b.test/2"><img src="https://a.test/1">')

    assert made.pictures == ("https://a.test/1", "http://b.test/2")


def test_a_thousand_pictures_are_a_hundred() -> None:
    made = shown("".join(f'<img src="https://a.test/{n}">' for n in range(1000)))

    assert len(made.pictures) == 100


@pytest.mark.parametrize(
    ("given_", "kept"),
    [
        ('<td colspan="1000000">x</td>', 'colspan="1000000"'),
        ('<td rowspan="99999999999999999999">x</td>', "rowspan"),
        ('<img src="cid:x" width="100000" height="-5">', "width"),
        ('<p style="font-size: 99999px">x</p>', "99999"),
        ('<td colspan="٣">x</td>', "colspan"),
    ],
)
def test_measures_that_no_window_could_show_are_dropped(given_: str, kept: str) -> None:
    assert kept not in shown(f"<table><tr>{given_}</tr></table>{given_}").html


def test_measures_within_reason_stay() -> None:
    made = shown('<table width="100%"><tr><td colspan="2">x</td></tr></table><img src="cid:x" width="640px" height="480">')

    assert 'width="100%"' in made.html and 'colspan="2"' in made.html
    assert 'width="640"' in made.html and 'height="480"' in made.html


HEAVY = {
    "nested": "<div>" * 500_000,
    "nested marks": "<b>" * 300_000,
    "nested lists": "<ul><li>" * 100_000,
    "marks that each paragraph opens anew": "<p>"
    + "".join(f"<font color={n}>" for n in range(250))
    + "</p>"
    + "<p>x</p>" * 100_000,
    "unfinished tags": "<" * 1_000_000,
    "attributes": "<p " + "a " * 400_000 + ">x",
    "comments": "<!--" * 200_000,
    "links in links": "<a href=x>" * 80_000,
    "text in a table": "<table>" + "<b>x" * 100_000,
    "svg": "<svg>" * 100 + "<p>" * 100_000,
    "one long style": f"<p style='{'color:red;' * 90_000}'>x",
}


@pytest.mark.parametrize("html", HEAVY.values(), ids=HEAVY.keys())
def test_what_was_made_to_overwhelm_comes_back_small(html: str) -> None:
    """The fourth took over a minute and 7 GB, and came back as 600 MB."""
    assert len(shown(html).html) <= 4 * MOST_SOURCE


def test_only_the_first_megabyte_is_looked_at_and_that_is_said() -> None:
    made = shown("<p>x</p>" * 200_000 + "<b>end</b>")

    assert made.is_cut
    assert "end" not in made.html
