"""Run a reader's code so that it always comes back: a time limit, and a lid on what it prints."""

import _thread
import contextlib
import ctypes
import io
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any, TextIO, TypeVar

T = TypeVar("T")

_REPEAT = 0.05  # seconds between two attempts to stop code that swallows the first
_PRINTED = 2000  # characters


class TooSlow(BaseException):
    """The time limit has passed. Not an ``Exception``, so that ``except Exception`` in a loop does not swallow it."""


def run_limited(function: Callable[[], T], *, seconds: float) -> T:
    """Return ``function()``, or raise `TooSlow` once `seconds` have passed.

    Parameters
    ----------
    function : callable
        Called without arguments, in this thread.
    seconds : float
        The limit, in seconds.

    Returns
    -------
    object
        What `function` returns.

    Raises
    ------
    TooSlow
        If the limit was passed, even where `function` swallowed the interruption and returned.

    Notes
    -----
    A signal stops Python loops and sleeps in the main thread of a POSIX system. Elsewhere a timer thread does: in the
    main thread (Windows) as if Ctrl-C was pressed, in another thread by an asynchronous exception. One long call into C
    ends only when it returns. An alarm that somebody else had set goes on afterwards with the time it has left.

    Examples
    --------
    >>> run_limited(lambda: 6 * 7, seconds=5)
    42
    """
    in_main = threading.current_thread() is threading.main_thread()
    limit = _alarm if in_main and hasattr(signal, "setitimer") else _timer
    fired: list[bool] = []
    try:
        with limit(seconds, fired):
            result = function()
    except BaseException:
        if not fired:
            raise
        raise TooSlow from None
    if fired:
        raise TooSlow
    return result


@contextlib.contextmanager
def _alarm(seconds: float, fired: list[bool]) -> Iterator[None]:
    """Interrupt the main thread by SIGALRM, again and again until the block is left."""

    def stop(signal_number: int, frame: FrameType | None) -> None:
        if fired:  # a bare `except:` swallowed the last one: let every further line of it raise, handlers included
            _raise_on_every_line(frame)
        fired.append(True)
        raise TooSlow

    tracing, started = sys.gettrace(), time.monotonic()
    previous = signal.signal(signal.SIGALRM, stop)
    left, interval = signal.setitimer(signal.ITIMER_REAL, 0)
    try:
        try:
            signal.setitimer(signal.ITIMER_REAL, min(seconds, left or seconds), _REPEAT)
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    finally:
        # Twice, because the alarm may have rung in the line above.
        signal.setitimer(signal.ITIMER_REAL, 0)
        sys.settrace(tracing)
        signal.signal(signal.SIGALRM, previous)
        if left:
            signal.setitimer(signal.ITIMER_REAL, max(left - (time.monotonic() - started), 1e-3), interval)


def _raise_on_every_line(frame: FrameType | None) -> None:
    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        if event == "line":  # not "exception": that would be caught by the same handler, and end the tracing
            raise TooSlow
        return trace

    sys.settrace(trace)
    while frame is not None and frame.f_code.co_filename != __file__:
        frame.f_trace = trace
        frame = frame.f_back


@contextlib.contextmanager
def _timer(seconds: float, fired: list[bool]) -> Iterator[None]:
    """Interrupt this thread from a timer thread."""
    thread = threading.current_thread()
    done, lock = threading.Event(), threading.Lock()

    def stop() -> None:
        wait = seconds
        while not done.wait(wait):
            with lock:
                if done.is_set():
                    return
                fired.append(True)
                _interrupt(thread)
            wait = max(_REPEAT, 0.2)

    watch = threading.Thread(target=stop, daemon=True)
    watch.start()
    try:
        yield
    finally:
        with lock:
            done.set()
        watch.join()


def _interrupt(thread: threading.Thread) -> None:
    if thread is threading.main_thread():
        _thread.interrupt_main()
    else:
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident or 0), ctypes.py_object(TooSlow))


class _Lid(io.TextIOBase):
    """Pass on the first characters to another stream and drop the rest."""

    def __init__(self, stream: TextIO) -> None:
        self._stream, self._left = stream, _PRINTED

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if self._left > 0:
            self._stream.write(text[: self._left])
            if len(text) > self._left:
                self._stream.write("\n... (the rest of the output is not shown)\n")
        self._left -= len(text)
        return len(text)

    def flush(self) -> None:
        self._stream.flush()


@contextlib.contextmanager
def lid_on_output() -> Iterator[None]:
    """Let at most 2,000 characters of each of stdout and stderr through, and say so where more came."""
    with contextlib.redirect_stdout(_Lid(sys.stdout)), contextlib.redirect_stderr(_Lid(sys.stderr)):
        yield
