"""What the public sees, and what is lost, when something fails around an instant.

    .venv/bin/python bench/faults.py [processes] [database] [failover] [disk] [clock] [certificate]
        [waker] [--postgresql]

Each fault is caused two seconds before a release appears, while one client asks for list,
front page and release. Prints for each: statuses and how long they failed, answers before the
instant (early), when the page appeared, mails missing and repeated, and how long it was until
/readyz said so again without anybody's help; at the end what verify_record says. `database`,
`clock` and `waker` need PostgreSQL's programs, `disk` needs root, `clock` Debian's libfaketime (its
path in LIBFAKETIME), `certificate` nginx, `waker` redis-server and the packages of
requirements-rq.txt. bench/kills.py kills commands. docs/reliability.md has results.
"""

from __future__ import annotations

import collections
import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import setup_django  # noqa: F401 - what follows needs it
from fault_certificate import try_certificate
from fault_site import FaultSite, fault_site
from fault_waker import try_waker

from tests.newsroom import ROOT, eventually


def kill(kind: str) -> Callable[[FaultSite], str]:
    """Return the fault that kills one process of this kind."""

    def fault(site: FaultSite) -> str:
        killed = site.processes(kind)[0]
        count = len(site.processes(kind))
        killed.send_signal(signal.SIGKILL)
        began = time.time()
        eventually(lambda: killed not in site.processes(kind))
        eventually(lambda: len(site.processes(kind)) >= count)
        return f"another runs after {time.time() - began:.1f} s"

    return fault


def kill_main_process(site: FaultSite) -> str:
    """Kill the main process of the web workers."""
    parent = site.processes("web worker")[0].parent()
    assert parent
    parent.kill()
    eventually(lambda: not site.is_ready())
    return ""


def kill_supervisor(site: FaultSite) -> str:
    """Kill the supervisor, and start it again a second later, as systemd does."""
    orphans = psutil.Process(site.server.pid).children(recursive=True)
    site.server.kill()
    site.server.wait()
    began = time.time()
    time.sleep(1)
    site.start()
    _gone, left = psutil.wait_procs(orphans, timeout=15)
    return (
        f"{len(left)} of {len(orphans)} orphans left after {time.time() - began:.1f} s"
    )


def kill_courier_while_it_sends(site: FaultSite) -> str:
    """Kill the courier once a first mail to a reader has come."""
    eventually(site.readers_mails, within=20)
    site.processes("courier")[0].kill()
    return f"after {len(site.readers_mails())} mails"


def hold_operators_port(site: FaultSite) -> str:
    """Open fifty connections to the operators' port that say nothing."""
    address = ("127.0.0.1", site.operators)
    held = [socket.create_connection(address) for _ in range(50)]
    began = time.time()
    ready = site.is_ready()
    answer = f"/readyz {'answers' if ready else 'is silent'} after {time.time() - began:.2f} s"
    for connection in held:
        connection.close()
    return answer


def kill_typesetter(site: FaultSite) -> str:
    """Kill the process that sets a PDF, while a reader waits for it."""
    paths = [f"{path}release.pdf" for path in release_paths(site)]
    for path in paths:
        answers: list[int] = []
        reader = threading.Thread(
            target=lambda path=path, answers=answers: answers.append(
                site.newsroom.get(path)[0]
            )
        )
        reader.start()
        while reader.is_alive():
            for process in psutil.Process(site.server.pid).children(recursive=True):
                with contextlib.suppress(psutil.Error):
                    if "typesetting_process" in " ".join(process.cmdline()):
                        process.kill()
                        reader.join()
                        again = site.newsroom.get(path)[0]
                        return (
                            f"the reader got {answers[0]}, and {again} on asking again"
                        )
    return "no process was seen"


def release_paths(site: FaultSite) -> list[str]:
    """Return the addresses of releases that are public."""
    code = (
        "from releases.models import Publication\n"
        "print(*Publication.objects.filter(kind='release', live_until=None)"
        ".values_list('address', flat=True)[:20])"
    )
    with contextlib.suppress(subprocess.CalledProcessError):
        words = site.newsroom.manage("shell", "-c", code).split()
        return [f"/releases/{word}/" for word in words if "/" in word]
    return []


