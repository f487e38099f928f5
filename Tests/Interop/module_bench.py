# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""Foreign programs that load the PKCS#11 module: what the scripts of the module's clients stand on."""

import argparse
import fcntl
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import termios
import urllib.parse

from card_bench import PR_SET_PDEATHSIG, ROOT, Bench, BenchFailure, Card, Outcome, libc, reenter_with_pcscd
from tool_bench import Results, binaries, wait_until

MODULE = ROOT / "dist" / "lib" / "libcaducee-pkcs11.so"
HOSTS = pathlib.Path(__file__).resolve().parent / "module-hosts"
APPLICATION = "E828BD080F8025000001FF0010"
# The last byte of CKA_ID is the key's reference: on a CPS3 its number, on a CPS4 that of the ChipDoc applet.
REFERENCES = {"cps3": {"signature": "01", "authentication": "02"}, "cps4": {"signature": "10", "authentication": "20"}}
# Test values of the profiles, which protect nothing.
PIN, WRONG_PIN = "1234", "9999"
AUTHORITIES = ROOT / "Cards" / "pki" / "ca.pem"


class ModuleBench(Bench):
    """One reader, the module, and programs that meet no configuration but the bench's own."""

    def __init__(self, folder, server, module):
        super().__init__(folder, server)
        self.module = module
        # Neither the settings of this machine nor those of whoever runs the test.
        self.environment = {name: value for name, value in self.environment.items()
                            if not name.startswith(("CADUCEE_PKCS11_", "CPS3_", "OPENSSL_", "SSH_"))}
        self.environment["XDG_CONFIG_HOME"] = str(self.folder)
        self.environment["CADUCEE_CONFIG"] = str(self.write("caducee.toml", ""))
        self.pin_file = self.secret("pin", PIN)
        self.wrong_pin_file = self.secret("wrong-pin", WRONG_PIN)

    def secret(self, name, value):
        path = self.folder / name
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
            file.write(value)
        return path

    def write(self, name, content):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def run(self, *arguments, status=None, data=None, patience=60, **variables):
        """A program to its end; one that does not end has the status of the alarm."""
        try:
            completed = subprocess.run(
                [str(argument) for argument in arguments], cwd=self.folder, input=data or b"", timeout=patience,
                env={**self.environment, **{name: str(value) for name, value in variables.items()}},
                stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        except OSError as error:
            raise BenchFailure(f"{arguments[0]}: {error}") from error
        except subprocess.TimeoutExpired as error:
            late = (error.stderr or b"") + b"\n(no end in time)"
            completed = subprocess.CompletedProcess(arguments, -signal.SIGALRM, error.stdout or b"", late)
        outcome = Outcome(completed)
        if status is not None and outcome.status != status:
            raise BenchFailure(f"{arguments[0]}: exit {outcome.status}\n{outcome.text}")
        return outcome

    def run_at(self, terminal, *arguments, **variables):
        """A program at a terminal of its own, answered there; its exit code."""

        def become():
            fcntl.ioctl(terminal.slave, termios.TIOCSCTTY, 0)
            libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)

        process = subprocess.Popen(
            [str(argument) for argument in arguments], cwd=self.folder, start_new_session=True, preexec_fn=become,
            env={**self.environment, **{name: str(value) for name, value in variables.items()}},
            stdin=terminal.slave, stdout=terminal.slave, stderr=terminal.slave)
        try:
            terminal.serve(lambda: process.poll() is not None, 30)
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()
        return process.returncode

    def compile(self, source, name, *options):
        """A host of the module, in C."""
        program = self.folder / name
        self.run("cc", "-std=c11", "-O1", "-Wall", "-Wextra", "-Werror", "-I/usr/include/p11-kit-1",
                 HOSTS / source, "-o", program, *options, status=0)
        return program


class Holder(Card):
    """A card in the reader, and what the test PKI knows of its keys."""

    def __enter__(self):
        super().__enter__()
        try:
            self.generation = self.description["generation"]
            self.identifiers = {role: APPLICATION + end for role, end in REFERENCES[self.generation].items()}
            self.certificates, self.public_keys = {}, {}
            for role in self.identifiers:
                der = self.folder / self.description["certificates"][role]
                x509 = ["x509", "-inform", "DER", "-in", der]
                self.certificates[role] = self.bench.write(f"{role}.pem", self.bench.openssl(*x509))
                public = self.bench.openssl(*x509, "-noout", "-pubkey")
                self.public_keys[role] = self.bench.write(f"{role}.pub", public)
        except BaseException:
            self.stop()
            raise
        return self

    def uri(self, role, kind="private", query=""):
        """The PKCS#11 URI (RFC 7512) of a key or a certificate."""
        # With the token's name: libp11 logs in only where one token can be meant, and a CPS3 has a second, contactless.
        token = urllib.parse.quote(self.description["tokenInfo"]["label"])
        identifier = "".join(f"%{byte:02X}" for byte in bytes.fromhex(self.identifiers[role]))
        return f"pkcs11:token={token};id={identifier};type={kind}{query}"

    def pull(self):
        """The contact face leaves its reader."""
        self.ask("remove")
        self.bench.wait_for_cards(self.others)

    def insert(self):
        self.ask("insert")
        self.bench.wait_for_cards(self.others | {self.bench.contact})

    @property
    def others(self):
        return {self.bench.contactless} if "contactless" in self.description else set()

    def ask(self, verb):
        self.bench.run(self.bench.server, "ctl", "--control", self.control, verb, status=0)

    def counters(self):
        """Tries left of the PIN, and operations of each key so far."""
        now = self.statistics()
        return now["pin_tries_left"], dict(now["private_operations"])

    def verifies(self, role, function, signature, message, *options):
        """What openssl thinks of a signature; None when it is good."""
        told = self.bench.run("openssl", "dgst", f"-{function}", "-verify", self.public_keys[role], *options,
                              "-signature", signature, message)
        return None if told.output == b"Verified OK\n" else told.text


