"""What a WSGI server loads: `gunicorn wsgi:app`."""

from ivr.app import create_app
from ivr.local import open_server
from ivr.logs import configure_logs

configure_logs()
services = open_server()
app = create_app(services.settings, services)
