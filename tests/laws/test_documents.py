"""Generated documents are fresh."""

from app import documents


def test_generated_documents_say_what_the_tables_say(app):
    for name, text in documents.texts(app).items():
        assert (documents.DOCS / name).read_text(encoding="utf-8") == text, f"run `make docs`: {name} is stale"
