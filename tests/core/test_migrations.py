"""Migrations lead to the very tables that the code names, on both databases."""

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

from gateway.store.migrate import HEAD, MIGRATIONS, revision_of, schema, upgrade


def engine_of(url):
    return create_engine(make_url(url).set(drivername="postgresql+psycopg") if "postgresql" in url else url)


def test_a_migrated_database_has_every_table_of_the_code_and_no_other_shape(database_url):
    engine = engine_of(database_url)
    upgrade(engine)
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), schema())
    # The full-text indexes beside messages and files are no tables of the code.
    assert [d for d in differences if "message_text" not in repr(d) and "file_text" not in repr(d)] == []
    engine.dispose()


def test_migrating_twice_changes_nothing_and_the_head_is_the_latest_revision(database_url):
    engine = engine_of(database_url)
    upgrade(engine)
    upgrade(engine)
    with engine.connect() as connection:
        assert revision_of(connection) == HEAD
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD
    engine.dispose()
