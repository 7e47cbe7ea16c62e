"""`python -m simulator --port P --account AC… --token T --app http://127.0.0.1:8000`."""

import argparse
import logging
import sys
import time
from threading import Event, Thread

from simulator.clock import VirtualClock
from simulator.exchange import ACCOUNT_SID, AUTH_TOKEN, REST_PATH, Exchange
from simulator.server import listen, settle_until
from simulator.transport import HttpTransport


def main() -> None:
    """
    Serve until interrupted. `--port 0` takes a free port and prints the address.

    Numbers lead to {app}/voice/incoming, /fallback and /status.
    """
    given = _arguments()
    logging.basicConfig(level=logging.INFO, format="%(name)s: %(message)s")
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    exchange = Exchange(
        HttpTransport(),
        app_url=given.app,
        account_sid=given.account,
        auth_token=given.token,
        clock=VirtualClock(time.time),
    )
    exchange.numbers.update({number: exchange.addresses(number) for number in given.number})
    server = listen(exchange, given.host, given.port)
    api_url = f"http://{given.host}:{server.server_port}"
    exchange.plant.recordings.base_url = f"{api_url}{REST_PATH}/{given.account}"
    if not given.port:
        sys.stdout.write(f"Simulator on {api_url}\n")
        sys.stdout.flush()
    stop = Event()
    Thread(target=settle_until, args=(stop, exchange), daemon=True).start()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        stop.set()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m simulator", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8900)
    parser.add_argument("--account", default=ACCOUNT_SID)
    parser.add_argument("--token", default=AUTH_TOKEN)
    parser.add_argument("--app", default="http://127.0.0.1:8000")
    parser.add_argument("--number", action="append", default=[], help="a number of the account")
    return parser.parse_args()


if __name__ == "__main__":
    main()
