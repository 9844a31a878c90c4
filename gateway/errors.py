"""The errors a person meets, each one clear sentence with what to do next.

GatewayError             exit status 1: something was found wrong while working
├── StoreUnavailable     the database is away, full, or refuses us; try again when it is back
└── WrongCall            exit status 2: the call or the configuration is wrong; mend it first
    └── WrongSettings    klachtenpost.toml or a KLACHTENPOST_* variable
"""


class GatewayError(Exception):
    exit_status = 1


class StoreUnavailable(GatewayError):
    pass


class WrongCall(GatewayError):
    exit_status = 2


class WrongSettings(WrongCall):
    pass
