"""What a WSGI server loads: `gunicorn wsgi:app`."""

from ivr.app import create_app
from ivr.local import open_services
from ivr.logs import configure_logs

configure_logs()
services = open_services()
app = create_app(services.settings, services)
