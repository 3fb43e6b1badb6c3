"""From one address to the entry that Django wants for a database."""

from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from samsyn.ground.spoken import said as _

# What may stand after "?" and goes on to PostgreSQL's own client: encryption above all.
PASSED_ON = {"sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout", "target_session_attrs"}


def _wrong(why: str) -> ImproperlyConfigured:
    told = _("SAMSYN_DATABASE ska vara sqlite:///FIL eller postgresql://ANVÄNDARE:LÖSENORD@SERVER:PORT/NAMN: {why}.")
    return ImproperlyConfigured(told.format(why=why))


def database(address: str) -> dict[str, object]:
    """Return Django's database entry for sqlite:///FILE or postgresql://USER:PASSWORD@HOST:PORT/NAME."""
    try:
        parts = urlsplit(address)
        port: object = parts.port or ""
    except ValueError:
        raise _wrong(_("porten är inget tal")) from None
    if parts.scheme == "sqlite":
        if parts.netloc or not parts.path[1:]:
            raise _wrong(_("sqlite ska ha tre snedstreck"))
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
            raise _wrong(_("databasens namn eller port saknas"))
        if unknown := set(options) - PASSED_ON:
            told = _("SAMSYN_DATABASE: {names} går inte att sätta där.")
            raise ImproperlyConfigured(told.format(names=", ".join(sorted(unknown))))
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
    raise _wrong(_("varken sqlite eller postgresql"))
