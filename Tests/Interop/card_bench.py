# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""A virtual card in the reader of a private pcscd, and foreign programs run against it."""

import ctypes
import json
import os
import pathlib
import signal
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PR_SET_PDEATHSIG = 1
libc = ctypes.CDLL(None, use_errno=True)


class BenchFailure(Exception):
    """The bench itself does not work: nothing can be said about the card."""


def reenter_with_pcscd():
    """Starts this script again under a pcscd of its own, unless it already has one."""
    if "CADUCEE_VPCD_PORTS" not in os.environ:
        wrapper = str(ROOT / "tools" / "private-pcscd")
        os.execv(wrapper, [wrapper, "--isolate", "--", os.path.abspath(sys.argv[0]), *sys.argv[1:]])


class Outcome:
    """What a program left behind."""

    def __init__(self, completed):
        self.status = completed.returncode
        self.output = completed.stdout
        # One after the other: both on one pipe would mix as the C library's buffers please.
        self.text = (completed.stdout + completed.stderr).decode("utf-8", "replace")


class Bench:
    """One reader: its contact slot, its contactless slot, and the surroundings of the programs."""

    def __init__(self, folder, server):
        self.folder, self.server = pathlib.Path(folder), server
        self.port = os.environ["CADUCEE_VPCD_PORTS"].split(",")[0]
        self.contact = os.environ["CADUCEE_VPCD_READERS"].split(";")[0]
        self.contactless = self.contact[:-2] + "01"
        configuration = self.folder / "opensc.conf"
        configuration.write_text("app default { debug = 0; }\n")
        # Neither the host's configuration nor a file cache: every run meets a cold card.
        self.environment = {
            **os.environ, "OPENSC_CONF": str(configuration), "HOME": str(folder), "XDG_CACHE_HOME": str(folder),
            "LC_ALL": "C",
        }

    def run(self, *arguments, status=None, data=None):
        try:
            completed = subprocess.run(
                [str(argument) for argument in arguments], env=self.environment, cwd=self.folder, input=data or b"",
                stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise BenchFailure(f"{arguments[0]}: {error}") from error
        outcome = Outcome(completed)
        if status is not None and outcome.status != status:
            raise BenchFailure(f"{arguments[0]}: exit {outcome.status}\n{outcome.text}")
        return outcome

    def openssl(self, *arguments, data=None):
        return self.run("openssl", *arguments, status=0, data=data).output

    def wait_for_cards(self, expected, server=None):
        """Until pcscd shows exactly these slots occupied; it looks every 0.4 s."""
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            if server and server.poll() is not None:
                raise BenchFailure(f"caducee-cards ended with {server.returncode}")
            lines = self.run("opensc-tool", "--list-readers").text.splitlines()
            occupied = {line.split(maxsplit=2)[2].strip() for line in lines if line.split()[1:2] == ["Yes"]}
            if occupied == expected:
                return
            time.sleep(0.05)
        raise BenchFailure(f"pcscd does not show the cards of {sorted(expected)}")


class Card:
    """A virtual card fresh from its profile, in the reader for as long as the `with` block lasts."""

    def __init__(self, bench, profile):
        self.bench, self.profile = bench, profile
        self.folder = ROOT / "Cards" / profile
        self.description = json.loads((self.folder / "card.json").read_text())
        self.trace = bench.folder / f"{profile}.jsonl"
        self.control = bench.folder / "control"
        self.read = 0

    def __enter__(self):
        self.process = subprocess.Popen(
            [self.bench.server, "run", self.profile, "--cards", ROOT / "Cards", "--port", self.bench.port,
             "--trace", self.trace, "--control", self.control],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            # The cards leave with us, however we end.
            preexec_fn=lambda: libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM))
        slots = set() if self.description.get("kind") == "badge" else {self.bench.contact}
        if not slots or "contactless" in self.description:
            slots.add(self.bench.contactless)
        try:
            self.bench.wait_for_cards(slots, self.process)
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, kind, *_):
        self.stop()
        if kind is None or issubclass(kind, Exception):
            # Otherwise pcscd could take the next card for this one.
            self.bench.wait_for_cards(set())

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.trace.unlink(missing_ok=True)

    def exchanges(self, face=""):
        """Commands and answers of a face since the last call for any."""
        lines = self.trace.read_text().splitlines()
        new, self.read = lines[self.read:], len(lines)
        entries = [json.loads(line) for line in new]
        return [(entry["c"], entry["r"]) for entry in entries if entry["card"] == self.profile + face and "c" in entry]

    def statistics(self):
        answer = self.bench.run(self.bench.server, "ctl", "--control", self.control, "statistics", status=0)
        return json.loads(answer.output)["statistics"]
