# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""Checks of what a program printed and of what it and the card said to each other."""

import json

from card_bench import ROOT
from references import References, difference

TRANSCRIPTS = ROOT / "Tests" / "Fixtures" / "Transcripts" / "opensc"


class Checks:
    """Says of each check whether it passed, and counts."""

    def __init__(self, bench, references):
        self.bench = bench
        self.references = References(references, {})
        self.passed = self.failed = 0

    def report(self, name, problem):
        if problem is None:
            self.passed += 1
            print(f"PASS {name}", flush=True)
        else:
            self.failed += 1
            print("\n     ".join([f"FAIL {name}", *str(problem).splitlines()]), flush=True)

    def equal(self, name, expected, happened):
        self.report(name, None if expected == happened else f"expected {expected!r}\nhappened {happened!r}")

    def output(self, name, reference, *command, status=0):
        """A program's exit code and its whole output."""
        outcome = self.bench.run(*command)
        problem = self.references.text_problem(reference, outcome.text)
        if outcome.status != status:
            problem = f"exit code {outcome.status}, not {status}\n{problem or ''}"
        self.report(name, problem)
        return outcome

    def dialogue(self, card, *references):
        """What the last programs said to the card, and what it answered."""
        exchanges = card.exchanges()
        for reference in references:
            self.report(f"  {reference}", self.references.dialogue_problem(reference, exchanges))

    def recorded(self, card, transcript, face=""):
        """Whether the last program and the card spoke as in a recorded transcript, from the first byte to the last."""
        lines = (TRANSCRIPTS / f"{transcript}.jsonl").read_text().splitlines()
        entries = [entry for entry in map(json.loads, lines) if "c" in entry]
        expected = [f"{mask(entry['c'])} {entry['r']}" for entry in entries]
        happened = [" ".join(exchange) for exchange in card.exchanges(face)]
        self.report(f"as in {transcript}.jsonl", difference(transcript, expected, happened))


def mask(command):
    """A command as our trace writes it: the data of VERIFY, CHANGE and RESET hidden."""
    return command[:10] + "*" * len(command[10:]) if command[2:4] in ("20", "24", "2C") else command