def try_processes(*, postgresql: bool) -> None:
    """Kill each kind of process."""
    with fault_site(postgresql=postgresql) as site:
        site.try_fault("Web worker killed", kill("web worker"))
        site.try_fault("Main process of workers killed", kill_main_process)
        site.try_fault("Supervisor killed", kill_supervisor)
        site.try_fault("Courier killed", kill("courier"))
        site.try_fault("Courier killed amid mails", kill_courier_while_it_sends)
        site.try_fault("Event stream killed", kill("event stream"))
        site.try_fault("Operators port held", hold_operators_port)
        site.try_fault("Typesetter killed", kill_typesetter)


def restart_database(mode: str) -> Callable[[FaultSite], str]:
    """Return the fault that stops PostgreSQL in this mode and starts it five seconds later."""

    def fault(site: FaultSite) -> str:
        assert site.database
        site.database.control("stop", "-m", mode)
        time.sleep(5)
        site.database.start()
        return f"down for 5 s ({mode})"

    return fault


def cut_connections(site: FaultSite) -> str:
    """End every session of the database, three times."""
    assert site.database
    for _ in range(3):
        site.database.query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND datname = 'irsite'"
        )
        time.sleep(1)
    return "three times"


def suspend_database(site: FaultSite) -> str:
    """Suspend PostgreSQL's processes for ten seconds."""
    assert site.database
    pid = int((site.database.folder / "data/postmaster.pid").read_text().split()[0])
    server = psutil.Process(pid)
    stopped = [server, *server.children(recursive=True)]
    for process in stopped:
        process.suspend()
    time.sleep(10)
    for process in stopped:
        process.resume()
    return "for 10 s"


def fail_over(site: FaultSite) -> str:
    """Kill the primary and promote its synchronous standby, which takes over its address."""
    database = site.database
    assert database
    began = time.time()
    database.control("stop", "-m", "immediate")
    database.control("stop", "-m", "fast", data="standby")
    database.start("standby")
    database.control("promote", data="standby")
    return f"promoted within {time.time() - began:.1f} s"


def add_standby(site: FaultSite, *, is_synchronous: bool = True) -> None:
    """Make a standby of the database, on a port of its own."""
    database = site.database
    assert database
    target = database.folder / "standby"
    # Without “fast” it waits for a checkpoint, for minutes.
    options = ("-D", str(target), "-R", "-X", "stream", "--checkpoint", "fast")
    database.run("pg_basebackup", *database.address, *options)
    with (target / "postgresql.auto.conf").open("a") as file:
        file.write("synchronous_standby_names = ''\n")
    port, database.port = database.port, database.port + 1
    database.start("standby")
    database.port = port
    if not is_synchronous:
        return
    database.query("ALTER SYSTEM SET synchronous_standby_names = '*'")
    database.query("SELECT pg_reload_conf()")


def try_database(**_engine: bool) -> None:
    """Restart, cut, suspend and replace PostgreSQL."""
    with fault_site(postgresql=True) as site:
        site.try_fault("PostgreSQL restarted", restart_database("fast"))
        site.try_fault("PostgreSQL killed", restart_database("immediate"))
        site.try_fault("Connections cut", cut_connections)
        site.try_fault("PostgreSQL suspended", suspend_database)
        add_standby(site)
        site.try_fault("Failover to a standby", fail_over)


def try_failover(**_engine: bool) -> None:
    """Promote an asynchronous standby that lacks a release which the public has seen.

    The next release gets the generation of the lost one: no cache may take the one for the other.
    """
    with fault_site(postgresql=True) as site:
        database = site.database
        assert database
        add_standby(site, is_synchronous=False)
        assert eventually(site.is_ready, within=60)
        database.control("stop", "-m", "fast", data="standby")
        site.publish("lost", seconds=2)
        time.sleep(5)
        print("Before:", answers(site, "lost"), flush=True)
        database.control("stop", "-m", "immediate")
        database.start("standby")
        database.control("promote", data="standby")
        began = time.time()
        # What /readyz says may be a second old.
        assert eventually(lambda: site.newsroom.get("/")[0] == 200, within=60)
        print(f"Promoted: answers after {time.time() - began:.1f} s,", end=" ")
        print(answers(site, "lost"), flush=True)
        site.publish("instead", seconds=2)
        time.sleep(5)
        print(f"Published: {answers(site, 'lost')}; {answers(site, 'instead')}")


