"""How Alembic reaches our tables: on the connection that `gateway.store.migrate` holds, under its lock."""

from alembic import context

from gateway.store.migrate import schema

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=schema(),
    # SQLite cannot alter much: Alembic rebuilds a table there.
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
