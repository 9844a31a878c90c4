"""What time alone brings: reminders, escalation, broken terms, expired questions, the daily digest for staff."""

from gateway.schedule.run import Done, run_due
from gateway.schedule.ticker import Hook, Ticker

__all__ = ["Done", "Hook", "Ticker", "run_due"]
