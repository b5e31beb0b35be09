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
    watch = _Alarm(seconds) if in_main and hasattr(signal, "setitimer") else _Timer(seconds)
    try:
        try:
            watch.start()
            result = function()
        finally:
            watch.stop()
    except BaseException:
        watch.stop()  # again, because it may have rung in the line above
        if not watch.fired:
            raise
        raise TooSlow from None
    if watch.fired:
        raise TooSlow
    return result


class _Alarm:
    """Interrupt the main thread by SIGALRM, again and again until stopped."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self.fired, self._running, self._stopped = seconds, False, False, False

    def start(self) -> None:
        self._tracing, self._started = sys.gettrace(), time.monotonic()
        self._previous = signal.signal(signal.SIGALRM, self._ring)
        self._left, self._interval = signal.setitimer(signal.ITIMER_REAL, 0)
        self._running = True
        signal.setitimer(signal.ITIMER_REAL, min(self.seconds, self._left or self.seconds), _REPEAT)

    def stop(self) -> None:
        self._running = False  # from here on it rings in vain
        if self._stopped:
            return
        signal.setitimer(signal.ITIMER_REAL, 0)
        sys.settrace(self._tracing)
        signal.signal(signal.SIGALRM, self._previous)
        if self._left:
            left = max(self._left - (time.monotonic() - self._started), 1e-3)
            signal.setitimer(signal.ITIMER_REAL, left, self._interval)
        self._stopped = True

    def _ring(self, signal_number: int, frame: FrameType | None) -> None:
        if not self._running:
            return
        if self.fired:  # something swallowed the last one
            _raise_on_every_line(frame)
        self.fired = True
        raise TooSlow


def _raise_on_every_line(frame: FrameType | None) -> None:
    """Let every further line of the running functions raise, also those in `except:` and `finally:`."""

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        if event == "line":  # not "exception": that would be caught by the same handler, and end the tracing
            raise TooSlow
        return trace

    sys.settrace(lambda *_: None)  # functions called from now on are left alone: they may be ours
    while frame is not None and frame.f_code.co_filename != __file__:
        frame.f_trace = trace
        frame = frame.f_back


class _Timer:
    """Interrupt this thread from a timer thread, again and again until stopped."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self.fired = seconds, False
        self._done, self._lock = threading.Event(), threading.Lock()
        self._target = threading.current_thread()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._previous: Any = None

    def start(self) -> None:
        if self._target is threading.main_thread():
            # A handler of our own: where SIGINT is ignored, as in a background job, interrupt_main does nothing.
            self._previous = signal.signal(signal.SIGINT, self._ring)
        self._thread.start()

    def stop(self) -> None:
        with self._lock:
            self._done.set()
        self._thread.join()
        if self._previous is not None:
            signal.signal(signal.SIGINT, self._previous)
            self._previous = None

    def _ring(self, signal_number: int, frame: FrameType | None) -> None:
        if not self.fired:  # the reader pressed Ctrl-C
            raise KeyboardInterrupt
        if not self._done.is_set():
            raise TooSlow

    def _watch(self) -> None:
        wait = self.seconds
        while not self._done.wait(wait):
            with self._lock:
                if self._done.is_set():
                    return
                self.fired = True
                _interrupt(self._target)
            wait = 4 * _REPEAT


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