def answers(site: FaultSite, slug: str) -> str:
    """Return what the page of a release and the list say, asked 20 times of both workers."""
    path = f"/releases/2026/{slug}/"
    pages = collections.Counter(site.newsroom.get(path)[0] for _ in range(20))
    lists = sum(path.encode() in site.newsroom.get("/releases/")[1] for _ in range(20))
    return f"{slug} {dict(pages)}, on the list {lists} of 20 times"


@contextlib.contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """Mount a small disk in memory on the folder."""
    folder.mkdir(mode=0o700, exist_ok=True)
    size = f"size={megabytes}m,mode=700"
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(folder)], check=True
    )
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder: Path) -> Callable[[FaultSite], str]:
    """Return the fault that leaves no byte on the disk of this folder for five seconds."""

    def fault(site: FaultSite) -> str:
        ballast = folder / "ballast"
        with contextlib.suppress(OSError), ballast.open("wb") as file:
            while True:
                file.write(b"x" * 65536)
                file.flush()
        time.sleep(1)
        note = ""
        try:
            site.newsroom.manage("shell", "-c", TRY_TO_WRITE)
        except subprocess.CalledProcessError as error:
            note = (error.stderr or "").strip().splitlines()[-1][:90]
        time.sleep(4)
        ready = site.is_ready()
        ballast.unlink()
        return f"a change meanwhile: {note or 'written'}; ready meanwhile: {ready}"

    return fault


TRY_TO_WRITE = """
import datetime as dt
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from releases.models import Category
default_storage.save("attachments/ab/" + "ab" * 32, ContentFile(b"x" * 200_000))
for n in range(300):
    Category.objects.create(name=f"Full {n} {timezone.now()}", slug=f"full-{timezone.now():%H%M%S}-{n}")
"""


def try_disk(*, postgresql: bool) -> None:
    """Fill the disks of the site, of private files, and of logs."""
    with (
        tempfile.TemporaryDirectory(prefix="irsite-disk-") as folder,
        small_disk(Path(folder) / "var", 120) as var,
        small_disk(Path(folder) / "logs", 1) as logs,
    ):
        settings = {"IRSITE_ACCESS_LOG": str(logs / "access.log")}
        with fault_site(postgresql=postgresql, folder=var, **settings) as site:
            site.try_fault("Log disk full", fill(logs))
            site.try_fault("Disk of VAR full", fill(var))
            with small_disk(var / "private", 2):
                site.try_fault("Storage full", fill(var / "private"))


def set_offset(file: Path, offset: str) -> None:
    """Replace the file's content at once: processes read it at any time."""
    written = file.with_suffix(".new")
    written.write_text(offset)
    written.replace(file)


def shift_clock(file: Path, offset: str) -> Callable[[FaultSite], str]:
    """Return the fault that sets a clock off, for twenty seconds."""

    def fault(site: FaultSite) -> str:
        set_offset(file, offset)
        time.sleep(8)
        answer = site.newsroom.get("/readyz", port=site.operators)
        time.sleep(12)
        set_offset(file, "+0s")
        return f"readyz meanwhile: {answer[0]} {answer[1].decode().strip()}"

    return fault


def try_clock(**_engine: bool) -> None:
    """Set PostgreSQL's clock a minute either way; the machine's stays as it is."""
    with tempfile.TemporaryDirectory(prefix="irsite-clock-") as folder:
        Path(folder).chmod(0o755)
        file = Path(folder) / "offset"
        file.write_text("+0s")
        with fault_site(postgresql=True) as site:
            assert site.database
            # A server that starts ends where it finds no database.
            assert eventually(site.is_ready, within=60)
            site.database.follow_clock(file)
            for offset in ("+60s", "-60s"):
                fault = shift_clock(file, offset)
                name = f"PostgreSQL's clock {offset}"
                site.try_fault(name, fault, before=5.0, watch=25.0)


TRIES = {
    "processes": try_processes,
    "database": try_database,
    "failover": try_failover,
    "disk": try_disk,
    "clock": try_clock,
    "certificate": try_certificate,
    "waker": try_waker,
}


def main() -> None:
    """Try the faults that are named, or all."""
    names = [name for name in sys.argv[1:] if not name.startswith("--")]
    for name in names or TRIES:
        print(f"# {name}", flush=True)
        TRIES[name](postgresql="--postgresql" in sys.argv)


if __name__ == "__main__":
    os.chdir(ROOT)
    main()
