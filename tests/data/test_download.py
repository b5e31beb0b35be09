"""Downloads from a server that misbehaves: the right bytes in the part file, or a clear word."""

import errno
import gzip
import random
import threading
import time
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from companion.data import download
from companion.data.download import (
    MissingInMirrorError,
    PassingError,
    Patience,
    RefusedError,
    WrongContentError,
    bring,
    is_remote,
)
from tests.data import faulty_server as faulty
from tests.data.faulty_server import CONTENT, remote, serving

SHORT = Patience(3, 10_000_000, 0.01, 0.1, connect=1, silence=0.3, head=0.6, window=0.3, redirects=4)


@pytest.fixture(autouse=True)
def short_patience(monkeypatch):
    monkeypatch.setattr(download, "PATIENCE", SHORT)


@pytest.fixture
def part(tmp_path):
    return tmp_path / "a.bin.part"


def ranges(server):
    return [headers.get("Range") for _, headers in server.requests]


def take(server, part, *, resumable=True, **changes):
    return bring(remote(**changes), f"{server.address}/a.bin", part, resumable=resumable)


def test_the_bytes_as_they_are(part):
    with serving(faulty.good) as server:
        assert take(server, part) is False
        assert part.read_bytes() == CONTENT
        assert server.requests[0][1]["Accept-Encoding"] == "identity"


@pytest.mark.parametrize("compressed", [True, False])
def test_a_declared_encoding_does_not_decompress(part, compressed):
    content = gzip.compress(CONTENT) if compressed else CONTENT
    with serving(faulty.declared_gzip, contents={"a.bin": content}) as server:
        take(server, part, content=content)
    assert part.read_bytes() == content


@pytest.mark.parametrize("length", [True, False])
def test_cut_and_resumed(part, length):
    with serving(faulty.cut(30_000, length=length), faulty.cut(20_000, length=length), faulty.good) as server:
        assert take(server, part) is True
        assert ranges(server) == [None, "bytes=30000-", "bytes=50000-"]
    assert part.read_bytes() == CONTENT


def test_cut_and_started_over_without_a_checksum(part):
    with serving(faulty.cut(30_000), faulty.good) as server:
        assert take(server, part, resumable=False) is False
        assert ranges(server) == [None, None]
    assert part.read_bytes() == CONTENT


def test_an_earlier_part_is_not_used_without_a_checksum(part):
    part.write_bytes(b"something else")
    with serving(faulty.good) as server:
        take(server, part, resumable=False)
    assert part.read_bytes() == CONTENT


@pytest.mark.parametrize("length", [True, False])
def test_always_cut(part, length):
    with (
        serving(faulty.cut(30_000, length=length)) as server,
        pytest.raises(PassingError, match="connection (was cut|ended after 90000 of 102400 bytes)"),
    ):
        take(server, part)
    assert part.read_bytes() == CONTENT[:90_000]  # for the next time
    assert len(server.requests) == 3


def test_always_cut_without_a_checksum_leaves_nothing(part):
    with serving(faulty.cut(30_000)) as server, pytest.raises(PassingError):
        take(server, part, resumable=False)
    assert not part.exists()


def test_a_cut_file_of_unknown_size_is_noticed_by_what_the_server_promised(part):
    with serving(faulty.cut(100_000), faulty.good) as server:
        take(server, part, size=90_000, exact_size=False)
    assert part.read_bytes() == CONTENT
    assert ranges(server) == [None, "bytes=100000-"]


def test_what_the_server_promised_counts_also_where_urllib3_does_not_compare_it(part, monkeypatch):
    monkeypatch.setattr(download, "_pieces", lambda _: iter([CONTENT[:100]]))
    with serving(faulty.good) as server, pytest.raises(PassingError, match="ended after 100 of 102400 bytes"):
        take(server, part, exact_size=False, resumable=False)


def test_progress_forgives_earlier_failures(part, monkeypatch):
    monkeypatch.setattr(download, "PATIENCE", replace(SHORT, progress=25_000))
    with serving(faulty.cut(25_000)) as server:
        take(server, part)  # five connections, although three failures in a row are too many
    assert part.read_bytes() == CONTENT
    assert len(server.requests) == 5


