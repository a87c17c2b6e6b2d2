"""Bytes by their hash, in a folder and in a bucket: the same tests over both."""

import hashlib
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from app import create_app
from app.core import clock, database, files, storage
from app.core.database import db
from app.core.files import Fault
from app.findings.models import Evidence
from tests.given import commit, stored, work
from tests.integration.findings.material import photo

BUCKET = "evidence"


@pytest.fixture(scope="module")
def cloud() -> Iterator[str]:
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(params=["folder", "bucket"])
def installed(request, application, app, tmp_path, monkeypatch):
    """The application with an empty store of its own."""
    settings = {"DATA_DIR": str(tmp_path), "S3_BUCKET": ""}
    if request.param == "bucket":
        cloud = request.getfixturevalue("cloud")
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            monkeypatch.setenv(name, "testing")
        monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        settings |= {"S3_BUCKET": BUCKET, "S3_ENDPOINT_URL": cloud}
        bucket = boto3.resource("s3", endpoint_url=cloud).create_bucket(Bucket=BUCKET)
        bucket.objects.all().delete()
    made = create_app({**application.config, **settings})
    with made.app_context():
        yield made
        db.session.remove()
        db.engine.dispose()


def test_what_was_put_is_got(installed):
    digest = storage.put("sealed", b"bytes")
    assert digest == hashlib.sha256(b"bytes").hexdigest()
    assert storage.put("sealed", b"bytes") == digest
    assert storage.get("sealed", digest) == b"bytes"
    assert [name for name, _at in storage.names()] == [f"sealed/{digest}"]


def test_areas_are_apart(installed):
    digest = storage.put("sealed", b"bytes")
    with pytest.raises(FileNotFoundError):
        storage.get("clean", digest)


def test_what_was_altered_is_never_served(installed):
    digest = storage.put("clean", b"bytes")
    installed.extensions["storage"].write(f"clean/{digest}", b"other")
    with pytest.raises(OSError, match="does not match"):
        storage.get("clean", digest)


def test_what_was_deleted_is_gone_and_may_be_deleted_again(installed):
    digest = storage.put("sealed", b"bytes")
    for _time in range(2):
        storage.delete("sealed", digest)
    assert not list(storage.names())


def test_a_discarded_file_takes_its_bytes_along(installed):
    file = files.receive("a.jpg", photo(), clock.now())
    database.commit()
    assert files.discard([file]) == 1
    assert len(list(storage.names())) == 2, "they go with the commit, or not at all"
    database.commit()
    assert not list(storage.names())
    assert list(files.check(clock.now() + timedelta(days=1))) == []


def test_a_rollback_keeps_what_was_to_be_discarded(installed):
    file = files.receive("a.jpg", photo(), clock.now())
    database.commit()
    files.discard([file])
    database.roll_back()
    database.commit()
    assert len(list(storage.names())) == 2


def test_bytes_that_another_row_names_stay(installed):
    same = photo()
    first, second = (files.receive(name, same, clock.now()) for name in ("a.jpg", "b.jpg"))
    database.commit()
    files.discard([first])
    database.commit()
    assert files.clean_copy(second) and storage.get("sealed", second.sha256)


def test_a_file_that_is_evidence_is_not_discarded(installed):
    file = files.receive("a.jpg", photo(), clock.now())
    stored(Evidence(observation=work.observation(), file=file))
    assert files.discard([file]) == 0
    database.commit()
    assert files.clean_copy(file)


def test_a_whole_store_has_no_faults(installed):
    file = files.receive("a.jpg", photo(), clock.now())
    assert file.is_clean
    assert list(files.check(clock.now() + timedelta(days=1))) == []


def test_each_fault_is_named(installed):
    rows = [files.receive("a.jpg", photo(), clock.now()) for _number in range(2)]
    stray = storage.put("sealed", b"stray")
    installed.extensions["storage"].write(f"sealed/{rows[0].sha256}", b"altered")
    rows[1].sha256 = "0" * 64
    db.session.flush()
    found = set(files.check(clock.now() + timedelta(days=1)))
    assert {Fault("altered", f"sealed/{rows[0].sha256}"), Fault("missing", f"sealed/{'0' * 64}")} <= found
    assert Fault("unknown", f"sealed/{stray}") in found


def test_handing_in_the_same_again_mends_what_was_altered(installed):
    digest = storage.put("sealed", b"bytes")
    installed.extensions["storage"].write(f"sealed/{digest}", b"other")
    storage.put("sealed", b"bytes")
    assert storage.get("sealed", digest) == b"bytes"


def test_half_a_file_of_a_write_in_progress_is_no_file(installed):
    if installed.config["S3_BUCKET"]:
        return  # an object appears whole
    digest = storage.put("sealed", b"bytes")
    beside = Path(installed.config["DATA_DIR"], "files", "sealed", digest[:2], "tmpabc123")
    beside.write_bytes(b"by")
    assert [name for name, _at in storage.names()] == [f"sealed/{digest}"]


def test_what_is_being_written_is_no_fault(installed):
    storage.put("sealed", b"just now")
    assert list(files.check(clock.now())) == []


def test_the_command(app, tmp_path):
    runner = app.test_cli_runner()
    file = files.receive("a.jpg", photo(), clock.now())
    commit()
    sealed = Path(app.config["DATA_DIR"], "files", "sealed", file.sha256[:2], file.sha256)
    assert f"sealed/{file.sha256}" not in runner.invoke(args=["check-files"]).output
    sealed.unlink()
    result = runner.invoke(args=["check-files", "--json"])
    assert result.exit_code == 1
    assert {"kind": "missing", "file": f"sealed/{file.sha256}"} in json.loads(result.output)
