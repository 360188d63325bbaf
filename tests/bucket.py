"""A bucket on a port of its own: as much of S3 as a store of objects needs, pages and signatures included."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from xml.etree import ElementTree
from xml.sax.saxutils import escape

NAME = "pictures-of-tests"
PAGE = 3  # objects; S3 has 1000
NOW = "2026-05-04T12:00:00.000Z"


class Bucket(ThreadingHTTPServer):
    """What is kept, and whether it answers."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Call)
        self.objects: dict[str, bytes] = {}
        self.away = False

    @property
    def environment(self) -> dict[str, str]:
        """What a client is told, by the usual names."""
        return {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{self.server_port}",
            "AWS_ACCESS_KEY_ID": "somebody",
            "AWS_SECRET_ACCESS_KEY": "something",
            "AWS_REGION": "eu-central-1",
        }


@contextmanager
def serving() -> Iterator[Bucket]:
    """A bucket that answers, until the block ends."""
    with Bucket() as bucket:
        thread = threading.Thread(target=bucket.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield bucket
        finally:
            bucket.shutdown()
            thread.join()


class _Call(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Bucket

    def handle_one_request(self) -> None:
        self.raw_requestline = self.rfile.readline(65537)
        if not self.raw_requestline or not self.parse_request():
            self.close_connection = True
            return
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        address = urlsplit(self.path)
        bucket, _, key = unquote(address.path).lstrip("/").partition("/")
        if self.server.away:
            self._answer(503)
        elif not self.headers.get("authorization", "").startswith("AWS4-HMAC-SHA256 Credential=somebody/"):
            self._answer(403, b"<Error><Code>AccessDenied</Code></Error>")
        elif bucket != NAME:
            self._answer(404, b"<Error><Code>NoSuchBucket</Code></Error>")
        else:
            self._do(key, parse_qs(address.query, keep_blank_values=True), body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Nobody reads it."""

    def _do(self, key: str, query: dict[str, list[str]], body: bytes) -> None:
        objects = self.server.objects
        match self.command:
            case "PUT":
                objects[key] = body
                self._answer(200)
            case "GET" if "list-type" in query:
                self._answer(200, self._listed(*(query.get(name, [""])[0] for name in LISTING)))
            case "GET" if key in objects:
                self._answer(200, objects[key])
            case "GET":
                self._answer(404, b"<Error><Code>NoSuchKey</Code></Error>")
            case "POST" if "delete" in query:
                gone = [found.text or "" for found in ElementTree.fromstring(body).iter() if found.tag.endswith("Key")]
                for name in gone:
                    objects.pop(name, None)
                told = "".join(f"<Deleted><Key>{escape(name)}</Key></Deleted>" for name in gone)
                self._answer(200, f"<DeleteResult>{told}</DeleteResult>".encode())
            case _:
                self._answer(405)

    def _listed(self, prefix: str, delimiter: str, after: str) -> bytes:
        """One page; who asks for the next shows the last key of this one."""
        found: dict[str, str] = {}
        for key in sorted(name for name in list(self.server.objects) if name.startswith(prefix)):
            group, parted, _ = key[len(prefix) :].partition(delimiter) if delimiter else ("", "", "")
            if parted:
                shown = escape(prefix + group + delimiter)
                found[prefix + group + delimiter] = f"<CommonPrefixes><Prefix>{shown}</Prefix></CommonPrefixes>"
            else:
                size, tag = len(self.server.objects[key]), f'<ETag>"{hash(key)}"</ETag>'
                told = f"<Key>{escape(key)}</Key><LastModified>{NOW}</LastModified>{tag}<Size>{size}</Size>"
                found[key] = f"<Contents>{told}</Contents>"
        left = {name: told for name, told in found.items() if name > after}
        page = dict(list(left.items())[:PAGE])
        more = len(left) > len(page)
        token = f"<NextContinuationToken>{escape(max(page))}</NextContinuationToken>" if more else ""
        listed = f"<IsTruncated>{str(more).lower()}</IsTruncated>{token}{''.join(page.values())}"
        return f"<ListBucketResult>{listed}</ListBucketResult>".encode()

    def _answer(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.send_header("etag", '"tag"')
        self.send_header("last-modified", "Mon, 04 May 2026 12:00:00 GMT")
        self.end_headers()
        self.wfile.write(body)


LISTING = ("prefix", "delimiter", "continuation-token")