@pytest.mark.parametrize("resumable", [True, False])
def test_the_same_beginning_again_is_no_progress(part, monkeypatch, resumable):
    def always_from_the_start(handler, content):
        handler.send(200, Content_Length=len(content))
        handler.wfile.write(content[:25_000])
        if len(handler.server.requests) > 20:  # so that this test ends where it should fail
            handler.wfile.write(content[25_000:])

    monkeypatch.setattr(download, "PATIENCE", replace(SHORT, progress=25_000, first_pause=0))
    with serving(always_from_the_start) as server, pytest.raises(PassingError):
        take(server, part, resumable=resumable)
    assert len(server.requests) == 3
    assert part.exists() == resumable


def test_nothing_is_progress_where_a_download_cannot_go_on(part, monkeypatch):
    monkeypatch.setattr(download, "PATIENCE", replace(SHORT, progress=25_000))
    cuts = [faulty.cut(length) for length in (25_000, 50_000, 75_000)]
    with serving(*cuts, faulty.good) as server, pytest.raises(PassingError):
        take(server, part, resumable=False)
    assert len(server.requests) == 3


def test_nobody_knows_the_length(part):
    words = "127.0.0.1 does not say how long a.bin is, and no checksum is known"
    with serving(faulty.cut(30_000, length=False)) as server, pytest.raises(RefusedError, match=words):
        take(server, part, resumable=False, exact_size=False)
    assert not part.exists()


@pytest.mark.parametrize("whole", [True, False])
def test_chunks_say_where_the_file_ends(part, whole):
    def chunked(handler, content):
        handler.send(200, Content_Length=None, Transfer_Encoding="chunked")
        handler.wfile.write(b"%x\r\n%b\r\n" % (len(content), content) + (b"0\r\n\r\n" if whole else b""))

    with serving(chunked) as server, nullcontext() if whole else pytest.raises(PassingError, match="was cut"):
        take(server, part, resumable=False, exact_size=False)
    assert part.read_bytes() == CONTENT if whole else not part.exists()


@pytest.mark.parametrize(
    "obstacle",
    [faulty.answering(404), faulty.answering(403), faulty.circle, faulty.page, faulty.answering(503)],
    ids=["404", "403", "circle", "page", "503"],
)
@pytest.mark.parametrize("exact", [True, False])
def test_a_part_outlives_what_may_pass(part, obstacle, exact):
    part.write_bytes(CONTENT[:50_000])
    with serving(obstacle) as server, pytest.raises((RefusedError, PassingError, WrongContentError)):
        take(server, part, exact_size=exact)
    assert part.read_bytes() == CONTENT[:50_000]
    with serving(faulty.good) as server:
        assert take(server, part) is True
        assert ranges(server) == ["bytes=50000-"]


def test_a_part_outlives_an_insecure_connection(part):
    part.write_bytes(CONTENT[:50_000])
    with serving(faulty.good) as server, pytest.raises(RefusedError, match=r"no secure connection to 127\.0\.0\.1"):
        bring(remote(), server.address.replace("http", "https") + "/a.bin", part, resumable=True)
    assert part.read_bytes() == CONTENT[:50_000]


@pytest.mark.parametrize("behaviour", [faulty.no_ranges, faulty.lying_range, faulty.another_version])
def test_ranges_ignored_or_wrong_mean_starting_over(part, behaviour):
    part.write_bytes(b"x" * 50_000)
    with serving(behaviour) as server:
        assert take(server, part) is False
    assert part.read_bytes() == CONTENT


def test_a_part_of_which_the_server_knows_nothing_more(part):
    part.write_bytes(b"x" * 110_000)
    with serving(faulty.good) as server:
        assert take(server, part) is False
        assert ranges(server) == ["bytes=110000-", None]
    assert part.read_bytes() == CONTENT


def test_a_complete_part_is_not_asked_for_again(part):
    part.write_bytes(CONTENT)
    with serving(faulty.good) as server:
        assert take(server, part) is True
        assert server.requests == []


