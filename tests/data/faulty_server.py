"""A server on this computer that misbehaves by a script, and what tests need around it.

A script is a list of behaviours, one per request; the last one answers all that follow. A behaviour is a function of
the handler and the content that should be sent.
"""

import hashlib
import http.server
import re
import threading
import time
from contextlib import contextmanager

from companion.data.entries import RemoteFile

CONTENT = bytes(range(256)) * 400  # 102,400 bytes


def remote(name="a.bin", content=CONTENT, algorithm="md5", **changes):
    """Return what the registry would say about a file."""
    digits = hashlib.new(algorithm, content).hexdigest()
    facts = {"url": f"http://127.0.0.1:9/{name}", "size": len(content), "checksum": f"{algorithm}:{digits}"}
    return RemoteFile(name, **(facts | changes))


def files_under(folder):
    """Return the paths of all files below a folder that a reader could take for data, with their contents."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in (".lock", ".companion.json") and ".incoming" not in path.parts
    }


def wait_for(condition):
    """Wait until something is so that another process does."""
    end = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.01)


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        script = self.server.script
        with self.server.turn:
            self.server.requests.append((self.path, dict(self.headers)))
            behaviour = script.pop(0) if len(script) > 1 else script[0]
        behaviour(self, self.server.contents[self.path.split("?")[0].rsplit("/", 1)[-1]])

    def log_message(self, *_):
        pass

    def send(self, status, *, body=b"", **headers):
        """Send an answer; ``Content_Length=None`` leaves that header out."""
        self.send_response(status)
        for name, value in ({"Content_Length": len(body), "Connection": "close"} | headers).items():
            if value is not None:
                self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()
        self.wfile.write(body)


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_):
        """A client that hangs up is part of the game."""


@contextmanager
def serving(*script, contents=None):
    """Serve files by a script; give the server, whose `address` and `requests` say the rest."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.script, server.requests, server.turn = list(script), [], threading.Lock()
    server.contents, server.over = contents or {"a.bin": CONTENT}, threading.Event()
    server.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        thread.join()
        server.server_close()


def good(handler, content):
    """Send the file, or the range that is asked for."""
    asked = re.fullmatch(r"bytes=(\d+)-", handler.headers.get("Range", ""))
    if not asked:
        handler.send(200, body=content)
    elif int(asked[1]) >= len(content):
        handler.send(416, Content_Range=f"bytes */{len(content)}")
    else:
        start = int(asked[1])
        handler.send(206, body=content[start:], Content_Range=f"bytes {start}-{len(content) - 1}/{len(content)}")


def no_ranges(handler, content):
    handler.send(200, body=content)


def wrong_bytes(handler, content):
    handler.send(200, body=bytes(len(content)))


def page(handler, content):
    """Send the login page of a network in place of the file."""
    handler.send(200, body=b"<html>Please log in</html>", Content_Type="text/html; charset=utf-8")


def declared_gzip(handler, content):
    handler.send(200, body=content, Content_Encoding="gzip", Content_Type="application/x-tar")


def lying_range(handler, content):
    """Say that another range was asked for."""
    if "Range" in handler.headers:
        handler.send(206, body=content[:50_000], Content_Range=f"bytes 0-49999/{len(content)}")
    else:
        handler.send(200, body=content)


def another_version(handler, content):
    """Send the range of a longer file."""
    if "Range" in handler.headers:
        start = int(handler.headers["Range"].removeprefix("bytes=").removesuffix("-"))
        rest = bytes(len(content) - start)
        handler.send(206, body=rest, Content_Range=f"bytes {start}-{len(content) - 1}/{len(content) + 1}")
    else:
        handler.send(200, body=content)


def circle(handler, content):
    handler.send(302, Location=handler.path)


def endless(handler, content):
    handler.send(200, Content_Length=None)
    while not handler.server.over.is_set():
        handler.wfile.write(content)


def unlimited(handler, content):
    """Send the file and more, without saying how much."""
    handler.send(200, body=content + b"more", Content_Length=None)


def answering(status, **headers):
    """Return a behaviour that answers with a status."""
    return lambda handler, content: handler.send(status, **headers)


def delayed(pause, behaviour=good):
    """Return a behaviour that takes its time before it answers."""

    def later(handler, content):
        handler.server.over.wait(pause)
        behaviour(handler, content)

    return later


def cut(after, *, length=True):
    """Return a behaviour that hangs up after so many bytes, with or without having said how many come."""

    def behaviour(handler, content):
        start = int(handler.headers.get("Range", "bytes=0-").removeprefix("bytes=").removesuffix("-"))
        left = len(content) - start
        extent = {"Content_Range": f"bytes {start}-{len(content) - 1}/{len(content)}"} if start else {}
        handler.send(206 if start else 200, Content_Length=left if length else None, **extent)
        handler.wfile.write(content[start : start + after])

    return behaviour


def stalled(after):
    """Return a behaviour that sends so many bytes and then nothing, without hanging up."""

    def behaviour(handler, content):
        cut(after)(handler, content)
        handler.wfile.flush()
        handler.server.over.wait(5)

    return behaviour


def trickling(pause, *, count=100):
    """Return a behaviour that sends so many bytes one at a time, and then the rest."""

    def behaviour(handler, content):
        handler.send(200, Content_Length=len(content))
        for byte in content[:count]:
            if handler.server.over.wait(pause):
                return
            handler.wfile.write(bytes([byte]))
        handler.wfile.write(content[count:])

    return behaviour
