"""What runs on other people's machines: the image, the compose file, the configuration of its services."""

import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from server import settings

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
APPS = ("app1", "app2")
SERVICES = ("proxy", *APPS, "redis", "postgres")
UPLOAD_MIB = 8
LIFE_SECONDS = 15  # every socket hears something within it (contract 4)
LEAVE_SECONDS = 12  # R17


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return found


@pytest.fixture(scope="module")
def nginx() -> str:
    return (DEPLOY / "nginx.conf").read_text()


def directives(text: str) -> dict[str, str]:
    """The last value of each line `name value;` or `name value`."""
    lines = (line.split("#")[0].strip().rstrip(";") for line in text.splitlines())
    return {name: value.strip() for name, _, value in (line.partition(" ") for line in lines if line)}


def block(text: str, head: str) -> str:
    """What stands between the braces behind this head."""
    start = text.index("{", text.index(head)) + 1
    depth, at = 1, start
    while depth:
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        at += 1
    return text[start : at - 1]


def seconds(text: str) -> float:
    number, unit = re.fullmatch(r"(\d+)(s|m)", text).groups()  # type: ignore[union-attr]  # else the test fails
    return int(number) * {"s": 1, "m": 60}[unit]


def test_the_topology_is_two_applications_a_proxy_redis_and_postgresql(compose: dict[str, Any]) -> None:
    assert set(compose["services"]) == set(SERVICES)
    one, other = (compose["services"][name] for name in APPS)
    assert {**one, "networks": 0} == {**other, "networks": 0}


