"""The process of the event stream: `python -m releases.event_stream`, started by `serve`.

It knows neither database nor settings, and so nothing that is under embargo. Every second,
whatever is scheduled, it asks a web worker for latest.json. Thus it is never ahead of the
site, and nothing it does depends on what is to come.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import logging
import resource
import signal
import sys
import time

from releases.event_stream.server import EventStreamServer
from releases.event_stream.source import LatestReleases, WorkerAddress
from releases.text.error_log import ErrorFormatter, JsonErrorFormatter

# Publications have whole seconds. A worker is asked so long after each, in seconds, so
# that it has changed to the new pages even where its clock is a little behind.
AFTER_SECOND = 0.02
HEARTBEAT_INTERVAL = 15
# Between two of the seconds at which a worker is asked.
HEARTBEAT_AT = 0.5


async def serve(
    server: EventStreamServer, source: LatestReleases, *, host: str, port: int
) -> None:
    """Serve until the supervisor closes standard input, or a signal ends it."""
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )
    async with await server.listen(host, port):
        tasks = [
            asyncio.create_task(ask_every_second(server, source)),
            asyncio.create_task(send_heartbeats(server)),
            asyncio.create_task(ended.wait()),
            asyncio.create_task(reader.read()),
        ]
        done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()
        server.close_listeners()
    for task in done:
        task.result()


async def ask_every_second(server: EventStreamServer, source: LatestReleases) -> None:
    """Pass on what a web worker publishes, in each second."""
    while True:
        latest = await asyncio.to_thread(source.read)
        if latest is not None:
            server.publish(latest)
        await asyncio.sleep(seconds_until(AFTER_SECOND, every=1))


async def send_heartbeats(server: EventStreamServer) -> None:
    """Send a heartbeat at the same seconds of every minute."""
    while True:
        await asyncio.sleep(seconds_until(HEARTBEAT_AT, every=HEARTBEAT_INTERVAL))
        server.send_heartbeat()


def seconds_until(offset: float, *, every: float) -> float:
    """Return how long it is until the next multiple of `every` seconds plus `offset`."""
    return every - (time.time() - offset) % every


def allow_connections() -> None:
    """Let the process have as many connections open as the system allows."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def parse_arguments(arguments: list[str]) -> argparse.Namespace:
    """Return the arguments that `serve` gives this process."""
    parser = argparse.ArgumentParser(prog="python -m releases.event_stream")
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--worker-host", required=True)
    parser.add_argument("--worker-port", type=int, required=True)
    parser.add_argument("--site", required=True)
    parser.add_argument("--behind-proxy", action="store_true")
    parser.add_argument("--json-log", action="store_true")
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> None:
    """Serve the event stream as the arguments say."""
    options = parse_arguments(arguments)
    handler = logging.StreamHandler()
    handler.setFormatter(JsonErrorFormatter() if options.json_log else ErrorFormatter())
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    allow_connections()
    source = LatestReleases(
        WorkerAddress(
            host=options.worker_host,
            port=options.worker_port,
            site=options.site,
        )
    )
    server = EventStreamServer(behind_proxy=options.behind_proxy)
    with contextlib.closing(source):
        asyncio.run(serve(server, source, host=options.host, port=options.port))


if __name__ == "__main__":
    main(sys.argv[1:])
