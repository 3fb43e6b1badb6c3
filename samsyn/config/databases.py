"""From one address to the entry that Django wants for a database."""

from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def database(address: str) -> dict[str, object]:
    """Return Django's database entry for sqlite:///FILE or postgresql://USER:PASSWORD@HOST:PORT/NAME."""
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": parts.path[1:],
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA secure_delete=ON;"
                "PRAGMA cache_size=-32000;PRAGMA foreign_keys=ON;",
            },
        }
    if parts.scheme in {"postgresql", "postgres"}:
        options = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(options.pop("host", parts.hostname or "")),
            "PORT": parts.port or options.pop("port", ""),
            "CONN_MAX_AGE": 60,
        }
    raise ImproperlyConfigured("SAMSYN_DATABASE ska börja med sqlite:/// eller postgresql://.")
