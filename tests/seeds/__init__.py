"""The published procedures, sentence by sentence, and the tests that hold us to them.

Each `test_seed_<number>_*.py` has a `TABLE`: the sentence as published -> the tests that name it, as `file::test`; and
`NO_RULE`: what it is instead -> sentences that state no rule. From a test back to its sentences: `python -m tests.seeds
<name of a test>` (without a name: the whole table); `python -m tests.seeds --left FOLDER` lists what of the published pages
stands in neither.
"""
