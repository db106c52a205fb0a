"""Alerts: mails a second, the time to fill a mailing, kills, and the first mail after T.

    .venv/bin/python bench/alerts.py [rate] [fill] [kills] [first] [--postgresql]
        [--readers N] [--couriers N] [--rounds N] [--kills N] [--seed N] [--trials N] [--sign KIND]

`rate` sends to N readers, and then as many mails of 3 kB by a bare loop of smtplib to the same
server, in turn, since a machine that has other work too is quicker at one time than at
another: the ratios count. `fill` writes down 100,000 deliveries. `kills` kills one
of two couriers again and again while mails go out: what was delivered must be what was owed,
with at most one repeated a kill, each with its first's Message-ID. `first` serves the site and
polls the page across an instant. With `--sign rsa` or `--sign ed25519`, mails are signed here.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import os
import random
import signal
import smtplib
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import setup_django  # noqa: F401 - what follows needs it
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from tests.newsroom import (
    ROOT,
    Newsroom,
    eventually,
    free_port,
    temporary_newsroom,
)
from tests.page_server import page_server

SUBSCRIBE = """
from django.utils import timezone
from releases.readers.models import OutboxState, Subscriber, Subscription
since = timezone.now() - timezone.timedelta(days=1)
OutboxState.objects.get_or_create(pk=1, defaults={{"floor": since}})
Subscriber.objects.bulk_create((Subscriber(address=f"r{{n}}@example.org",
    key=f"r{{n}}@example.org", status="active", since=since) for n in range({readers})),
    batch_size=5000)
Subscription.objects.bulk_create((Subscription(subscriber_id=id, subject="releases")
    for id in Subscriber.objects.values_list("id", flat=True)), batch_size=5000)
"""
PUBLISH = """
import datetime as dt
from django.utils import timezone
from releases.record import publishing
from tests.record.rows import page
at = timezone.now().replace(microsecond=0) + dt.timedelta(seconds={seconds})
publishing.publish([page('{slug}')], at=at, by="ada", zone="UTC")
print(at.timestamp())
"""
FILL = """
import resource, time
from django.utils import timezone
from releases.alerts.discovery import discover_publications
from releases.alerts.filling import fill_next
from releases.readers.models import Delivery
def memory():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
at = timezone.now()
assert discover_publications(at=at) == 1
before, began = memory(), time.perf_counter()
assert fill_next(at=at)
first = time.perf_counter() - began
while fill_next(at=at):
    pass
took = time.perf_counter() - began
print(f"fill of {Delivery.objects.count()}: {took:.2f} s, first 5,000 {first:.2f} s, "
      f"memory {before} MB before and {memory()} MB after")
"""


@dataclass(frozen=True, slots=True)
class Mail:
    """A line of the sink."""

    at: float
    mailbox: str
    message_id: str


class MailSink:
    """bench/mail_sink.py in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self._path = folder / "mails"
        self._path.touch()
        script = str(ROOT / "bench/mail_sink.py")
        self.process = subprocess.Popen(
            [sys.executable, script, str(self.port), str(self._path)]
        )
        assert eventually(self.is_listening)

    def is_listening(self) -> bool:
        """Return whether it takes connections."""
        with contextlib.suppress(OSError):
            smtplib.SMTP("127.0.0.1", self.port).quit()
            return True
        return False

    def mails(self) -> list[Mail]:
        """Return the mails that the server took, the first one first."""
        lines = self._path.read_text().splitlines()
        fields = [line.split() for line in lines if line.count(" ") == 2]
        return [Mail(float(at), mailbox, id_) for at, mailbox, id_ in fields]

    def count(self) -> int:
        """Return the number of mails that the server took, without parsing its list of them."""
        return self._path.read_bytes().count(b"\n")

    def clear(self) -> None:
        """Empty the list of mails that the server took."""
        os.truncate(self._path, 0)


def start_courier(site: Newsroom, page_cache: str) -> subprocess.Popen[bytes]:
    """Start a courier, which asks the page cache at this address for pages."""
    command = [sys.executable, "manage.py", "deliver", "--page-cache", page_cache]
    return subprocess.Popen(command, cwd=ROOT, env=site.environment)


