"""What leaves: the queue of outgoing items, their addresses, the relay, and what became of each."""
