"""Where the keys that protect what is stored come from: the environment, or a file beside an embedded database."""

import os
from functools import cache
from pathlib import Path
from tempfile import mkstemp

from api.config import Config, ConfigurationError
from api.config_values import is_fernet_key
from api.config_variables import DATA_DIR
from auth.audit.keys import KeyRing, KeySource, key_ring
from auth.opaque import new_token

DIRECTORY_MODE = 0o700


class KeysUnreadable(Exception):
    """There are no usable keys; the message says what to do."""


def read_keys(config: Config) -> tuple[str, ...]:
    """The keys, newest first. Raises ``KeysUnreadable``."""
    if config.secret_keys:
        return config.secret_keys
    try:
        lines = config.key_file.read_text(encoding="ascii").split()
    except (OSError, UnicodeDecodeError) as error:
        raise KeysUnreadable(f"The key file {config.key_file} cannot be read.") from error
    if not lines or not all(is_fernet_key(line) for line in lines):
        raise KeysUnreadable(f"The key file {config.key_file} holds no Fernet keys, one a line. Restore it.")
    return tuple(lines)


def audit_keys(config: Config) -> KeySource:
    """The keys of the audit trail, read when they are first needed; that raises ``KeysUnreadable``."""

    @cache
    def ring() -> KeyRing:
        return key_ring(read_keys(config))

    return ring


def prepare_data_directory(config: Config) -> bool:
    """Makes the data directory, and the key file where one is needed. Returns whether a key was made.

    Raises ``ConfigurationError`` when the directory cannot be made or written to. A database without the key that
    belongs to it is refused (``KeysUnreadable``): a new key would make every encrypted value in it unreadable for good.
    """
    try:
        config.data_dir.mkdir(mode=DIRECTORY_MODE, parents=True, exist_ok=True)
        return _prepare_key(config)
    except OSError as error:
        problem = f'names "{config.data_dir}", which cannot be used: {error.strerror}.'
        raise ConfigurationError({DATA_DIR.full_name: problem}) from error


def _prepare_key(config: Config) -> bool:
    # Looked at before the key, because another process that starts now makes the key first.
    has_database = _holds_something(config.database_file)
    if config.secret_keys or config.key_file.exists():
        read_keys(config)
        return False
    if has_database:
        raise KeysUnreadable(
            f"There is a database ({config.database_file}) but not its key ({config.key_file}). Restore the key file "
            "from your backup. If it is lost for good, so are all second factors and bind passwords; go on with: "
            f"(umask 077; head -c 32 /dev/urandom | base64 | tr '+/' '-_' > {config.key_file})"
        )
    return _make(config.key_file)


def _holds_something(database_file: Path | None) -> bool:
    return database_file is not None and database_file.exists() and database_file.stat().st_size > 0


def _make(key_file: Path) -> bool:
    """Writes a key aside and links it into place, so that of two processes starting at once one wins, whole."""
    descriptor, aside = mkstemp(dir=key_file.parent, prefix=".secret.key.")  # mode 0600
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(f"{new_token()}=\n".encode("ascii"))  # 32 random bytes in base64url are a Fernet key once padded
        stream.flush()
        os.fsync(stream.fileno())
    try:
        os.link(aside, key_file)
    except FileExistsError:
        return False
    finally:
        Path(aside).unlink()
    return True
