#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""Times `caducee reader list` beside `opensc-tool -l`, alternating, under the same pcscd: reader_list.py FILE CADUCEE."""

import json
import pathlib
import statistics
import subprocess
import sys
import time

ROUNDS = 150
WARM_UP = 5


def seconds(command):
    begin = time.perf_counter()
    # Without close_fds Python spawns instead of forking itself, which would cost more than what is measured.
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, close_fds=False, check=False)
    took = time.perf_counter() - begin
    if done.returncode != 0:
        sys.exit(f"bench: {command[0]}: exit {done.returncode}")
    return took


def main():
    target, ours = sys.argv[1:]
    commands = {"caducee reader list": [ours, "reader", "list"], "opensc-tool -l": ["opensc-tool", "-l"]}
    times = {name: [] for name in commands}
    for round_number in range(WARM_UP + ROUNDS):
        for name, command in commands.items():
            took = seconds(command)
            if round_number >= WARM_UP:
                times[name].append(took * 1000)
    mine, peer = (statistics.median(values) for values in times.values())
    kept = mine <= peer
    print(
        f"caducee reader list, median of {ROUNDS}: {mine:.2f} ms (opensc-tool -l {peer:.2f}, ratio {mine / peer:.2f})"
        f"  [≤ opensc-tool: {'kept' if kept else 'MISSED'}]"
    )
    figure = {
        "what": "caducee reader list", "value": mine, "unit": "ms", "ratio": mine / peer, "bar": "≤ opensc-tool -l",
        "kept": kept, "comparison": {"what": "opensc-tool -l", "value": peer},
        "spread": {name: [min(values), max(values)] for name, values in times.items()},
    }
    document = {"benchmark": "reader-list", "figures": [figure]}
    pathlib.Path(target).write_text(json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n")
    sys.exit(0 if kept else 1)


main()
