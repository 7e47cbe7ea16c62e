"""
Forks the worker of text messages from one process that has loaded everything.

`python -m tests.ivr.messages.nursery`: each line of standard input is the environment of a run, as
JSON, and is answered with the process' id. A run does once what the worker does again and again.
"""

import json
import os
import signal
import sys

import twilio.rest.api.v2010.account.message

from ivr.bundles.library import shipped_texts
from ivr.duties import messages
from ivr.local import open_services
from ivr.logs import configure_logs


def main() -> None:
    """Fork until standard input ends."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    shipped_texts()
    _ = twilio.rest.api.v2010.account.message.MessageList
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _run(json.loads(line))
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()


def _run(environ: dict[str, str]) -> None:
    sys.stdin.close()
    os.environ.update(environ)
    try:
        configure_logs()
        messages.run(open_services())
    finally:
        os._exit(0)


if __name__ == "__main__":
    main()
