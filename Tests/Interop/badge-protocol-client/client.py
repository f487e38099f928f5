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


def live(reader, profile, path, originality, tier, pattern=""):
    from smartcard.Exceptions import SmartcardException

    import live_errors
    import live_files
    import live_keys
    import live_mirrors
    import live_picc
    import live_sessions
    import live_transactions
    from live_sessions import Setting
    from messaging import Refused

    checks = Checks(profile)
    at = Setting(reader, profile, json.loads(pathlib.Path(path).read_text(encoding="utf-8")),
                 bytes.fromhex(originality), checks)
    groups = [group for module in (live_sessions, live_files, live_transactions, live_keys, live_mirrors, live_errors,
                                   live_picc) for group in module.GROUPS]
    for group in (*(live_sessions.LONG if tier == "long" else ()), *groups):
        if pattern not in group.__name__:
            continue
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
    return 1 if checks.failed or not checks.passed else 0


sys.exit(main())
