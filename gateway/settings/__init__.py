"""Settings: `klachtenpost.toml` in the home folder, any key overridable by `KLACHTENPOST_<SECTION>_<KEY>`.

Without a file every default serves: two offices, an embedded database in the home folder, ports on loopback.
"""

from gateway.settings.load import FILE_NAME, load_settings
from gateway.settings.sections import (
    DatabaseSettings,
    DeskSettings,
    HealthSettings,
    LogSettings,
    MailboxSettings,
    OfficeSettings,
    RelaySettings,
    SendingSettings,
    Settings,
    SmtpSettings,
    TraySettings,
    WorkerSettings,
)

__all__ = [
    "FILE_NAME",
    "DatabaseSettings",
    "DeskSettings",
    "HealthSettings",
    "LogSettings",
    "MailboxSettings",
    "OfficeSettings",
    "RelaySettings",
    "SendingSettings",
    "Settings",
    "SmtpSettings",
    "TraySettings",
    "WorkerSettings",
    "load_settings",
]
