"""Settings, all from the environment; every one has a default that works on one machine.

DATA_DIR holds what must outlive a restart: the SQLite file, handed-in files, the mail outbox and the secret key.
"""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

MEGABYTE = 1024 * 1024
ROOT = Path(__file__).parent


def load(environ: dict[str, str] | None = None) -> dict[str, Any]:
    """Settings of the application as a mapping for `app.config`."""
    env = dict(os.environ) if environ is None else environ
    data_dir = Path(env.get("DATA_DIR") or ROOT / "var").resolve()
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    https = env.get("HTTPS", "") == "1"
    return {
        "DATA_DIR": str(data_dir),
        "SQLALCHEMY_DATABASE_URI": _database_url(env, data_dir),
        "SECRET_KEY": env.get("SECRET_KEY") or _kept_secret(data_dir / "secret_key"),
        "REDIS_URL": env.get("REDIS_URL", ""),
        "S3_BUCKET": env.get("S3_BUCKET", ""),
        "S3_ENDPOINT_URL": env.get("S3_ENDPOINT_URL", ""),
        "SIGNING_KEY": env.get("SIGNING_KEY", ""),
        "HANDOVER_KEY": env.get("HANDOVER_KEY", ""),
        "PUBLIC_URL": env.get("PUBLIC_URL", f"http://localhost:{env.get('PORT', '8000')}").rstrip("/"),
        "MAIL_FROM": env.get("MAIL_FROM", "khyanalt@localhost"),
        "SMTP_HOST": env.get("SMTP_HOST", ""),
        "SMTP_PORT": int(env.get("SMTP_PORT", "587")),
        "SMTP_USER": env.get("SMTP_USER", ""),
        "SMTP_PASSWORD": env.get("SMTP_PASSWORD", ""),
        "SMTP_STARTTLS": env.get("SMTP_STARTTLS", "1") == "1",
        "REMIND_DAYS_BEFORE": _days(env, "REMIND_DAYS_BEFORE", 5),
        "ESCALATE_EVERY_DAYS": _days(env, "ESCALATE_EVERY_DAYS", 7),
        "CONTACT": env.get("CONTACT", ""),
        "ALLOW_PRIVATE_ADDRESSES": env.get("ALLOW_PRIVATE_ADDRESSES", "") == "1",
        "OPEN_TENDER_URL": env.get("OPEN_TENDER_URL") or "https://opendata.tender.gov.mn/api/invitation",
        "OPEN_TENDER_TOKEN": env.get("OPEN_TENDER_TOKEN", ""),
        "SECOND_REVIEWS": float(env.get("SECOND_REVIEWS", "10")),
        "DATA_LICENCE": env.get("DATA_LICENCE") or "https://creativecommons.org/licenses/by/4.0/",
        "DEMO_NOTICE": env.get("DEMO_NOTICE", "") == "1",
        "HTTPS": https,
        "TRUSTED_PROXIES": int(env.get("TRUSTED_PROXIES", "0")),
        "SESSION_COOKIE_SECURE": https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_NAME": "__Host-khyanalt" if https else "khyanalt",
        "PERMANENT_SESSION_LIFETIME": 12 * 3600,
        "WTF_CSRF_TIME_LIMIT": None,
        "MAX_CONTENT_LENGTH": 64 * MEGABYTE,
        "MAX_FORM_MEMORY_SIZE": 2 * MEGABYTE,
        "MAX_FILE_BYTES": 15 * MEGABYTE,
        "SEND_FILE_MAX_AGE_DEFAULT": 30 * 24 * 3600,
        "BABEL_DEFAULT_LOCALE": "mn",
        "BABEL_DEFAULT_TIMEZONE": "Asia/Ulaanbaatar",
        "BABEL_TRANSLATION_DIRECTORIES": "translations",
        "BOOTSTRAP_SERVE_LOCAL": True,
        "COMPRESS_ALGORITHM": ["br", "gzip"],
        "RATELIMIT_HEADERS_ENABLED": False,
        "RATELIMIT_STORAGE_URI": env.get("REDIS_URL") or "memory://",
    }


def _days(env: dict[str, str], name: str, usual: int) -> int:
    """Raises ValueError for what is no number of days from 1 to 60."""
    text = env.get(name) or str(usual)
    if not (text.isdecimal() and 1 <= int(text) <= 60):
        raise ValueError(f"{name} must be a number of days from 1 to 60, not {text!r}")
    return int(text)


def _database_url(env: dict[str, str], data_dir: Path) -> str:
    url = env.get("DATABASE_URL") or f"sqlite:///{data_dir / 'khyanalt.sqlite'}"
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _kept_secret(path: Path) -> str:
    """A secret made on first use and kept beside the data, readable by the owner alone.

    Processes that start at once (server and worker do) all get the one that was there first, and whole.
    """
    if not path.exists():
        with NamedTemporaryFile("w", dir=path.parent) as file:  # it is readable by the owner alone
            file.write(secrets.token_urlsafe(48))
            file.flush()
            with suppress(FileExistsError):
                path.hardlink_to(file.name)
    return path.read_text().strip()
