# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""The recorded calls of hosts of the established middleware, and what may end otherwise with our module."""

import json
import shutil

from card_bench import ROOT, BenchFailure

TRANSCRIPTS = ROOT / "Tests" / "Fixtures" / "Transcripts"
FOLDER = TRANSCRIPTS / "cryptolib"
CODES = {
    "CKR_OK": 0x000, "CKR_GENERAL_ERROR": 0x005, "CKR_ARGUMENTS_BAD": 0x007, "CKR_ATTRIBUTE_READ_ONLY": 0x010,
    "CKR_ATTRIBUTE_TYPE_INVALID": 0x012, "CKR_DATA_INVALID": 0x020, "CKR_FUNCTION_NOT_SUPPORTED": 0x054,
    "CKR_KEY_TYPE_INCONSISTENT": 0x063, "CKR_MECHANISM_INVALID": 0x070, "CKR_PIN_INCORRECT": 0x0A0,
    "CKR_PIN_LEN_RANGE": 0x0A2, "CKR_PIN_LOCKED": 0x0A4, "CKR_SESSION_HANDLE_INVALID": 0x0B3,
    "CKR_USER_PIN_NOT_INITIALIZED": 0x102,
}
# Profiles with the recorded data, and whose keys they get: those of the recorded certificates nobody has any more.
KEYS = {"transcript-cps3": "cps3-medecin", "transcript-cps4": "cps4-medecin", "transcript-cps4-t0": "cps4-medecin"}
# Cards that differ from their profile, by recording.
VARIANTS = {
    "cps4-t1-select-6985-recovery": {"quirks": {"firstSelectRefused": True}},
    "cps4-t1-verify-9000-shows-locked": {"quirks": {"verifiedAnswers9000": True}},
    "cps3-actua-complete": {"actua": {"start": "20240101120000", "end": "20240101120500"}},
    "cps3-actua-incomplete": {"actua": {"hex": "EC0B8107202401011200008200"}},
}


def code(text):
    return CODES[text] if text in CODES else int(text, 16)


class Call:
    """A call and how it ended: `code` is None when the recorded host could not make it."""

    def __init__(self, name):
        self.name, self.code, self.notes, self.presented = name, None, [], []


class Recording:
    """One scenario."""

    def __init__(self, path):
        self.name = path.stem
        self.calls = []
        for line in path.read_text(encoding="utf-8").splitlines():
            self._take(json.loads(line))

    def _take(self, entry):
        if "call" in entry:
            self.calls.append(Call(entry["call"]))
        if not self.calls:
            return
        last = self.calls[-1]
        if "note" in entry:
            last.notes.append(entry["note"])
        command = bytes.fromhex(entry.get("c", ""))
        if len(command) > 5 and command[1] == 0x20:
            last.presented.append(command[5:].decode("ascii"))
        if "return" in entry and not entry["rv"].startswith("not callable"):
            last.code = code(entry["rv"])

    @property
    def base(self):
        if self.name.startswith("cps3"):
            return "transcript-cps3"
        return "transcript-cps4" if self.name.startswith("cps4-t1") else "transcript-cps4-t0"

    @property
    def profile(self):
        """The card that it needs, among those of `make_cards`."""
        return self.name if self.name in VARIANTS else self.base

    @property
    def is_contactless(self):
        return self.name.startswith("cps3-contactless")

    @property
    def is_for_update(self):
        return self.name.endswith("update-mode")

    def accepted(self, call):
        """The difference that may be, if any."""
        for difference in DIFFERENCES:
            if self.name in difference["scenarios"] and call.name.startswith(difference["call"]):
                return difference
        return None

    def expected(self, call):
        """What our module is to return; None when there is nothing to compare with."""
        difference = self.accepted(call)
        if call.code is None or difference is None:
            return call.code
        if code(difference["recorded"]) != call.code:
            raise BenchFailure(f"{self.name}: {call.name} was not recorded as {difference['recorded']}")
        return code(difference["ours"])


RECORDINGS = [Recording(path) for path in sorted(FOLDER.glob("*.jsonl"))]
# What the tests of the library read too.
DIFFERENCES = json.loads((TRANSCRIPTS / "accepted-differences.json").read_text(encoding="utf-8"))


def make_cards(folder):
    """Profiles of the recorded cards with keys that match their certificates."""
    for base, other in KEYS.items():
        place = folder / base
        shutil.copytree(ROOT / "Cards" / base, place)
        description = json.loads((place / "card.json").read_text(encoding="utf-8"))
        keys = json.loads((ROOT / "Cards" / other / "card.json").read_text(encoding="utf-8"))
        for part in ("keys", "certificates"):
            description[part] = keys[part]
            for file in keys[part].values():
                shutil.copyfile(ROOT / "Cards" / other / file, place / file)
        (place / "card.json").write_text(json.dumps(description), encoding="utf-8")
    for recording in RECORDINGS:
        if recording.name in VARIANTS:
            place = folder / recording.name
            shutil.copytree(folder / recording.base, place)
            description = json.loads((place / "card.json").read_text(encoding="utf-8"))
            description.update(VARIANTS[recording.name])
            (place / "card.json").write_text(json.dumps(description), encoding="utf-8")
