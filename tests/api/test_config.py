import os
from pathlib import Path

import pytest

from api.config import Config, ConfigurationError, load_config
from api.config_variables import HOME, VARIABLES, Environment, LogFormat

KEY = "q" * 43 + "="
OTHER_KEY = "r" * 43 + "="
POSTGRES = "postgres://gatehouse:hidden-word@db.example:5433/accounts"


def problems_of(**environ: str) -> dict[str, str]:
    with pytest.raises(ConfigurationError) as caught:
        load_config({f"GATEHOUSE_{name}": text for name, text in environ.items()})
    return caught.value.problems


def config_of(**environ: str) -> Config:
    return load_config({f"GATEHOUSE_{name}": text for name, text in environ.items()})


def test_nothing_has_to_be_set() -> None:
    config = load_config({"PATH": "/bin", "HOME": "/root"})
    assert (config.host, config.port, config.base_url) == ("127.0.0.1", 8000, "http://127.0.0.1:8000")
    assert config.data_dir == HOME / ".data"
    assert config.database_url == f"sqlite://{HOME}/.data/gatehouse.sqlite3"
    assert config.database_file == HOME / ".data" / "gatehouse.sqlite3"
    assert config.environment is Environment.DEVELOPMENT
    assert config.log_format is LogFormat.TEXT
    assert config.allowed_origins == ()
    assert config.trusted_proxies == ()


def test_the_process_environment_is_read_when_no_other_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("GATEHOUSE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GATEHOUSE_PORT", "9001")
    assert load_config().port == 9001


def test_every_error_is_reported_at_once_with_what_was_given_and_what_is_allowed() -> None:
    problems = problems_of(PORT="80000", HOST="a b", BASE_URL="http://example.com", ENVIRONMENT="prod", SECRT_KEYS="x")
    assert problems == {
        "GATEHOUSE_PORT": 'is "80000"; allowed: a whole number from 0 to 65535.',
        "GATEHOUSE_HOST": 'is "a b"; allowed: an IP address or a host name.',
        "GATEHOUSE_BASE_URL": 'is "http://example.com"; allowed: an https origin such as https://accounts.example.com '
        "(plain http for a loopback address only). Plain http is for a loopback address only; use https.",
        "GATEHOUSE_ENVIRONMENT": 'is "prod"; allowed: development or production.',
        "GATEHOUSE_SECRT_KEYS": "is not a setting; did you mean GATEHOUSE_SECRET_KEYS?",
    }


def test_an_unknown_name_without_a_likeness_points_to_the_reference() -> None:
    assert problems_of(FLUX_CAPACITOR="1")["GATEHOUSE_FLUX_CAPACITOR"] == (
        "is not a setting; see docs/reference/configuration.md for those that exist."
    )


def test_what_was_given_is_escaped_and_cut() -> None:
    assert problems_of(PORT="1\n" + "x" * 500)["GATEHOUSE_PORT"] == (
        f'is "1\\n{"x" * 98}…"; allowed: a whole number from 0 to 65535.'
    )


@pytest.mark.parametrize("name", ["DATABASE_URL", "SECRET_KEYS", "BOOTSTRAP_ADMIN_PASSWORD"])
def test_a_secret_is_never_shown(name: str) -> None:
    problem = problems_of(**{name: "hidden-word\0"})[f"GATEHOUSE_{name}"]
    assert problem.startswith("holds a secret value that is not shown here; allowed: ")
    assert "hidden-word" not in problem


def test_the_printed_configuration_holds_no_secret() -> None:
    config = config_of(DATABASE_URL=POSTGRES, SECRET_KEYS=KEY, BOOTSTRAP_ADMIN_PASSWORD="hidden-word")
    assert "hidden-word" not in repr(config)
    assert KEY not in repr(config)


@pytest.mark.parametrize("name", [variable.name for variable in VARIABLES])
def test_a_variable_set_to_nothing_counts_as_not_set(name: str) -> None:
    assert config_of(**{name: ""}) == load_config({})


