"""Whatever a reader's code does, the check comes back in time and leaves no trace."""

import contextlib
import signal
import subprocess
import sys
import threading
import time

import pytest

from companion.exercises.limits import TooSlow, lid_on_output, run_limited

posix = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="signals of POSIX")
SHORT = 0.2


def endless():
    while True:
        pass


def sleeps():
    time.sleep(60)


def swallows_exceptions():
    while True:
        try:  # noqa: SIM105
            time.sleep(0.001)
        except Exception:
            pass


def swallows_everything():
    while True:
        try:  # noqa: SIM105
            time.sleep(60)
        except:  # noqa: E722
            pass


def swallows_everything_twice():
    while True:
        try:
            try:
                endless()
            except:  # noqa: E722
                endless()
        except:  # noqa: E722
            endless()


def returns_when_stopped():
    try:
        endless()
    except BaseException:
        return 42


def blocks_in_finally():
    try:
        endless()
    finally:
        endless()


def generates_for_ever():
    return sum(1 for _ in iter(int, 1))


EVIL = [
    endless,
    sleeps,
    swallows_exceptions,
    swallows_everything,
    swallows_everything_twice,
    returns_when_stopped,
    blocks_in_finally,
    generates_for_ever,
]


@posix
@pytest.mark.parametrize("evil", EVIL)
def test_the_main_thread_comes_back(evil):
    handler, tracing, started = signal.getsignal(signal.SIGALRM), sys.gettrace(), time.monotonic()
    with pytest.raises(TooSlow):
        run_limited(evil, seconds=SHORT)
    assert time.monotonic() - started < 10 * SHORT
    assert signal.getsignal(signal.SIGALRM) is handler
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
    assert sys.gettrace() is tracing


@posix
def test_the_main_thread_comes_back_outside_pytest():
    """Nothing else is on the stack then, and nothing else traces."""
    code = (
        f"import importlib.util, signal, sys\n"
        f"spec = importlib.util.spec_from_file_location('evil', {__file__!r})\n"
        "evil = importlib.util.module_from_spec(spec)\n"
        "spec.loader.exec_module(evil)\n"
        "for function in evil.EVIL:\n"
        "    try:\n        evil.run_limited(function, seconds=0.05)\n"
        "    except evil.TooSlow:\n"
        "        print(function.__name__, signal.getitimer(signal.ITIMER_REAL), sys.gettrace())\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.splitlines() == [f"{evil.__name__} (0.0, 0.0) None" for evil in EVIL]


@pytest.mark.parametrize("evil", [endless, swallows_exceptions, returns_when_stopped, blocks_in_finally])
def test_another_thread_comes_back(evil):
    seen = []

    def work():
        try:
            run_limited(evil, seconds=SHORT)
        except TooSlow:
            seen.append("too slow")

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(20)
    assert seen == ["too slow"]


def test_the_main_thread_without_signals_comes_back(monkeypatch):
    monkeypatch.delattr(signal, "setitimer", raising=False)  # as on Windows
    for evil in (endless, swallows_exceptions, returns_when_stopped, blocks_in_finally):
        with pytest.raises(TooSlow):
            run_limited(evil, seconds=SHORT)
    assert run_limited(lambda: 1, seconds=5) == 1


@pytest.mark.parametrize("handler", [signal.SIG_IGN, signal.default_int_handler], ids=["ignored", "default"])
def test_the_main_thread_without_signals_comes_back_whatever_ctrl_c_does(monkeypatch, handler):
    monkeypatch.delattr(signal, "setitimer", raising=False)
    before = signal.signal(signal.SIGINT, handler)
    try:
        with pytest.raises(TooSlow):
            run_limited(endless, seconds=SHORT)
        assert signal.getsignal(signal.SIGINT) is handler
    finally:
        signal.signal(signal.SIGINT, before)


def test_values_and_exceptions_pass_through():
    assert run_limited(lambda: [1, 2], seconds=5) == [1, 2]
    for kind in (ValueError, SystemExit, KeyboardInterrupt):
        with pytest.raises(kind):
            run_limited(lambda kind=kind: (_ for _ in ()).throw(kind("no")), seconds=5)


@posix
def test_an_alarm_of_somebody_else_goes_on():
    rang = []
    before = signal.signal(signal.SIGALRM, lambda *_: rang.append(1))
    try:
        signal.setitimer(signal.ITIMER_REAL, 30)
        run_limited(lambda: time.sleep(0.05), seconds=5)
        left, _ = signal.getitimer(signal.ITIMER_REAL)
        assert 29 < left < 29.96
        signal.setitimer(signal.ITIMER_REAL, SHORT)  # sooner than our own limit: it still rings
        started = time.monotonic()
        with contextlib.suppress(TooSlow):
            run_limited(sleeps, seconds=20)
        assert time.monotonic() - started < 10
        time.sleep(0.05)
        assert rang == [1]
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@posix
def test_a_debugger_goes_on():
    def trace(frame, event, argument):
        return None

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        with pytest.raises(TooSlow):
            run_limited(swallows_everything, seconds=SHORT)
        assert sys.gettrace() is trace
    finally:
        sys.settrace(before)


@posix
def test_nested_limits():
    def inner():
        with pytest.raises(TooSlow):
            run_limited(endless, seconds=SHORT)
        return "inner came back"

    assert run_limited(inner, seconds=10) == "inner came back"


def test_little_output_passes_and_much_is_cut(capsys):
    with lid_on_output():
        print("a debugging line")  # noqa: T201
        print("twice", file=sys.stderr)  # noqa: T201
    assert capsys.readouterr() == ("a debugging line\n", "twice\n")
    with lid_on_output():
        for _ in range(10_000):
            print("spam " * 10)  # noqa: T201
    out = capsys.readouterr().out
    assert len(out) < 2100
    assert out.endswith("not shown)\n")
    assert out.count("not shown") == 1


def test_one_long_line_is_cut_too(capsys):
    with lid_on_output():
        print("x" * 1_000_000)  # noqa: T201
    assert len(capsys.readouterr().out) < 2100
