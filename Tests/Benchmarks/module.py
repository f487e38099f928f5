#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""Times our PKCS#11 module beside OpenSC's, alternating, under the same pcscd: module.py FILE HOST MODULE SERVER.

HOST is module.c, compiled; SERVER is caducee-cards. Both modules start in a reader without a card, then sign with the
authentication key of the same virtual CPS3.
"""

import concurrent.futures
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

PEER = "/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so"
STARTS = 100
WARM_UP = 5
ROUNDS = 5
SIGNATURES = 1000
PROCESSES = 8
CONTENDED = 250
# Of the fictitious holder in Cards/cps3-medecin.
PIN = "1234"


class Host:
    """A program that signs with one module, ready to go."""

    def __init__(self, command, module, count):
        self.count = count
        self.process = subprocess.Popen(
            [command, "sign", module, str(count)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.say(PIN)
        self.added = int(self.line().removeprefix("ready "))

    def say(self, text):
        self.process.stdin.write(text + "\n")
        self.process.stdin.flush()

    def line(self):
        line = self.process.stdout.readline()
        if not line:
            sys.exit("bench: a host ended early")
        return line.strip()

    def sign(self):
        """Seconds that the signatures took, and the last of them."""
        self.say("go")
        took, signature = self.line().split()
        return float(took) / 1000, signature

    def close(self):
        self.process.stdin.close()
        if self.process.wait(60) != 0:
            sys.exit(f"bench: a host ended with {self.process.returncode}")


def start_times(host, modules):
    times = {name: [] for name in modules}
    for round_number in range(WARM_UP + STARTS):
        for name, module in modules.items():
            done = subprocess.run([host, "start", module], stdout=subprocess.PIPE, text=True, check=True)
            if round_number >= WARM_UP:
                times[name].append(float(done.stdout.split()[0]))
    return times


def insert_card(server):
    """A virtual CPS3 in the reader; returns when pcscd shows it."""
    port = os.environ["CADUCEE_VPCD_PORTS"].split(",")[0]
    process = subprocess.Popen(
        [server, "run", "cps3-medecin", "--cards", "Cards", "--port", port], stdout=subprocess.DEVNULL)
    for _ in range(200):
        shown = subprocess.run(["opensc-tool", "--list-readers"], stdout=subprocess.PIPE, text=True, check=True).stdout
        if any(line.split()[1:2] == ["Yes"] for line in shown.splitlines()):
            return process
        time.sleep(0.05)
    process.kill()
    sys.exit("bench: no card in the reader")


def sign_in_turn(host, modules):
    rates = {name: [] for name in modules}
    added = {name: [] for name in modules}
    signatures = set()
    for _ in range(ROUNDS):
        for name, module in modules.items():
            signer = Host(host, module, SIGNATURES)
            seconds, signature = signer.sign()
            signer.close()
            rates[name].append(SIGNATURES / seconds)
            added[name].append(signer.added)
            signatures.add(signature)
    # PKCS#1 v1.5 has no randomness: same key, same data, same signature.
    if len(signatures) != 1:
        sys.exit("bench: the modules do not agree on the signature")
    return rates, added


def sign_at_once(host, module):
    """Signatures a second of all processes together."""
    signers = [Host(host, module, CONTENDED) for _ in range(PROCESSES)]
    begin = time.perf_counter()
    with concurrent.futures.ThreadPoolExecutor(PROCESSES) as pool:
        results = list(pool.map(lambda signer: signer.sign(), signers))
    seconds = time.perf_counter() - begin
    for signer in signers:
        signer.close()
    if len({signature for _, signature in results}) != 1:
        sys.exit("bench: the processes do not agree on the signature")
    return PROCESSES * CONTENDED / seconds


def figure(what, value, unit, peer=None, bar=None, kept=None, spread=None):
    made = {"what": what, "value": value, "unit": unit}
    text = f"{what}: {value:.4g} {unit}"
    if peer is not None:
        made |= {"comparison": {"what": "OpenSC", "value": peer}, "ratio": value / peer}
        text += f" (OpenSC {peer:.4g}, ratio {value / peer:.2f})"
    if bar is not None:
        made |= {"bar": bar, "kept": kept}
        text += f"  [{bar}: {'kept' if kept else 'MISSED'}]"
    if spread is not None:
        made["spread"] = {name: [min(values), max(values)] for name, values in spread.items()}
    print(text, flush=True)
    return made


def main():
    target, host, module, server = sys.argv[1:]
    if not os.path.exists(PEER):
        sys.exit("bench: OpenSC's module is missing (apt install opensc-pkcs11)")
    modules = {"ours": module, "OpenSC": PEER}
    with tempfile.TemporaryDirectory() as folder:
        # Nobody's configuration or cache, for either.
        configuration = pathlib.Path(folder) / "opensc.conf"
        configuration.write_text("app default { debug = 0; }\n")
        os.environ |= {
            "HOME": folder, "XDG_CONFIG_HOME": folder, "XDG_CACHE_HOME": folder, "OPENSC_CONF": str(configuration)}
        starts = start_times(host, modules)
        card = insert_card(server)
        try:
            rates, added = sign_in_turn(host, modules)
            contended = {name: sign_at_once(host, module) for name, module in modules.items()}
        finally:
            card.kill()
    # The lower quartile: whatever else the machine does only adds to so short a time.
    start = {name: statistics.quantiles(values, n=4)[0] for name, values in starts.items()}
    rate = {name: statistics.median(values) for name, values in rates.items()}
    memory = {name: max(values) / 1024 for name, values in added.items()}
    size = os.path.getsize(module) / 1e6
    figures = [
        figure(f"{SIGNATURES} signatures in one session, CPS3 authentication key, median of {ROUNDS}", rate["ours"],
               "signatures/s", rate["OpenSC"], "≥ 1.5 × OpenSC", rate["ours"] >= 1.5 * rate["OpenSC"], rates),
        figure(f"{PROCESSES} processes at once, together", contended["ours"], "signatures/s", contended["OpenSC"]),
        figure(f"dlopen, C_Initialize, C_GetSlotList without a card, lower quartile of {STARTS}", start["ours"], "ms",
               start["OpenSC"], "≤ 1/3 OpenSC", 3 * start["ours"] <= start["OpenSC"], starts),
        figure("private dirty memory added after a signature", memory["ours"], "MiB", memory["OpenSC"], "≤ 3 MiB",
               memory["ours"] <= 3, added),
        figure("size of the module", size, "MB", bar="≤ 10 MB", kept=size <= 10),
    ]
    document = {"benchmark": "module", "figures": figures}
    pathlib.Path(target).write_text(json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n")
    sys.exit(0 if all(made.get("kept", True) for made in figures) else 1)


main()