def test_a_secret_comes_from_a_file_without_its_last_line_break(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("pass word \r\n", encoding="utf-8")
    config = config_of(BOOTSTRAP_ADMIN_PASSWORD_FILE=str(tmp_path / "password"))
    assert config.bootstrap_password == "pass word "


def test_a_secret_given_twice_is_refused(tmp_path: Path) -> None:
    assert problems_of(SECRET_KEYS=KEY, SECRET_KEYS_FILE=str(tmp_path / "keys")) == {
        "GATEHOUSE_SECRET_KEYS": "is given twice; keep either GATEHOUSE_SECRET_KEYS or GATEHOUSE_SECRET_KEYS_FILE."
    }


def test_a_secret_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    assert problems_of(SECRET_KEYS_FILE="/nowhere", DATABASE_URL_FILE=str(tmp_path / "binary")) == {
        "GATEHOUSE_SECRET_KEYS_FILE": 'names the file "/nowhere", which cannot be read: No such file or directory.',
        "GATEHOUSE_DATABASE_URL_FILE": f'names the file "{tmp_path}/binary", which cannot be read: not text in UTF-8.',
    }


def test_only_secrets_come_from_files() -> None:
    assert problems_of(PORT_FILE="/etc/port") == {
        "GATEHOUSE_PORT_FILE": "is not a setting; did you mean GATEHOUSE_PORT?"
    }


def test_postgresql_needs_keys_from_the_environment() -> None:
    assert "is required with PostgreSQL" in problems_of(DATABASE_URL=POSTGRES)["GATEHOUSE_SECRET_KEYS"]
    config = config_of(DATABASE_URL="postgresql" + POSTGRES.removeprefix("postgres"), SECRET_KEYS=f"{KEY}, {OTHER_KEY}")
    assert (config.database_url, config.engine, config.database_file) == (POSTGRES, "postgres", None)
    assert config.secret_keys == (KEY, OTHER_KEY)


def test_an_address_that_others_can_reach_needs_a_base_url() -> None:
    assert list(problems_of(HOST="192.0.2.1")) == ["GATEHOUSE_BASE_URL"]
    assert (
        config_of(HOST="192.0.2.1", BASE_URL="https://accounts.example.com").base_url == "https://accounts.example.com"
    )


@pytest.mark.parametrize(
    ("given", "environment"),
    [
        ({}, Environment.DEVELOPMENT),
        ({"BASE_URL": "https://a.example"}, Environment.PRODUCTION),
        ({"BASE_URL": "https://a.example", "ENVIRONMENT": "development"}, Environment.DEVELOPMENT),
        ({"ENVIRONMENT": "Production"}, Environment.PRODUCTION),
    ],
)
def test_an_installation_is_for_production_as_soon_as_others_can_reach_it(
    given: dict[str, str], environment: Environment
) -> None:
    assert config_of(**given).environment is environment


@pytest.mark.parametrize(
    ("text", "base_url"),
    [
        ("https://Accounts.Example.com:443/", "https://accounts.example.com"),
        ("https://a.example:8443", "https://a.example:8443"),
        ("http://localhost:3000", "http://localhost:3000"),
        ("http://[::1]:80", "http://[::1]"),
    ],
)
def test_a_base_url_is_kept_as_browsers_spell_origins(text: str, base_url: str) -> None:
    assert config_of(BASE_URL=text).base_url == base_url


@pytest.mark.parametrize(
    "text",
    [
        "accounts.example.com",
        "ftp://a.example",
        "https://",
        "https://a.example/path",
        "https://a.example?x=1",
        "https://user@a.example",
        "https://a.example:99999",
        "https://a.example\\@b.example",
        "https://ä.example",
        "http://127.0.0.1.example.com",
    ],
)
def test_what_is_no_origin_is_no_base_url(text: str) -> None:
    assert list(problems_of(BASE_URL=text)) == ["GATEHOUSE_BASE_URL"]


@pytest.mark.parametrize("text", ["*", "null", "https://*.example.com, x", "http://console.example.com"])
def test_origins_are_listed_one_by_one(text: str) -> None:
    assert list(problems_of(ALLOWED_ORIGINS=text)) == ["GATEHOUSE_ALLOWED_ORIGINS"]


def test_lists_are_separated_by_commas() -> None:
    config = config_of(ALLOWED_ORIGINS="https://a.example, https://b.example:444,", TRUSTED_PROXIES="10.0.0.0/8,::1")
    assert config.allowed_origins == ("https://a.example", "https://b.example:444")
    assert [str(network) for network in config.trusted_proxies] == ["10.0.0.0/8", "::1/128"]


@pytest.mark.parametrize(
    "text", ["mysql://a@b/c", "sqlite://", "sqlite://data.db", "sqlite:///", "postgres://", "postgres://host", "x"]
)
def test_a_database_url_names_a_database_of_a_known_kind(text: str) -> None:
    assert "GATEHOUSE_DATABASE_URL" in problems_of(DATABASE_URL=text)


@pytest.mark.parametrize("text", ["q" * 44, "q" * 42 + "==", KEY[:-1], f"{KEY},{KEY}", f"{KEY},short", ","])
def test_keys_are_fernet_keys_each_once(text: str) -> None:
    assert "GATEHOUSE_SECRET_KEYS" in problems_of(SECRET_KEYS=text)


@pytest.mark.parametrize("text", ["ab", "a b c", "x" * 51, "admin\n", "jürgen"])
def test_the_first_administrator_has_a_legal_username(text: str) -> None:
    assert "GATEHOUSE_BOOTSTRAP_ADMIN_USERNAME" in problems_of(BOOTSTRAP_ADMIN_USERNAME=text)


@pytest.mark.parametrize("text", ["-1", "1e3", "65536", "٣", " 80", "9" * 5000])
def test_a_port_is_a_number_in_range(text: str) -> None:
    assert list(problems_of(PORT=text)) == ["GATEHOUSE_PORT"]


def test_a_port_that_the_system_chose_is_part_of_the_base_url() -> None:
    assert config_of(PORT="0").listening_on(4711).base_url == "http://127.0.0.1:4711"
    assert config_of(PORT="0", HOST="::1").listening_on(4711).base_url == "http://[::1]:4711"
    assert config_of(PORT="0", BASE_URL="https://a.example").listening_on(4711).base_url == "https://a.example"


@pytest.mark.parametrize("variable", VARIABLES, ids=lambda variable: variable.name)
def test_every_variable_is_described_for_the_reference(variable: object) -> None:
    texts = [getattr(variable, name) for name in ("description", "allowed", "default_text")]
    assert all(texts)
    assert texts[0].endswith(".")


def test_each_variable_stands_in_the_table_once() -> None:
    names = [variable.name for variable in VARIABLES]
    assert len(names) == len(set(names))
