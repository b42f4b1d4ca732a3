import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from api.config import Config, ConfigurationError, load_config
from api.config_values import is_fernet_key
from api.secret_key import KeysUnreadable, prepare_data_directory, read_keys

KEY = "q" * 43 + "="


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return load_config({"GATEHOUSE_DATA_DIR": str(tmp_path / "deep" / "data")})


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_first_start_makes_a_key_that_nobody_else_can_read(config: Config) -> None:
    assert prepare_data_directory(config)
    (key,) = read_keys(config)
    assert is_fernet_key(key)
    assert mode(config.data_dir) == 0o700
    assert mode(config.key_file) == 0o600
    assert [path.name for path in config.data_dir.iterdir()] == ["secret.key"]


def test_the_next_start_keeps_it(config: Config) -> None:
    prepare_data_directory(config)
    before = read_keys(config)
    assert not prepare_data_directory(config)
    assert read_keys(config) == before


def test_of_many_that_start_at_once_all_get_the_same_key(config: Config) -> None:
    def start(_number: int) -> tuple[str, ...]:
        prepare_data_directory(config)
        return read_keys(config)

    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(start, range(40)))) == 1


def test_keys_from_the_environment_need_no_file(tmp_path: Path) -> None:
    config = load_config({"GATEHOUSE_DATA_DIR": str(tmp_path), "GATEHOUSE_SECRET_KEYS": KEY})
    assert not prepare_data_directory(config)
    assert not config.key_file.exists()
    assert read_keys(config) == (KEY,)


def test_a_database_without_its_key_is_refused_and_left_alone(config: Config) -> None:
    config.data_dir.mkdir(parents=True)
    (config.data_dir / "gatehouse.sqlite3").write_bytes(b"SQLite format 3")
    with pytest.raises(KeysUnreadable, match="Restore the key file from your backup"):
        prepare_data_directory(config)
    assert not config.key_file.exists()


@pytest.mark.parametrize("content", [b"", b"rubbish\n", b"\xff\xfe", f"{KEY}\nrubbish\n".encode()])
def test_a_spoilt_key_file_is_refused_and_left_alone(config: Config, content: bytes) -> None:
    config.data_dir.mkdir(parents=True)
    config.key_file.write_bytes(content)
    with pytest.raises(KeysUnreadable) as caught:
        prepare_data_directory(config)
    assert str(config.key_file) in str(caught.value)
    assert config.key_file.read_bytes() == content


def test_a_directory_that_cannot_be_used_is_a_wrong_setting(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    config = load_config({"GATEHOUSE_DATA_DIR": str(tmp_path / "file" / "data")})
    with pytest.raises(ConfigurationError) as caught:
        prepare_data_directory(config)
    assert caught.value.problems == {
        "GATEHOUSE_DATA_DIR": f'names "{tmp_path}/file/data", which cannot be used: Not a directory.'
    }


def test_older_keys_stand_below_the_newest(config: Config) -> None:
    config.data_dir.mkdir(parents=True)
    config.key_file.write_text(f"{KEY}\n{'r' * 43}=\n", encoding="ascii")
    assert read_keys(config) == (KEY, "r" * 43 + "=")
