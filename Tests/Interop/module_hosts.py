# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""The C programs of module-hosts/ that load the PKCS#11 module: built, run, and their lines counted."""

import os
import pathlib
import shutil
import subprocess

from card_bench import ROOT, BenchFailure

SOURCES = ROOT / "Tests" / "Interop" / "module-hosts"
DEFAULT_MODULE = ROOT / "dist" / "lib" / "libcaducee-pkcs11.so"
# What each program is made of besides itself.
PARTS = {
    "sizes": (), "hostile": ("host", "calls", "places"), "refusals": ("host", "calls", "places"),
    "weather": ("host", "calls", "places"),
}
# A program that shows its functions to the libraries that it loads.
FLAGS = {"interpose": ("-rdynamic",)}
SANITIZERS = ("address", "thread")


def compiler():
    """The clang beside the Swift compiler: its sanitizers' runtimes come with it."""
    swift = shutil.which("swiftc")
    beside = pathlib.Path(swift).resolve().parent / "clang" if swift else None
    return beside if beside and beside.exists() else pathlib.Path("cc")


def module():
    """The module under test: $CADUCEE_MODULE, else the one that tools/build makes."""
    path = pathlib.Path(os.environ.get("CADUCEE_MODULE", DEFAULT_MODULE)).resolve()
    if not path.exists() and path == DEFAULT_MODULE:
        subprocess.run([ROOT / "tools" / "build", "caducee-pkcs11"], check=False)
    if not path.exists():
        raise BenchFailure(f"{path} is missing (tools/build caducee-pkcs11)")
    return path


def instrumented(sanitizer):
    """The module built with a sanitizer, so that this sees what happens inside too."""
    command = ["swift", "build", f"--sanitize={sanitizer}", "--scratch-path", f".build-{sanitizer}", "--product",
               "caducee-pkcs11"]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        raise BenchFailure(f"the module cannot be built: {done.stdout.decode('utf-8', 'replace')}")
    shown = subprocess.run([*command, "--show-bin-path"], cwd=ROOT, stdout=subprocess.PIPE, check=True)
    return pathlib.Path(shown.stdout.decode().strip()) / DEFAULT_MODULE.name


def build(folder, name, sanitizer=None):
    """One program, built once."""
    program = pathlib.Path(folder) / "-".join(filter(None, (name, sanitizer)))
    if program.exists():
        return program
    command = [
        compiler(), "-std=c11", "-D_GNU_SOURCE", "-O1", "-g", "-Wall", "-Wextra", "-Werror", "-pthread", "-fuse-ld=lld",
        "-I", ROOT / "Sources" / "CCryptoki", *FLAGS.get(name, ()),
        *(SOURCES / f"{part}.c" for part in (*PARTS.get(name, ("host",)), name)), "-o", program, "-lcrypto", "-ldl",
    ]
    if sanitizer:
        # A library built with the sanitizer finds the runtime in the program, and Swift's calls more of it than C's.
        command += [f"-fsanitize={sanitizer}", "-fno-omit-frame-pointer", "-rdynamic"]
    if sanitizer == "thread":
        # The tool chain's runtime knows libdispatch, and wants it.
        libraries = compiler().parent.parent / "lib" / "swift" / "linux"
        command += ["-L", libraries, f"-Wl,-rpath,{libraries}", "-ldispatch", "-lBlocksRuntime"]
        command += [f"-Wl,-u,__tsan_external_{call}" for call in ("read", "write", "register_tag", "assign_tag")]
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        raise BenchFailure(f"{name} cannot be built: {done.stdout.decode('utf-8', 'replace')}")
    return program


class Host:
    """A running program."""

    def __init__(self, bench, name, *arguments, sanitizer=None, loaded=None):
        self.bench, self.title = bench, " ".join([name, *map(str, arguments)])
        program = build(bench.folder, name, sanitizer)
        self.process = subprocess.Popen(
            [str(program), str(loaded or module()), *map(str, arguments)], cwd=bench.folder, env=bench.environment,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, errors="replace")

    def finish(self, patience):
        """What it wrote, and how it ended: -SIGKILL when it did not end in time."""
        try:
            output, diagnostics = self.process.communicate(timeout=patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            output, diagnostics = self.process.communicate()
            diagnostics += f"\n(no end within {patience} s)"
        return self.process.returncode, output, diagnostics

    def report(self, results, label, patience=300):
        """Its lines become ours; whatever else it or the module wrote is a failure."""
        status, output, diagnostics = self.finish(patience)
        self.judge(results, label, status, output, diagnostics)

    def judge(self, results, label, status, output, diagnostics):
        failed, other = False, []
        for line in output.splitlines():
            verdict, _, text = line.partition(" ")
            if verdict == "PASS":
                results.report(f"{label}: {text}")
            elif verdict == "FAIL":
                failed = True
                results.report(f"{label}: {text}", "see the line above")
            elif verdict != "--":
                other.append(line)
        if status == 69:
            raise BenchFailure(f"{self.title}: {output}{diagnostics}")
        if diagnostics or other or (status != 0 and not failed):
            told = "\n".join([*other, diagnostics]).strip()
            results.report(f"{label}: {self.title} to its end", f"exit {status}\n{told}")
