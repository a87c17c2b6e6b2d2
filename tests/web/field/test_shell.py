"""What a phone keeps of the app: the same for everybody, whole, and new when anything of it is new."""

import json
import re

import pytest
from flask_babel import force_locale

from app.field import code
from app.field.words import TEXTS
from tests.given import commit, people

SAID = re.compile(r'\bt\(\s*"((?:[^"\\]|\\.)*)"')


def listed(client):
    script = client.get("/field/sw.js").text
    version, files = (json.loads(line.split(" = ")[1].rstrip(";")) for line in script.splitlines()[:2])
    return version, files


def test_everything_that_the_worker_keeps_is_there(client):
    version, files = listed(client)
    assert "/field/" in files and f"/field/code/{version}/app.js" in files
    for path in files:
        client.get(path)


def test_the_page_is_the_same_for_everybody(client):
    stranger = client.get("/field/").text
    person = people.person("monitor")
    commit()
    assert client.sign_in(person).get("/field/?lang=en").text == stranger


def test_the_page_asks_for_what_the_worker_keeps(client):
    _version, files = listed(client)
    asked = re.findall(r'(?:src|href)="(/field/[^"]+)"', client.get("/field/").text)
    assert set(asked) <= set(files)


def test_modules_import_only_what_is_kept(client):
    names = set(code.list_code())
    for name in (name for name in names if name.endswith(".js")):
        text = (code.FOLDER / name).read_text("utf-8")
        for found in re.findall(r'(?:from|import\() ?"(\.[^"]+)"', text):
            path = (code.FOLDER / name).parent / found
            assert path.resolve().relative_to(code.FOLDER).as_posix() in names, (name, found)


def test_another_version_is_not_served_under_this_ones_name(client):
    client.get("/field/code/000000000000/app.js", 404)
    client.get(f"/field/code/{listed(client)[0]}/../api.py", 404)


def test_a_changed_word_is_a_new_version(app, monkeypatch):
    with app.test_request_context():
        before = code.version()
        code._version.cache_clear()
        monkeypatch.setattr("app.field.code.words_in", lambda language: b"other words")
        assert code.version() != before
        code._version.cache_clear()


def test_files_are_kept_by_browsers_for_good_and_the_worker_is_asked_for_anew(client):
    version, _files = listed(client)
    assert "immutable" in client.get(f"/field/code/{version}/app.js").headers["Cache-Control"]
    assert "immutable" not in client.get("/field/sw.js").headers["Cache-Control"]
    assert client.get("/field/sw.js").headers["Service-Worker-Allowed"] == "/field/"


@pytest.mark.parametrize(("lang", "name"), [("mn", "Хяналт газар дээр"), ("en", "Khyanalt in the field")])
def test_it_can_be_installed(client, lang, name):
    manifest = client.get(f"/field/manifest.webmanifest?lang={lang}").get_json()
    assert manifest["name"] == name and manifest["display"] == "standalone"
    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512"}


def test_every_text_of_the_app_is_among_its_words(app):
    with force_locale("en"):
        known = {str(text) for text in TEXTS}
    said = {text for path in code.FOLDER.rglob("*.js") for text in SAID.findall(path.read_text("utf-8"))}
    assert said == known


def test_words_in_both_languages(client):
    assert client.get("/field/words/mn.json").get_json()["Send now"] == "Одоо илгээх"
    assert client.get("/field/words/en.json").get_json()["Send now"] == "Send now"
    client.get("/field/words/de.json", 404)
