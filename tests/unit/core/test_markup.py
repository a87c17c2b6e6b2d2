import html5lib
import pytest
from hypothesis import given, strategies as st

from app.core.markup import REL, TAGS, plain, render


def parsed(html):
    return html5lib.parseFragment(str(html), namespaceHTMLElements=False)


def test_plain_words_become_a_paragraph():
    assert render("Дээвэр **дутуу** байна.") == "<p>Дээвэр <strong>дутуу</strong> байна.</p>"


def test_nothing_gives_nothing():
    assert render(None) == render("") == ""


@pytest.mark.parametrize(
    ("first", "heading", "tag"), [("#", 2, "h2"), ("#", 3, "h3"), ("###", 3, "h3"), ("##", 2, "h2")]
)
def test_the_highest_heading_stands_where_the_page_wants_it(first, heading, tag):
    assert render(f"{first} Арга зүй", heading=heading) == f"<{tag}>Арга зүй</{tag}>"


def test_lower_headings_follow_and_stop_at_the_lowest():
    html = render("# а\n## б\n##### в", heading=4)
    assert [element.tag for element in parsed(html)] == ["h4", "h5", "h6"]


def test_a_link_leaves_without_a_trace():
    html = render("[хууль](https://legalinfo.mn/)")
    assert html == f'<p><a href="https://legalinfo.mn/" rel="{REL}">хууль</a></p>'


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", "data:text/html,x", "//evil.mn/x", "/workspace", "vbscript:x"]
)
def test_other_targets_are_not_linked(target):
    assert "href" not in render(f"[энд]({target})")


def test_raw_html_is_shown_as_text():
    html = render('<script>alert(1)</script> <b onclick="x()">б</b>')
    assert "<script" not in html
    assert "<b" not in html
    assert "&lt;script&gt;" in html


def test_a_picture_becomes_its_description():
    assert render("![дээвэр <b>](https://x.mn/a.jpg)") == "<p>дээвэр &lt;b&gt;</p>"


@given(st.text(alphabet=st.sampled_from("a <>&\"'()[]!*_#`-=:/\\\n1.jhtpscrionev")))
def test_whatever_is_written_only_known_elements_come_out(text):
    for element in parsed(render(text)).iter():
        assert element.tag in TAGS | {"DOCUMENT_FRAGMENT"}
        assert set(element.attrib) <= {"href", "rel", "start"}
        assert element.get("href", "https:").split(":")[0] in {"http", "https", "mailto"}


@given(st.text())
def test_the_words_fit_on_one_line(text):
    assert "\n" not in plain(text)


def test_the_words_alone():
    assert plain("# Гарчиг\n\nНэг **хоёр**\nгурав [холбоос](https://a.mn)") == "Гарчиг Нэг хоёр гурав холбоос"