class Server:
    """A program that serves until the block ends; what it says goes to a file."""

    def __init__(self, bench, name, command, ready, **variables):
        self.bench, self.command, self.ready = bench, [str(word) for word in command], ready
        self.variables = {key: str(value) for key, value in variables.items()}
        self.log = bench.folder / f"{name}.log"

    def __enter__(self):
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                self.command, env={**self.bench.environment, **self.variables}, cwd=self.bench.folder,
                stdin=subprocess.PIPE, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
                # It leaves with us, however we end.
                preexec_fn=lambda: libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL))
        try:
            wait_until(lambda: self.ready() or self.process.poll() is not None, "is not ready", 20)
            if self.process.poll() is not None:
                raise BenchFailure("ended at once")
        except BenchFailure as failure:
            self.__exit__()
            raise BenchFailure(f"{self.command[0]} {failure}\n{self.said}") from failure
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdin.close()

    @property
    def said(self):
        return self.log.read_text(encoding="utf-8", errors="replace")


def free_port():
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def listens(port):
    """Whether somebody listens there, without connecting: some servers take one connection only."""
    tables = [path for path in map(pathlib.Path, ("/proc/net/tcp", "/proc/net/tcp6")) if path.exists()]
    sockets = [line.split() for path in tables for line in path.read_text().splitlines()]
    return any(words[1].endswith(f":{port:04X}") and words[3] == "0A" for words in sockets)


def built_module():
    """The module of these sources; None when it cannot be built."""
    sources = [ROOT / "Package.swift", *(ROOT / "Sources").rglob("*.*")]
    newest = max(path.stat().st_mtime for path in sources)
    if not MODULE.is_file() or MODULE.stat().st_mtime < newest:
        if subprocess.run([ROOT / "tools" / "build", "caducee-pkcs11"], check=False).returncode:
            return None
    return MODULE if MODULE.is_file() else None


def missing(programs):
    for program, package in {"openssl": "openssl", "opensc-tool": "opensc", **programs}.items():
        if not (shutil.which(program) or shutil.which(program, path="/usr/sbin:/sbin")):
            return f"{program} is missing (apt install {package})"
    for program in ("caducee-cards",):
        if not (binaries() / program).is_file():
            return f"{program} is missing (swift build --product {program})"
    return None


def main(page, groups, programs, prepare=None):
    """Runs the groups of a script. `programs`: what it needs and in which package; `prepare` may add a lack."""
    parser = argparse.ArgumentParser(description=page, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true", help="the full tier")
    parser.add_argument("--module", help="the module to test; that of these sources otherwise")
    parser.add_argument("filter", nargs="?", default="", help="only groups whose name holds it")
    options = parser.parse_args()
    name = os.path.basename(sys.argv[0])
    # Before the network is isolated, which building and installing may need.
    lack = missing(programs) or (prepare() if prepare else None)
    module = pathlib.Path(options.module).resolve() if options.module else None if lack else built_module()
    if not lack and (module is None or not module.is_file()):
        lack = f"{options.module or MODULE} is missing (tools/build caducee-pkcs11)"
    if lack:
        print(f"{name}: {lack}", file=sys.stderr)
        return 69
    reenter_with_pcscd()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    results = Results()
    with tempfile.TemporaryDirectory(prefix=f"caducee-{name}-", dir="/tmp") as folder:
        bench = ModuleBench(folder, str(binaries() / "caducee-cards"), module)
        bench.all = options.all
        for group in groups:
            if options.filter not in group.__name__:
                continue
            print(f"-- {group.__name__}: {group.__doc__}", flush=True)
            try:
                group(bench, results)
            except (BenchFailure, OSError, KeyError, json.JSONDecodeError) as error:
                results.report(f"{group.__name__} to its end", f"{type(error).__name__}: {error}")
    print(f"{results.passed} passed, {results.failed} failed")
    return 1 if results.failed or not results.passed else 0
