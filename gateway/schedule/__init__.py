"""What time alone brings: reminders, escalation, broken terms, expired questions, the daily digest for staff."""

from gateway.schedule.run import Done, Hook, run_due
from gateway.schedule.ticker import Ticker

__all__ = ["Done", "Hook", "Ticker", "run_due"]
