"""What the field app costs on a thin link, and what its page may do that others may not."""

from app.field import code
from tests.web.field.test_shell import listed

FIRST_LOAD = 150_000  # bytes over the wire, all that the worker keeps


def test_the_first_load_is_small(app, client):
    _version, files = listed(client)
    browser, compressed = app.test_client(), {"Accept-Encoding": "br, gzip"}
    sizes = {path: len(browser.get(path, headers=compressed).data) for path in ("/field/sw.js", *files)}
    assert sum(sizes.values()) <= FIRST_LOAD, sizes


def test_the_page_may_show_its_photos_and_ask_for_the_place_and_no_other_may(client):
    shell, sign_in = client.get("/field/").headers, client.get("/sign-in").headers
    for directive in ("img-src 'self' data: blob:", "manifest-src 'self'", "worker-src 'self'", "default-src 'none'"):
        assert directive in shell["Content-Security-Policy"]
    assert "unsafe" not in shell["Content-Security-Policy"]
    assert "geolocation=(self)" in shell["Permissions-Policy"] and "microphone=()" in shell["Permissions-Policy"]
    assert "blob:" not in sign_in["Content-Security-Policy"] and "geolocation=()" in sign_in["Permissions-Policy"]


def test_nothing_of_the_app_is_written_as_html():
    for name in code.list_code():
        if name.endswith(".js"):
            text = (code.FOLDER / name).read_text("utf-8")
            assert not any(word in text for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "eval(")), name
