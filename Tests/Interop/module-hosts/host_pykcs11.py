# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""A program of a PyKCS11 user: host_pykcs11.py MODULE PIN-FILE JOBS

JOBS (JSON): [{"id", "mechanism", "data"}], in hexadecimal where they are bytes. Prints what it saw and made, as JSON.
"""

import json
import sys

import PyKCS11

PSS = {"SHA256_RSA_PKCS_PSS": PyKCS11.RSA_PSS_Mechanism(
    PyKCS11.CKM_SHA256_RSA_PKCS_PSS, PyKCS11.CKM_SHA256, PyKCS11.CKG_MGF1_SHA256, 32)}


def mechanism(name):
    return PSS.get(name) or PyKCS11.Mechanism(getattr(PyKCS11, f"CKM_{name}"))


def attempt(session, job):
    wanted = [(PyKCS11.CKA_CLASS, PyKCS11.CKO_PRIVATE_KEY), (PyKCS11.CKA_ID, bytes.fromhex(job["id"]))]
    keys = session.findObjects(wanted)
    if len(keys) != 1:
        return {"error": f"{len(keys)} keys"}
    try:
        made = session.sign(keys[0], bytes.fromhex(job["data"]), mechanism(job["mechanism"]))
    except PyKCS11.PyKCS11Error as error:
        return {"error": PyKCS11.CKR.get(error.value, hex(error.value))}
    return {"signature": bytes(made).hex()}


WITH_ID = (PyKCS11.CKO_CERTIFICATE, PyKCS11.CKO_PUBLIC_KEY, PyKCS11.CKO_PRIVATE_KEY)


def objects(session):
    seen = []
    for found in session.findObjects():
        kind, label = session.getAttributeValue(found, [PyKCS11.CKA_CLASS, PyKCS11.CKA_LABEL])
        identifier = b""
        if kind in WITH_ID:
            identifier = bytes(session.getAttributeValue(found, [PyKCS11.CKA_ID])[0])
        seen.append([PyKCS11.CKO[kind].removeprefix("CKO_"), label, identifier.hex().upper()])
    return seen


def main(module, pin_file, jobs):
    library = PyKCS11.PyKCS11Lib()
    library.load(module)
    slot = library.getSlotList(tokenPresent=True)[0]
    session = library.openSession(slot, PyKCS11.CKF_SERIAL_SESSION)
    result = {"public": objects(session)}
    with open(pin_file, encoding="ascii") as file:
        try:
            session.login(file.read())
        except PyKCS11.PyKCS11Error as error:
            print(json.dumps({**result, "login": PyKCS11.CKR.get(error.value, hex(error.value))}))
            return
    result["objects"] = objects(session)
    result["made"] = [attempt(session, job) for job in json.loads(jobs)]
    session.logout()
    result["after"] = objects(session)
    session.closeSession()
    print(json.dumps(result))


main(*sys.argv[1:])
