"""Training: history, schedules and metrics (framework-free), and one visible loop per framework."""
