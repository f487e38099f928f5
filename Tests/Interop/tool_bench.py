# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""The command line tool and virtual cards, through a private pcscd: what the acceptance scripts stand on."""

import argparse
import errno
import fcntl
import json
import os
import pathlib
import random
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import termios
import time

from card_bench import ROOT, BenchFailure, libc, reenter_with_pcscd

PR_SET_PDEATHSIG = 1
OPTIONS = {"pin": "--pin-fd", "new_pin": "--new-pin-fd", "puk": "--puk-fd", "confirm": "--confirm-fd"}
TRUST = ("--trust", str(ROOT / "Cards" / "pki"))


class Results:
    """Says of each check whether it passed, and counts."""

    def __init__(self):
        self.passed = self.failed = 0

    def report(self, name, problem=None):
        if problem is None:
            self.passed += 1
            print(f"PASS {name}", flush=True)
        else:
            self.failed += 1
            print("\n     ".join([f"FAIL {name}", *str(problem).splitlines()]), flush=True)

    def equal(self, name, expected, happened):
        self.report(name, None if expected == happened else f"expected {expected!r}\nhappened {happened!r}")

    def true(self, name, holds, otherwise=""):
        self.report(name, None if holds else f"does not hold\n{otherwise}")


class Answer:
    """What a run of the tool left behind."""

    def __init__(self, status, output, diagnostics):
        self.status, self.output, self.diagnostics = status, output, diagnostics

    @property
    def text(self):
        return (self.output + self.diagnostics).decode("utf-8", "replace")

    @property
    def envelope(self):
        try:
            return json.loads(self.output)
        except ValueError as error:
            raise BenchFailure(f"no envelope, exit {self.status}: {self.text}") from error

    @property
    def code(self):
        return (self.envelope["error"] or {}).get("code")


class ToolBench:
    """One reader, and programs run with nothing of the host's own: home, register and language are the bench's."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        binaries = pathlib.Path(os.environ["CADUCEE_BIN"])
        self.tool, self.server = binaries / "caducee", binaries / "caducee-cards"
        self.port = os.environ["CADUCEE_VPCD_PORTS"].split(",")[0]
        self.reader = os.environ["CADUCEE_VPCD_READERS"].split(";")[0]
        home = self.folder / "home"
        home.mkdir(mode=0o700, exist_ok=True)
        self.environment = {
            "PATH": os.environ["PATH"], "PCSCLITE_CSOCK_NAME": os.environ["PCSCLITE_CSOCK_NAME"],
            "HOME": str(home), "LC_ALL": "C.UTF-8", "TMPDIR": str(self.folder),
        }

    @property
    def pcscd(self):
        return int(pathlib.Path(os.environ["CADUCEE_PCSCD_PIDFILE"]).read_text())

    def kill_pcscd(self, restart=True):
        """SIGKILL to pcscd; returns when that process is gone, and with `restart` when there is another."""
        before = self.pcscd
        os.kill(int(os.environ["CADUCEE_PCSCD_CONTROL"]), signal.SIGUSR1 if restart else signal.SIGUSR2)
        wait_until(lambda: not is_alive(before) and (not restart or self.pcscd != before), "pcscd does not end")

    def start_pcscd(self):
        before = self.pcscd
        os.kill(int(os.environ["CADUCEE_PCSCD_CONTROL"]), signal.SIGUSR1)
        wait_until(lambda: self.pcscd != before, "pcscd does not start")

    def start(self, *arguments, stdout=subprocess.PIPE, terminal=None, reader=True, **secrets):
        """The tool, its secrets in pipes; with `terminal`, that is its controlling terminal."""
        command = [str(self.tool), *map(str, arguments)]
        if reader and "--reader" not in command:
            command += ["--reader", self.reader]
        ends = []
        for name, value in secrets.items():
            read, write = os.pipe()
            os.write(write, value.encode() + b"\n" if isinstance(value, str) else value)
            os.close(write)
            ends.append(read)
            command += [OPTIONS[name], str(read)]

        def become():
            if terminal is not None:
                fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
            libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)

        try:
            # A session of its own: without a controlling terminal unless one is given.
            return subprocess.Popen(
                command, env=self.environment, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=stdout,
                stderr=subprocess.PIPE, pass_fds=[*ends, *([terminal] if terminal is not None else [])],
                start_new_session=True, preexec_fn=become)
        finally:
            for end in ends:
                os.close(end)

    def run(self, *arguments, patience=60, **options):
        return finish(self.start(*arguments, **options), patience)

    def json(self, *arguments, **options):
        return self.run(*arguments, "--json", **options)

    def program(self, *arguments):
        """Another program, which must succeed."""
        done = subprocess.run(
            [str(argument) for argument in arguments], env=self.environment, cwd=self.folder,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
        if done.returncode:
            raise BenchFailure(f"{arguments[0]}: exit {done.returncode}\n{done.stderr.decode('utf-8', 'replace')}")
        return done.stdout

    def sample(self, name, card, count, first=1, seed=1, activity=0):
        """A folder of FSE of this card's holder, for one of its activities."""
        description = card.description
        place = description["activities"][activity]
        folder = self.folder / name
        self.program(
            ROOT / "tools" / "make-sample-fse", folder, count, description["holder"]["identifier"],
            place["structureIdentifier"], place["sector"], "--first", first, "--seed", seed)
        return folder

    def signer(self, signature):
        """The certificate, DER, of whoever signed a payload beside `signature`; fails if anything is wrong with it."""
        payload = next(path for path in (signature.with_suffix(".json"), signature.with_suffix(".b2")) if path.exists())
        out = self.folder / "signer.pem"
        self.program("openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", signature,
                     "-content", payload, "-CAfile", ROOT / "Cards" / "pki" / "ca.pem", "-signer", out,
                     "-out", os.devnull)
        return self.program("openssl", "x509", "-in", out, "-outform", "DER")