@pytest.mark.parametrize("status", [500, 503, 429, 408])
def test_what_passes(part, status):
    with serving(faulty.answering(status), faulty.good) as server:
        take(server, part)
    assert part.read_bytes() == CONTENT


@pytest.mark.parametrize("status", [404, 403, 410, 416])
def test_what_does_not_pass_is_asked_once(part, status):
    with serving(faulty.answering(status)) as server, pytest.raises(RefusedError, match=f"127.0.0.1 answers {status}"):
        take(server, part)
    assert len(server.requests) == 1
    assert not part.exists()


def test_attempts_end(part):
    with serving(faulty.answering(500)) as server, pytest.raises(PassingError, match="answers 500 Internal Server"):
        take(server, part)
    assert len(server.requests) == 3


@pytest.mark.parametrize("value", ["0.05", "3600", "a date", "nonsense"])
def test_pauses_are_bounded(part, value, monkeypatch):
    pauses = []
    monkeypatch.setattr(time, "sleep", pauses.append)
    if value == "a date":
        value = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    with serving(faulty.answering(429, Retry_After=value), faulty.good) as server:
        take(server, part)
    assert pauses == [pytest.approx(0.1)] if value not in ("0.05", "nonsense") else pauses[0] <= 0.01


def test_pauses_grow_and_differ(part, monkeypatch):
    pauses = []
    monkeypatch.setattr(time, "sleep", pauses.append)
    monkeypatch.setattr(download, "PATIENCE", replace(SHORT, attempts=6, longest_pause=0.08))
    state = random.getstate()
    with serving(faulty.answering(500)) as server, pytest.raises(PassingError):
        take(server, part)
    assert all(0.5 * most <= pause <= most for pause, most in zip(pauses, (0.01, 0.02, 0.04, 0.08, 0.08), strict=True))
    assert random.getstate() == state  # chapters seed it


def test_a_stalled_connection(part):
    with serving(faulty.stalled(30_000), faulty.good) as server:
        take(server, part)
        assert ranges(server) == [None, "bytes=30000-"]
    assert part.read_bytes() == CONTENT


def test_a_connection_that_is_always_stalled(part):
    began = time.monotonic()
    with serving(faulty.stalled(0)) as server, pytest.raises(PassingError, match=r"nothing came for 0\.3 s"):
        take(server, part)
    assert time.monotonic() - began < 3


def test_a_slow_trickle(part):
    began = time.monotonic()
    with serving(faulty.trickling(0.02)) as server, pytest.raises(PassingError, match=r"only \d+ bytes came in 0 s"):
        take(server, part, resumable=False)
    assert time.monotonic() - began < 3
    assert not part.exists()


@pytest.mark.parametrize("moved", [True, False])
def test_a_slow_trickle_before_the_file(part, moved):
    def slow_head(handler, content):
        for byte in b"HTTP/1.1 302 Found\r\nX: " + b"x" * 500 if moved else b"HTTP/1.1 200 OK\r\nX: " + b"x" * 500:
            if handler.server.over.wait(0.01):
                return
            handler.wfile.write(bytes([byte]))
        handler.wfile.write(b"\r\nContent-Length: %d\r\n\r\n%b" % (len(content), content))

    began = time.monotonic()
    words = r"127\.0\.0\.1 did not begin to answer within 0\.6 s"
    with serving(slow_head) as server, pytest.raises(PassingError, match=words):
        take(server, part)
    assert time.monotonic() - began < 4
    assert len(server.requests) == 3


@pytest.mark.parametrize("late", ["answer", "failure"])
def test_an_answer_that_comes_too_late_is_closed(monkeypatch, late):
    monkeypatch.setattr(download, "PATIENCE", replace(SHORT, head=0.01))
    go, closed = threading.Event(), threading.Event()

    class Answer:
        close = closed.set

    def ask():
        go.wait(2)
        if late == "failure":
            raise OSError
        return Answer()

    with pytest.raises(PassingError, match="did not begin to answer"):
        download._in_time(ask, "host")
    go.set()
    assert closed.wait(0.5) == (late == "answer")


