"""The published procedures, sentence by sentence, and the tests that hold us to them.

Each `seed_<number>.py` has a `TABLE`: the sentence as published -> the tests that name it, as `file::test`. From a test
back to its sentences: `python -m tests.seeds <name of a test>` (without a name: the whole table).
"""
