"""Print the kill rate: how many of the named wrong answers were caught, each by its own sentence."""

import pytest


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path, monkeypatch):
    """Keep the tests away from the progress of whoever runs them."""
    monkeypatch.setenv("COMPANION_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def pytest_terminal_summary(terminalreporter):
    caught = total = 0
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, []):
            counts = dict(getattr(report, "user_properties", [])).get("wrong answers", (0, 0))
            caught, total = caught + counts[0], total + counts[1]
    if total:
        terminalreporter.write_line(
            f"exercises: {caught} of {total} wrong answers caught ({100 * caught / total:.0f} %)"
        )
