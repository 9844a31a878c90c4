"""The desk's acts as JSON for programs, each under the name of a person; and addresses that are told of events."""