def stop_couriers(couriers: list[subprocess.Popen[bytes]]) -> None:
    """End the couriers after the mails that they are sending."""
    for courier in couriers:
        courier.send_signal(signal.SIGTERM)
    for courier in couriers:
        courier.wait(40)


def publish(site: Newsroom, slug: str, *, seconds: int) -> float:
    """Schedule a release; return its instant."""
    code = PUBLISH.format(slug=slug, seconds=seconds)
    return float(site.manage("shell", "-c", code).split()[-1])


def per_second(mails: list[Mail]) -> float:
    """Return how many came a second, between the first and the last."""
    times = sorted(mail.at for mail in mails)
    return (len(times) - 1) / (times[-1] - times[0])


def measure_rate(site: Newsroom, sink: MailSink, options: argparse.Namespace) -> None:
    """Print mails a second of the couriers, of bare loops, and the ratio of each round."""
    ours, bare = [], []
    cpu, bare_cpu = 0.0, 0.0
    with page_server() as address:
        couriers = [start_courier(site, address) for _ in range(options.couriers)]
        for number in range(options.rounds):
            publish(site, f"rate-{number}", seconds=4)
            assert eventually(sink.count, within=120)
            used, first = sum(map(cpu_seconds, couriers)), sink.count()
            assert eventually(lambda: sink.count() >= options.readers, within=600)
            used = sum(map(cpu_seconds, couriers)) - used
            cpu += used / max(options.readers - first, 1) / options.rounds
            ours.append(per_second(sink.mails()))
            sink.clear()
            began = time.process_time()
            send_bare_loop(sink, options.readers)
            used = time.process_time() - began
            bare_cpu += used / options.readers / options.rounds
            bare.append(per_second(sink.mails()))
            sink.clear()
        stop_couriers(couriers)
    ratios = [our / loop for our, loop in zip(ours, bare, strict=True)]
    print(
        f"{options.couriers} couriers {statistics.median(ours):.0f}/s, "
        f"a bare loop {statistics.median(bare):.0f}/s, ratios "
        f"{', '.join(f'{ratio:.2f}' for ratio in ratios)}: "
        f"median {statistics.median(ratios):.2f}; CPU a mail "
        f"{cpu * 1000:.2f} and {bare_cpu * 1000:.2f} ms"
    )


