"""Two applications behind the proxy, on Redis and PostgreSQL, as docker-compose.yml has them."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import redis
import yaml
from redis.backoff import NoBackoff
from redis.retry import Retry

from tests import postgres
from tests.product import START_SECONDS, free_port

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
NEEDS = ROOT / "tools" / "needs"
PASSWORD = "a-password-for-a-test-of-redis"
SECRET = "a secret that both applications were told"
OWNER = "topology_owner"  # in a PostgreSQL that other tests use too


class Process:
    """One process of the house; at its port again after `kill` and `start`."""

    def __init__(self, command: list[str], log: Path, answers: Callable[[], bool], **environment: str) -> None:
        self.log = log
        self._command = command
        self._answers = answers
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("BROWNBOARD_")}
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, env=clean | self._environment, stdout=log, stderr=log, cwd=ROOT
            )

    def wait(self) -> None:
        """Until it answers."""
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            assert self.alive, self.log.read_text()[-4000:]
            assert time.monotonic() < deadline, self.log.read_text()[-4000:]
            time.sleep(0.05)

    def kill(self) -> None:
        assert self._process
        self._process.kill()
        self._process.wait()

    def terminate(self) -> int:
        """SIGTERM; answers with the exit status."""
        assert self._process
        self._process.terminate()
        return self._process.wait(15)


class House:
    """All of it."""

    def __init__(self, folder: Path, address: str) -> None:
        self.folder = folder
        self.ports = {name: free_port() for name in ("redis", "app1", "app2", "proxy")}
        self.url = f"http://127.0.0.1:{self.ports['proxy']}"
        self._address = address
        self.redis = self._make_redis()
        self.apps = {name: self._make_app(name) for name in ("app1", "app2")}
        self.proxy = self._make_proxy()

    def start(self) -> None:
        """Starts what does not run, and waits until all answer."""
        processes = (self.redis, *self.apps.values(), self.proxy)
        for process in processes:
            if not process.alive:
                process.start()
        for process in processes:
            process.wait()

    def stop(self) -> None:
        if self.proxy.alive:
            self.proxy.terminate()  # it takes its workers along
        for process in (*self.apps.values(), self.redis):
            if process.alive:
                process.kill()

    def direct(self, app: str) -> httpx.AsyncClient:
        """A way to one application, past the proxy."""
        return httpx.AsyncClient(base_url=f"http://127.0.0.1:{self.ports[app]}", timeout=30)

    def redis_as(self, user: str | None, password: str | None) -> "redis.Redis":
        once = Retry(NoBackoff(), 0)
        return redis.Redis(port=self.ports["redis"], username=user, password=password, protocol=2, retry=once)

    def logs(self) -> dict[str, str]:
        """What every process wrote."""
        return {path.name: path.read_text(errors="replace") for path in self.folder.glob("*.log")}

    def _make_redis(self) -> Process:
        port, data = self.ports["redis"], self.folder / "redis"
        data.mkdir()
        start = [str(DEPLOY / "redis-start.sh"), "--port", str(port), "--bind", "127.0.0.1"]

        def answers() -> bool:
            try:
                return bool(self.redis_as("health", "x").ping())
            except redis.ConnectionError:
                return False

        places = {"REDIS_USERS": str(self.folder / "users.acl"), "REDIS_DATA": str(data)}
        return Process(["sh", *start], self.folder / "redis.log", answers, REDIS_PASSWORD=PASSWORD, **places)

    def _make_app(self, name: str) -> Process:
        """With the settings of the compose file, its places replaced by ours."""
        settings = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"][name]["environment"]
        settings |= {
            "BROWNBOARD_PORT": str(self.ports[name]),
            "BROWNBOARD_DATA": str(self.folder / "images"),
            "BROWNBOARD_IMAGES_URL": f"file://{self.folder}/images/images",
            "BROWNBOARD_SECRET": SECRET,
            "BROWNBOARD_PUBLIC_URL": "",
            "BROWNBOARD_CREATE_TOKEN": "",
            "BROWNBOARD_REDIS_URL": f"redis://brownboard:{PASSWORD}@127.0.0.1:{self.ports['redis']}/0",
            "BROWNBOARD_DATABASE_URL": self._address,
            "BROWNBOARD_TRUSTED_PROXIES": "127.0.0.1",
            "BROWNBOARD_WORKERS": "1",
        }
        command = [sys.executable, "-m", "server", "serve"]
        return Process(command, self.folder / f"{name}.log", _answering(self.ports[name], "/readyz"), **settings)

    def _make_proxy(self) -> Process:
        text = (DEPLOY / "nginx.conf").read_text().replace("/tmp/", f"{self.folder}/")
        for name in self.apps:
            text = text.replace(f"{name}:8000", f"127.0.0.1:{self.ports[name]}")
        text = text.replace(
            "location /ws/ {", "location /ws/ { add_header X-App $upstream_addr always;"
        )  # tests ask who answers
        listen = (DEPLOY / "listen-http.conf").read_text()
        (self.folder / "nginx.conf").write_text(text)
        (self.folder / "listen.conf").write_text(
            re.sub(r"listen 8080", f"listen 127.0.0.1:{self.ports['proxy']}", listen)
        )
        command = ["nginx", "-p", str(self.folder), "-c", str(self.folder / "nginx.conf"), "-g", "daemon off;"]
        return Process(command, self.folder / "proxy.log", _answering(self.ports["proxy"], "/proxyz"))


@contextmanager
def furnished(database: postgres.Postgres) -> Iterator[House]:
    """The house, until the block ends."""
    if shutil.which("nginx") is None or shutil.which("redis-server") is None:
        subprocess.run([NEEDS, "nginx", "redis-server", "psql"], check=True)
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="brownboard-topology-"))
        stack.callback(shutil.rmtree, folder)
        folder.chmod(0o755)  # workers of a proxy that root starts are nobody
        house = House(folder, _own_database(database))
        stack.callback(house.stop)
        house.start()
        yield house


def _own_database(database: postgres.Postgres) -> str:
    """What deploy/postgres-init.sh makes, under a name of its own."""
    script = (DEPLOY / "postgres-init.sh").read_text().replace("brownboard", OWNER)
    environment = {"POSTGRES_USER": "brownboard", "BROWNBOARD_PASSWORD": "it's a password", "PGHOST": "127.0.0.1"}
    done = subprocess.run(
        ["sh", "-c", script],
        env=os.environ | environment | {"PGPORT": str(database.port)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return f"postgresql://{OWNER}:password@127.0.0.1:{database.port}/{OWNER}"


def _answering(port: int, path: str) -> Callable[[], bool]:
    def answers() -> bool:
        try:
            return httpx.get(f"http://127.0.0.1:{port}{path}", timeout=5).status_code == 200
        except httpx.TransportError:
            return False

    return answers
