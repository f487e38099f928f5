# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""The client of Tests/Interop/badge-protocol: vectors first, then a badge in the reader that is named.

  client.py vectors
  client.py live READER PROFILE card.json ORIGINALITY-KEY-HEX long|short [FILTER]
"""

import json
import pathlib
import sys
import traceback

import vectors_ev2
import vectors_proofs
from checks import Checks

# The chapter that changes a card's sessions for ever, and so wants a card of its own.
RESILIENT = "resilient"
# None is what an interpreter that gives up exits with.
ALL_PASSED, SOME_FAILED, NOTHING_DONE = 0, 10, 11


def live(reader, profile, path, originality, tier, pattern=""):
    from smartcard.Exceptions import SmartcardException

    import live_errors
    import live_files
    import live_keys
    import live_mirrors
    import live_picc
    import live_resilient
    import live_sessions
    import live_transactions
    from live_sessions import Setting
    from messaging import Refused

    checks = Checks(profile)
    at = Setting(reader, profile, json.loads(pathlib.Path(path).read_text(encoding="utf-8")),
                 bytes.fromhex(originality), checks)
    # Groups of one chapter build on each other; chapters do not.
    chapters = {"sessions": live_sessions, "files": live_files, "transactions": live_transactions, "keys": live_keys,
                "mirrors": live_mirrors, "errors": live_errors, "card": live_picc}
    groups = [group for name, chapter in chapters.items() if pattern in name for group in chapter.GROUPS]
    if pattern == RESILIENT:
        groups.extend(live_resilient.GROUPS)
    if tier == "long" and pattern in "sessions":
        groups.extend(live_sessions.LONG)
    for group in groups:
        try:
            group(at)
        except (Refused, ValueError, LookupError, TypeError, SmartcardException) as error:
            place = traceback.extract_tb(error.__traceback__)
            lines = " < ".join(f"{pathlib.Path(frame.filename).stem}:{frame.lineno}" for frame in reversed(place))
            checks.equal("", f"{group.__name__} to its end", "", f"{type(error).__name__}: {error} at {lines}")
    return checks


def main():
    if sys.argv[1] == "vectors":
        checks = Checks("vectors")
        vectors_ev2.run(checks)
        vectors_proofs.run(checks)
    else:
        checks = live(*sys.argv[2:])
    return ALL_PASSED if checks.passed and not checks.failed else SOME_FAILED if checks.failed else NOTHING_DONE


sys.exit(main())