@pytest.mark.parametrize("name", SERVICES)
def test_no_container_can_do_more_than_it_needs(compose: dict[str, Any], name: str) -> None:
    service = compose["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["user"].split(":")[0] not in ("", "0", "root")
    assert service["tmpfs"]
    assert not {"privileged", "cap_add", "network_mode", "pid"} & service.keys()
    assert {"mem_limit", "cpus", "pids_limit"} <= service.keys()
    assert not any("docker.sock" in str(volume) for volume in service["volumes"])


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_looked_after_and_has_time_to_end(compose: dict[str, Any], name: str) -> None:
    service = compose["services"][name]
    assert service["healthcheck"]["test"][0] in ("CMD", "CMD-SHELL")
    assert seconds(service["healthcheck"]["timeout"]) <= seconds(service["healthcheck"]["interval"])
    assert seconds(service["stop_grace_period"]) > LEAVE_SECONDS
    assert service["restart"] == "unless-stopped"
    assert service["logging"]["options"]["max-size"]


def test_images_are_pinned(compose: dict[str, Any]) -> None:
    for name in ("proxy", "redis", "postgres"):
        assert re.fullmatch(r"[a-z]+:\d+\.\d+(\.\d+)?-[a-z]+", compose["services"][name]["image"])
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert f":-{project['version']}}}" in compose["services"]["app1"]["image"]


def test_only_the_proxy_can_be_reached_and_the_stores_reach_nobody(compose: dict[str, Any]) -> None:
    open_ = {name for name, service in compose["services"].items() if "ports" in service}
    assert open_ == {"proxy"}
    assert "127.0.0.1:8080" in compose["services"]["proxy"]["ports"][0]
    assert compose["networks"]["back"] == {"internal": True}
    assert [compose["services"][name]["networks"] for name in ("redis", "postgres")] == [["back"], ["back"]]
    assert "back" not in compose["services"]["proxy"]["networks"]


def test_there_is_no_default_secret_and_who_forgets_one_is_told() -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    for name in (
        "BROWNBOARD_SECRET",
        "REDIS_PASSWORD",
        "DATABASE_PASSWORD",
        "POSTGRES_PASSWORD",
        "BROWNBOARD_PUBLIC_URL",
    ):
        uses = re.findall(rf"\$\{{{name}([^}}]*)\}}", text)
        assert uses
        assert all(use.startswith(":?is missing - ") for use in uses), name
    assert not re.search(r"\$\{[A-Z_]*(SECRET|PASSWORD|TOKEN)[A-Z_]*:-[^}]", text)
    assert ".env" in (ROOT / ".gitignore").read_text().replace("/.env", ".env").splitlines()
    assert ".env" in (ROOT / ".dockerignore").read_text().splitlines()


def test_the_applications_get_settings_that_there_are(compose: dict[str, Any]) -> None:
    given = compose["services"]["app1"]["environment"]
    assert settings.unknown(given) == []
    proxy = compose["services"]["proxy"]["networks"]["front"]["ipv4_address"]
    assert given["BROWNBOARD_TRUSTED_PROXIES"] == proxy
    assert all("readyz" in str(compose["services"][name]["healthcheck"]) for name in APPS)
    for store in ("redis", "postgres"):
        assert compose["services"]["app1"]["depends_on"][store] == {"condition": "service_healthy"}


def test_everything_that_must_last_lies_on_a_volume_of_its_own(compose: dict[str, Any]) -> None:
    assert set(compose["volumes"]) == {"redis", "postgres", "images"}
    held = {name: compose["services"][name]["volumes"][0] for name in ("redis", "postgres", *APPS)}
    assert held == {
        "redis": "redis:/data",
        "postgres": "postgres:/var/lib/postgresql/data",
        "app1": "images:/data",
        "app2": "images:/data",
    }


def test_every_mounted_file_is_there(compose: dict[str, Any]) -> None:
    mounts = [volume for service in compose["services"].values() for volume in service["volumes"]]
    files = [re.sub(r"\$\{[^:]+:-([^}]*)\}", r"\1", mount) for mount in mounts]
    ours = [file.split(":")[0] for file in files if file.startswith("./")]
    assert len(ours) == 7
    assert all((ROOT / file).exists() for file in ours)
    assert all(file.endswith(":ro") for file in files if file.startswith("./"))


def test_the_proxy_finds_the_applications_where_they_are(compose: dict[str, Any], nginx: str) -> None:
    places = {f"{name}:{compose['services'][name]['networks']['front']['ipv4_address']}" for name in APPS}
    assert set(compose["services"]["proxy"]["extra_hosts"]) == places
    assert re.findall(r"server (\w+):8000 max_fails=1", nginx) == list(APPS)


def test_the_proxy_lets_sockets_live_and_takes_the_largest_picture(nginx: str) -> None:
    sockets = directives(block(nginx, "location /ws/"))
    assert seconds(sockets["proxy_read_timeout"]) > 2 * LIFE_SECONDS
    assert sockets["proxy_buffering"] == "off"
    everywhere = directives(nginx)
    assert everywhere["client_max_body_size"] == f"{UPLOAD_MIB + 1}m"
    assert everywhere["gzip"] == "off"
    assert everywhere["large_client_header_buffers"] == "4 8k"
    assert everywhere["proxy_http_version"] == "1.1"
    assert "proxy_set_header Upgrade $http_upgrade;" in nginx
    assert "proxy_set_header Connection $connection_wanted;" in nginx
    assert everywhere["proxy_next_upstream"] == "error timeout"  # a POST is never sent twice


def test_the_proxy_forwards_no_claim_of_a_stranger(nginx: str) -> None:
    forwarded = dict(re.findall(r"proxy_set_header (\S+) (\S+);", nginx))
    assert forwarded["X-Forwarded-For"] == "$remote_addr"
    assert forwarded["X-Forwarded-Proto"] == "$outer_scheme"
    assert (forwarded["Forwarded"], forwarded["X-Real-IP"]) == ('""', '""')
    for name in ("http", "https"):
        assert f"set $outer_scheme {name};" in (DEPLOY / f"listen-{name}.conf").read_text()


def test_the_proxy_shows_no_measurements_and_writes_no_token(nginx: str) -> None:
    assert block(nginx, "location = /metrics").split() == ["return", "404;"]
    formats = nginx[nginx.index("log_format") : nginx.index("access_log")]
    assert "$uri" in formats
    assert not re.search(r"\$(request|args|query_string|request_uri|http_referer|http_cookie|is_args)\b", formats)
    assert directives(block(nginx, "location /ws/"))["error_log"] == "stderr emerg"


def test_redis_forgets_nothing_silently() -> None:
    redis = directives((DEPLOY / "redis.conf").read_text())
    assert (redis["appendonly"], redis["appendfsync"]) == ("yes", "always")
    assert redis["maxmemory-policy"] == "noeviction"
    assert redis["maxmemory"] == "512mb"
    assert redis["no-appendfsync-on-rewrite"] == "no"


def test_the_user_of_brownboard_in_redis_has_its_own_keys_and_no_dangerous_command() -> None:
    users = {words[1]: words[2:] for words in map(shlex.split, _acl())}
    assert users["default"] == ["off", "resetpass", "resetkeys", "resetchannels", "-@all"]
    assert users["health"][-2:] == ["-@all", "+ping"]
    ours = users["brownboard"]
    assert {word for word in ours if word[0] in "~&"} == {"~bb:*", "&bb:*"}
    allowed = {word[1:] for word in ours if word[0] == "+"}
    assert not [word for word in allowed if word.startswith("@")]
    assert not allowed & {
        "flushall",
        "flushdb",
        "config",
        "shutdown",
        "debug",
        "keys",
        "acl",
        "save",
        "script",
        "eval_ro",
    }


def test_every_command_that_the_server_gives_redis_is_allowed() -> None:
    allowed = {word.split("|")[0] for word in next(line for line in _acl() if "user brownboard" in line).split("+")}
    scripts = "".join(path.read_text() for path in (ROOT / "server" / "lua").glob("*.lua"))
    modules = "".join(path.read_text() for path in (ROOT / "server").glob("redis_*.py"))
    given = {*re.findall(r"redis\.call\('([A-Z]+)'", scripts), *re.findall(r"\(\(?\"([A-Z]{3,})\"", modules)}
    assert {"XADD", "EVALSHA", "SUBSCRIBE"} <= given
    assert {command.lower() for command in given} <= {word.strip() for word in allowed}


def _acl() -> list[str]:
    lines = (DEPLOY / "redis-users.acl").read_text().splitlines()
    return [re.sub(r"#PASSWORD_SHA256", "PASSWORD", line) for line in lines if line]


def test_the_image_is_pinned_small_and_without_root() -> None:
    text = (ROOT / "Dockerfile").read_text()
    bases = re.findall(r"^FROM (\S+)", text, re.MULTILINE)
    assert len(set(bases)) == 1
    assert re.fullmatch(r"python:3\.\d+\.\d+-slim-[a-z]+", bases[0])
    last = text[text.rindex("FROM ") :]
    assert "brownboard[postgres]" in last
    assert "--no-index" in last
    assert re.search(r"^USER 10001:10001$", last, re.MULTILINE)
    assert "readyz" in last[last.index("HEALTHCHECK") :]
    assert 'ENTRYPOINT ["brownboard"]' in last
    assert 'CMD ["serve"]' in last
    assert not re.search(r"^(ARG|ENV).*(SECRET|PASSWORD|TOKEN)", text, re.MULTILINE)
