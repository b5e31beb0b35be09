import sys

from companion.training.progress import progress_bar


class Terminal:
    def __init__(self):
        self.text = ""

    def isatty(self):
        return True

    def write(self, text):
        self.text += text

    def flush(self):
        pass


def test_silent_when_nobody_watches(monkeypatch):
    monkeypatch.delitem(sys.modules, "ipykernel", raising=False)
    with progress_bar(3) as bar:
        assert bar.disable


def test_shown_on_a_terminal_and_in_a_notebook(monkeypatch):
    monkeypatch.delenv("COMPANION_PROGRESS", raising=False)
    monkeypatch.setitem(sys.modules, "ipykernel", sys)
    with progress_bar(3) as bar:
        assert not bar.disable
    monkeypatch.delitem(sys.modules, "ipykernel")
    monkeypatch.setattr(sys, "stderr", Terminal())
    with progress_bar(3) as bar:
        assert not bar.disable


def test_switched_off_by_the_environment(monkeypatch):
    monkeypatch.setenv("COMPANION_PROGRESS", "0")
    monkeypatch.setattr(sys, "stderr", Terminal())
    with progress_bar(3) as bar:
        assert bar.disable


def test_short_runs_leave_nothing_behind(monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with progress_bar(3) as bar:
        for _ in range(3):
            bar.update(1)
    assert terminal.text.strip("\r \n") == ""
