"""Run by Alembic for `storage.database`, on the connection and transaction it is given."""

from alembic import context

from storage.tables import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
context.run_migrations()
