# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""Counts what was checked, and says which part of the facts each check stands on."""


def shown(value):
    return value.hex().upper() or "(nothing)" if isinstance(value, bytes) else repr(value)


class Checks:
    def __init__(self, prefix):
        self.prefix, self.passed, self.failed = prefix, 0, 0

    def equal(self, clause, name, expected, happened):
        line = f"{self.prefix} {clause} {name}"
        if expected == happened:
            self.passed += 1
            print(f"PASS {line}", flush=True)
        else:
            self.failed += 1
            print(f"FAIL {line}\n     expected {shown(expected)}\n     happened {shown(happened)}", flush=True)
        return expected == happened

    def among(self, clause, name, readings, happened):
        """For what the facts leave open: one of these readings, by name, and nothing else; says which."""
        taken = next((label for label, value in readings.items() if value == happened), None)
        name += f" (left open: {taken or 'none of ' + ', '.join(readings)})"
        if self.equal(clause, name, True, taken is not None) is False:
            print(f"     read {shown(happened)}", flush=True)