class Cards:
    """A running caducee-cards; its first card, fresh from the profile, is in the reader while the block lasts."""

    def __init__(self, bench, profile, trace=None, folder=ROOT / "Cards"):
        self.bench, self.profile, self.folder, self.trace = bench, profile, pathlib.Path(folder), trace
        self.socket_path = bench.folder / "control"
        self.description = describe(profile, self.folder)

    def __enter__(self):
        command = [str(self.bench.server), "run", self.profile, "--cards", str(self.folder), "--port", self.bench.port,
                   "--control", str(self.socket_path)]
        self.process = subprocess.Popen(
            command + (["--trace", str(self.trace)] if self.trace else []),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            preexec_fn=lambda: libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM))
        ready = select.select([self.process.stdout], [], [], 20)[0] and self.process.stdout.readline()
        if ready != b"ready\n":
            self.process.kill()
            self.process.wait()
            raise BenchFailure("the cards do not get into their readers: is pcscd there?")
        try:
            self.be_seen()
        except BaseException:
            # Who does not enter the block does not leave it either.
            self.process.kill()
            self.process.wait()
            self.process.stdout.close()
            raise
        return self

    def be_seen(self):
        """pcscd 1.9.9 with vpcd 3.3 now and then leaves a new connection unanswered: then the card is put in again."""
        try:
            wait_for_card(self.bench, True, 6)
        except BenchFailure:
            print(f"     {self.profile}: not seen by pcscd, put in again", flush=True)
            self.ask("remove")
            self.ask("insert")
            self.wait()

    def __exit__(self, kind, *_):
        self.process.terminate()
        self.process.wait(10)
        self.process.stdout.close()
        try:
            # Otherwise pcscd could take the next card for this one.
            self.wait(present=False)
        except BenchFailure:
            # The first failure is the one to tell.
            if kind is None:
                raise

    def wait(self, present=True):
        wait_for_card(self.bench, present)

    def ask(self, verb, **fields):
        """One request on the control socket."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.connect(str(self.socket_path))
            line.sendall(json.dumps({"verb": verb, **fields}).encode() + b"\n")
            answer = json.loads(line.makefile().readline())
        if not answer["ok"]:
            raise BenchFailure(f"{verb}: {answer['error']}")
        return answer

    @property
    def statistics(self):
        return self.ask("statistics")["statistics"]

    @property
    def signatures(self):
        return sum(self.statistics["private_operations"].values())

    def swap(self, profile):
        """Another card into the same reader, now."""
        self.ask("swap", card=self.profile, profile=profile)
        self.profile = profile
        self.description = describe(profile, self.folder)


def wait_for_card(bench, present, seconds=20):
    """Until pcscd shows the reader with a card, or without one: it looks every 0.4 s."""

    def is_so():
        answer = bench.json("reader", "list", reader=False)
        readers = (answer.envelope["data"] or {}).get("readers", [])
        states = {reader["name"]: reader["state"] for reader in readers}
        return bool(states) and (states.get(bench.reader) in ("present", "shared", "exclusive")) == present

    wait_until(is_so, f"pcscd does not show the reader {'with' if present else 'without'} a card", seconds)


def describe(profile, folder=ROOT / "Cards"):
    return json.loads((pathlib.Path(folder) / profile / "card.json").read_text())


def finish(process, patience=60):
    try:
        output, diagnostics = process.communicate(timeout=patience)
    except subprocess.TimeoutExpired:
        process.kill()
        output, diagnostics = process.communicate()
        return Answer(-signal.SIGALRM, output or b"", (diagnostics or b"") + b"\n(no end in time)")
    return Answer(process.returncode, output or b"", diagnostics or b"")


def is_alive(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            return file.read().rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ESRCH):
            return False
        raise


def wait_until(holds, otherwise, seconds=20):
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            raise BenchFailure(otherwise)
        time.sleep(0.02)


def resources(pid):
    """Descriptors and threads of a process."""
    return len(os.listdir(f"/proc/{pid}/fd")), len(os.listdir(f"/proc/{pid}/task"))


def busiest(pid, seconds=2.0):
    """The most descriptors and threads of a process that comes and goes with its waits."""
    most = resources(pid)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        most = tuple(map(max, most, resources(pid)))
        time.sleep(0.02)
    return most


def binaries():
    """The folder of the programs under test."""
    if "CADUCEE_BIN" not in os.environ:
        shown = subprocess.run(["swift", "build", "--show-bin-path"], cwd=ROOT, stdout=subprocess.PIPE, check=False)
        os.environ["CADUCEE_BIN"] = shown.stdout.decode().strip()
    return pathlib.Path(os.environ["CADUCEE_BIN"])


def main(page, groups):
    """Runs the groups of a script: quick by default, everything with --all, repeatable with --seed."""
    parser = argparse.ArgumentParser(description=page, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true", help="the full tier")
    parser.add_argument("--seed", type=int, help="repeats a run; printed at its begin")
    parser.add_argument("filter", nargs="?", default="", help="only groups whose name holds it")
    options = parser.parse_args()
    name = os.path.basename(sys.argv[0])
    for program in ("caducee", "caducee-cards"):
        if not (binaries() / program).is_file():
            print(f"{name}: {program} is missing (swift build --product {program})", file=sys.stderr)
            return 69
    if not shutil.which("openssl"):
        print(f"{name}: openssl is missing (apt install openssl)", file=sys.stderr)
        return 69
    reenter_with_pcscd()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    seed = options.seed if options.seed is not None else random.randrange(1_000_000)
    print(f"{name}: seed {seed}", flush=True)
    results = Results()
    with tempfile.TemporaryDirectory(prefix=f"caducee-{name}-", dir="/tmp") as folder:
        bench = ToolBench(folder)
        for group in groups:
            if options.filter not in group.__name__:
                continue
            print(f"-- {group.__name__}", flush=True)
            try:
                group(bench, results, options.all, random.Random(f"{seed} {group.__name__}"))
            except BenchFailure as failure:
                results.report(group.__name__, failure)
            if not is_alive(bench.pcscd):
                bench.start_pcscd()
    print(f"{results.passed} passed, {results.failed} failed")
    return 1 if results.failed else 0