def test_a_fast_file_outlives_the_window(part, monkeypatch):
    monkeypatch.setattr(download, "PATIENCE", replace(SHORT, window=0.05, slowest=100))
    with serving(faulty.trickling(0.002, count=200), contents={"a.bin": CONTENT[:200]}) as server:
        take(server, part, content=CONTENT[:200])
    assert part.read_bytes() == CONTENT[:200]


def test_a_redirect_circle(part):
    with serving(faulty.circle) as server, pytest.raises(RefusedError, match=r"127\.0\.0\.1 redirects in a circle"):
        take(server, part)
    assert len(server.requests) == SHORT.redirects + 1


@pytest.mark.parametrize("behaviour", [faulty.endless, faulty.unlimited])
@pytest.mark.parametrize("exact", [True, False])
def test_more_than_the_file_has(part, behaviour, exact):
    content = CONTENT * (1 if behaviour is faulty.endless else 10)
    with (
        serving(behaviour, contents={"a.bin": content}) as server,
        pytest.raises(WrongContentError, match=r"got more than \d+ bytes, expected 102400"),
    ):
        take(server, part, exact_size=exact)
    assert not part.exists()


def test_another_length_is_refused_before_it_is_read(part):
    with serving(faulty.good) as server, pytest.raises(WrongContentError, match="got 102400 bytes, expected 102401"):
        take(server, part, size=102_401)
    assert not part.exists()


@pytest.mark.parametrize("exact", [True, False])
def test_a_page_in_place_of_the_file(part, exact):
    with serving(faulty.page) as server, pytest.raises(WrongContentError, match="a web page came in its place"):
        take(server, part, exact_size=exact)
    assert not part.exists()


def test_no_server(part):
    with pytest.raises(PassingError, match=r"no connection to 127\.0\.0\.1"):
        bring(remote(), "http://127.0.0.1:9/a.bin", part, resumable=True)


@pytest.mark.parametrize("address", ["http://[::1/a.bin", "http:///a.bin"])
def test_no_address(part, address):
    with pytest.raises(RefusedError, match="cannot be asked"):
        bring(remote(), address, part, resumable=True)


def test_a_disk_that_fills_leaves_nothing(part, monkeypatch):
    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(download.os, "fsync", full)
    with serving(faulty.good) as server, pytest.raises(OSError, match="No space left on device"):
        take(server, part)
    assert not part.exists()
    assert len(server.requests) == 1


def test_from_a_folder(part, tmp_path):
    (tmp_path / "a.bin").write_bytes(CONTENT)
    part.write_bytes(b"an earlier part")
    assert bring(remote(), str(tmp_path / "a.bin"), part, resumable=True) is False
    assert part.read_bytes() == CONTENT


def test_from_a_folder_that_holds_more(part, tmp_path):
    (tmp_path / "a.bin").write_bytes(CONTENT + b"x")
    with pytest.raises(WrongContentError, match="got more than 102400 bytes"):
        bring(remote(), str(tmp_path / "a.bin"), part, resumable=True)
    assert not part.exists()


def test_from_a_folder_that_holds_less(part, tmp_path):
    (tmp_path / "a.bin").write_bytes(CONTENT[:-1])
    with pytest.raises(WrongContentError, match="got 102399 bytes, expected 102400"):
        bring(remote(), str(tmp_path / "a.bin"), part, resumable=False)
    assert not part.exists()


def test_not_in_a_folder(part, tmp_path):
    part.write_bytes(CONTENT[:100])
    with pytest.raises(MissingInMirrorError):
        bring(remote(), str(tmp_path / "a.bin"), part, resumable=True)
    with pytest.raises(RefusedError, match="cannot be read"):
        bring(remote(), str(tmp_path), part, resumable=True)
    assert part.read_bytes() == CONTENT[:100]


@pytest.mark.parametrize("scheme", ["http", "HTTP", "Https"])
def test_what_is_asked_for_over_the_network(scheme):
    assert is_remote(f"{scheme}://127.0.0.1/a")
    assert not is_remote(f"folder/{scheme}://127.0.0.1/a")
