# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""A program of a python-pkcs11 user: host_python_pkcs11.py MODULE PIN-FILE JOBS, as host_pykcs11.py.

A job with "again" gives the PIN once more, for this one signature.
"""

import json
import sys

import pkcs11

PSS = {"SHA256_RSA_PKCS_PSS": (pkcs11.Mechanism.SHA256, pkcs11.MGF.SHA256, 32)}


def attempt(session, job, pin):
    try:
        key = session.get_key(pkcs11.ObjectClass.PRIVATE_KEY, id=bytes.fromhex(job["id"]))
        made = key.sign(bytes.fromhex(job["data"]), mechanism=getattr(pkcs11.Mechanism, job["mechanism"]),
                        mechanism_param=PSS.get(job["mechanism"]), **({"pin": pin} if job.get("again") else {}))
    except pkcs11.PKCS11Error as error:
        return {"error": type(error).__name__}
    return {"signature": made.hex()}


WITH_ID = (pkcs11.ObjectClass.CERTIFICATE, pkcs11.ObjectClass.PUBLIC_KEY, pkcs11.ObjectClass.PRIVATE_KEY)


def objects(session):
    seen = []
    for found in session.get_objects():
        kind = found[pkcs11.Attribute.CLASS]
        identifier = found[pkcs11.Attribute.ID] if kind in WITH_ID else b""
        seen.append([kind.name, getattr(found, "label", None), identifier.hex().upper()])
    return seen


def main(module, pin_file, jobs):
    slot = pkcs11.lib(module).get_slots(token_present=True)[0]
    token = slot.get_token()
    with token.open() as session:
        result = {"public": objects(session)}
    with open(pin_file, encoding="ascii") as file:
        pin = file.read()
    try:
        with token.open(user_pin=pin) as session:
            result["objects"] = objects(session)
            result["made"] = [attempt(session, job, pin) for job in json.loads(jobs)]
    except pkcs11.PKCS11Error as error:
        result["login"] = type(error).__name__
        print(json.dumps(result))
        return
    with token.open() as session:
        result["after"] = objects(session)
    print(json.dumps(result))


main(*sys.argv[1:])
