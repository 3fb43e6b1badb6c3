"""From one address to the entry that Django wants for a database."""

from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SAYS = "SAMSYN_DATABASE ska vara sqlite:///FIL eller postgresql://ANVÄNDARE:LÖSENORD@SERVER:PORT/NAMN"
# What may stand after "?" and goes on to PostgreSQL's own client: encryption above all.
PASSED_ON = {"sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout", "target_session_attrs"}


def database(address: str) -> dict[str, object]:
    """Return Django's database entry for sqlite:///FILE or postgresql://USER:PASSWORD@HOST:PORT/NAME."""
    try:
        parts = urlsplit(address)
        port: object = parts.port or ""
    except ValueError:
        raise ImproperlyConfigured(f"{SAYS}: porten är inget tal.") from None
    if parts.scheme == "sqlite":
        if parts.netloc or not parts.path[1:]:
            raise ImproperlyConfigured(f"{SAYS}, med tre snedstreck.")
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
        options = dict(parse_qsl(parts.query))
        host, port = options.pop("host", parts.hostname or ""), options.pop("port", "") or port
        if not parts.path.lstrip("/") or (port and not str(port).isdigit()):
            raise ImproperlyConfigured(f"{SAYS}: databasens namn eller port saknas.")
        if unknown := set(options) - PASSED_ON:
            raise ImproperlyConfigured(f"SAMSYN_DATABASE: {', '.join(sorted(unknown))} går inte att sätta där.")
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(host),
            "PORT": port,
            "CONN_MAX_AGE": 60,
            "OPTIONS": options,
        }
    raise ImproperlyConfigured(f"{SAYS}.")