def cpu_seconds(process: subprocess.Popen[bytes]) -> float:
    """Return what the process has used of a processor, which tells more on a busy machine."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def send_bare_loop(sink: MailSink, readers: int) -> None:
    """Send as many mails of 3 kB as smtplib alone can."""
    content = "Subject: Results\r\n\r\n" + "x" * 60 + "\r\n"
    content += ("y" * 74 + "\r\n") * 40
    with smtplib.SMTP("127.0.0.1", sink.port) as client:
        for number in range(readers):
            client.sendmail("ir@example.com", [f"r{number}@example.org"], content)


def measure_kills(site: Newsroom, sink: MailSink, options: argparse.Namespace) -> None:
    """Print how many mails were owed, delivered and repeated while couriers were killed."""
    dice = random.Random(options.seed)  # noqa: S311 - to be repeated
    everyone = {f"r{number}@example.org" for number in range(options.readers)}
    kills, owed, delivered, repeated = 0, 0, 0, 0
    with page_server() as address:
        couriers = [start_courier(site, address) for _ in range(2)]
        while kills < options.kills:
            sink.clear()
            publish(site, f"kills-{kills}", seconds=4)
            assert eventually(sink.mails, within=60)
            while kills < options.kills and len(sink.mails()) < options.readers:
                # Each kill comes while mails go out, not while a process starts.
                seen = len(sink.mails())
                eventually(lambda seen=seen: len(sink.mails()) > seen, within=20)
                time.sleep(dice.uniform(0.0, 0.3))
                which = dice.randrange(2)
                couriers[which].kill()
                couriers[which].wait()
                couriers[which] = start_courier(site, address)
                kills += 1
            assert eventually(
                lambda: {mail.mailbox for mail in sink.mails()} == everyone, within=120
            )
            mails = sink.mails()
            counts = collections.Counter(mail.mailbox for mail in mails)
            ids = {(mail.mailbox, mail.message_id) for mail in mails}
            assert len(ids) == len(counts), "a mail was repeated under another id"
            owed += options.readers
            delivered += len(counts)
            repeated += len(mails) - len(counts)
        stop_couriers(couriers)
    print(f"{kills} kills: owed {owed}, delivered {delivered}, repeated {repeated}")
    assert owed == delivered
    assert repeated <= kills


def measure_first(site: Newsroom, sink: MailSink, options: argparse.Namespace) -> None:
    """Print how long after the instant the first mail came, and after the page."""
    after_instant, after_page = [], []
    with site.serving(workers=2):
        for trial in range(options.trials):
            sink.clear()
            slug = f"first-{trial}"
            instant = publish(site, slug, seconds=5)
            path = f"/releases/2026/{slug}/"
            time.sleep(max(instant - time.time() - 0.3, 0))
            while site.get(path)[0] != 200:
                time.sleep(0.002)
            page_at = time.time()
            assert eventually(sink.mails, within=20)
            first = min(mail.at for mail in sink.mails())
            after_instant.append(first - instant)
            after_page.append(first - page_at)
            assert eventually(lambda: len(sink.mails()) >= options.readers, within=120)
    print(
        f"first mail after T: median {statistics.median(after_instant) * 1000:.0f} ms, "
        f"worst {max(after_instant) * 1000:.0f} ms; after a poller had the page: "
        f"{min(after_page) * 1000:.0f} to {max(after_page) * 1000:.0f} ms"
    )


def measure_fill(site: Newsroom, sink: MailSink, options: argparse.Namespace) -> None:
    """Print the time to write down 100,000 deliveries."""
    instant = publish(site, "fill", seconds=4)
    time.sleep(max(instant - time.time(), 0))
    print(site.manage("shell", "-c", FILL).strip().splitlines()[-1])


def dkim_settings(kind: str) -> dict[str, str]:
    """Return the settings for mails that are signed here with a new key."""
    key = (
        rsa.generate_private_key(65537, 2048)
        if kind == "rsa"
        else ed25519.Ed25519PrivateKey.generate()
    )
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return {
        "IRSITE_DKIM_KEY": pem.decode(),
        "IRSITE_DKIM_SELECTOR": "bench",
        "IRSITE_MAIL_FROM": "ir@ir.example.com",
        "IRSITE_DKIM_DOMAIN": "ir.example.com",
    }


MEASUREMENTS = {
    "rate": measure_rate,
    "fill": measure_fill,
    "kills": measure_kills,
    "first": measure_first,
}


def main() -> None:
    """Run the chosen measurements, each in a newsroom of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="*", metavar="WHAT")
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--readers", type=int, default=2000)
    parser.add_argument("--couriers", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=15)
    parser.add_argument("--trials", type=int, default=10)
    parser.add_argument("--sign", choices=["rsa", "ed25519"])
    options = parser.parse_args()
    if options.postgresql:
        from tests.postgresql import start_server  # noqa: PLC0415 - it starts one

        os.environ["IRSITE_DATABASE"] = start_server()
    for what in options.what or MEASUREMENTS:
        with (
            tempfile.TemporaryDirectory(prefix="irsite-mails-") as folder,
            temporary_newsroom() as site,
        ):
            sink = MailSink(Path(folder))
            site.environment |= {
                "IRSITE_SMTP_URL": f"smtp://127.0.0.1:{sink.port}",
                "IRSITE_URL": f"http://127.0.0.1:{site.port}",
            }
            if options.sign:
                site.environment |= dkim_settings(options.sign)
            readers = 100_000 if what == "fill" else options.readers
            site.manage("shell", "-c", SUBSCRIBE.format(readers=readers))
            try:
                MEASUREMENTS[what](site, sink, options)
            finally:
                sink.process.kill()
                sink.process.wait()


if __name__ == "__main__":
    main()
