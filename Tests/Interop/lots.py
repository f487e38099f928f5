# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""A lot that something happens to: its command, its account, and what must hold at every moment and at the end."""

import json
import pathlib

from tool_bench import TRUST, finish

PIN = "1234"


class Lot:
    """FSE of one card's holder in a folder, signed into another; the register is shared by all lots of a bench."""

    def __init__(self, bench, results, card, name, count, first, seed=1):
        self.bench, self.results, self.name, self.profile = bench, results, name, card.profile
        self.identifier = card.description["holder"]["identifier"]
        self.numbers = list(range(first, first + count))
        self.inputs = bench.sample(f"{name}-in", card, count, first=first, seed=seed)
        self.out = bench.folder / f"{name}-out"
        self.certificate = (pathlib.Path(card.folder) / card.profile / "keys" / "sig.der").read_bytes()
        self.kept = {}

    @property
    def command(self):
        return ("fse", "sign", self.inputs, "--out", self.out, "--activity", "1", "--register",
                self.bench.folder / "register" / "numbers.sqlite", "--json", *TRUST)

    def start(self):
        return self.bench.start(*self.command, pin=PIN)

    def run(self):
        return finish(self.start())

    def problems(self, answer):
        """What is wrong with an account, and with what was kept from earlier runs."""
        found = []
        data = answer.envelope["data"]
        if data is not None:
            if sorted(data["signed"] + data["not_signed"]) != self.numbers:
                found.append("signed and not_signed are not the numbers of the lot")
            if bool(data["archive"]) != (answer.status == 0):
                found.append("a container without success, or success without container")
            if data["issuer"] != self.identifier:
                found.append("another issuer")
            missing = [number for number in data["signed"] if not (self.out / f"fse-{number:09}.p7s").exists()]
            if missing:
                found.append(f"told as signed, but not there: {missing}")
        return found + self.check_kept()

    def check_kept(self):
        """What is in the output folder stays as it is, and each signature is this holder's, over this content."""
        found = []
        for path in sorted(self.out.glob("fse-*")) if self.out.exists() else ():
            content = path.read_bytes()
            if self.kept.setdefault(path.name, content) != content:
                found.append(f"{path.name} is not what it was")
        for name in self.kept:
            if not (self.out / name).exists():
                found.append(f"{name} is gone")
        return found

    def signers(self):
        """FSE that this holder's card did not sign; signatures over another content than the input's."""
        found = []
        for signature in sorted(self.out.glob("fse-*.p7s")):
            if self.bench.signer(signature) != self.certificate:
                found.append(f"{signature.name}: signed by another certificate")
            payload = signature.with_suffix(".json")
            if json.loads(payload.read_text()) != json.loads((self.inputs / payload.name).read_text()):
                found.append(f"{payload.name}: not what was to be signed")
        return found

    def finish(self, name):
        """The same command again: all is signed, and all of it verifies."""
        answer = self.run()
        problems = self.problems(answer) + self.signers()
        if answer.status != 0 or answer.envelope["data"]["not_signed"]:
            problems.append(answer.text)
        if len(list(self.out.glob("fse-*.p7s"))) != len(self.numbers) or len(list(self.out.glob("*.asice"))) != 1:
            problems.append(f"the output folder is not complete: {len(list(self.out.iterdir()))} files")
        verified = self.bench.json("fse", "verify", self.out, *TRUST, reader=False)
        if verified.status:
            problems.append(verified.text)
        left = [path.name for path in self.out.iterdir() if not path.name.startswith(("fse-", "lot-"))]
        if left:
            problems.append(f"left behind: {left}")
        self.results.report(name, "\n".join(problems) or None)
