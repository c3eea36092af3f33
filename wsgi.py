"""The door for servers and commands: `gunicorn wsgi:app`, `flask --app wsgi ...`."""

from __future__ import annotations

import sys

from buyergroups.app import create_app
from buyergroups.cli import register_commands
from buyergroups.config import ConfigurationError

try:
    app = create_app()
except ConfigurationError as error:
    sys.exit("\n".join(f"Ketenbord cannot start: {line}" for line in error.lines))
register_commands(app)
