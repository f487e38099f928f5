#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""check_manifest.py LOT.asice...: hold a lot against its manifest and its index, with the standard library alone.

Independent of the program that made the lot: container layout (ETSI EN 319 162-1), SHA-256 of every file in the
manifest and in lot.json, order, numbers without gap, totals. Signatures are for `openssl cms -verify -cades`.
Exit status 1 and a line per fault when something is wrong.
"""
import base64
import hashlib
import json
import sys
import xml.etree.ElementTree as ElementTree
import zipfile

ASIC = "{http://uri.etsi.org/02918/v1.2.1#}"
DS = "{http://www.w3.org/2000/09/xmldsig#}"
MANIFEST, SIGNATURE = "META-INF/ASiCManifest001.xml", "META-INF/signature001.p7s"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"


def faults(path):
    with zipfile.ZipFile(path) as archive:
        infos = archive.infolist()
        names = [info.filename for info in infos]
        if archive.testzip() is not None:
            yield "checksum of " + archive.testzip()
        first = infos[0]
        if first.filename != "mimetype" or first.header_offset != 0 or first.extra:
            yield "mimetype is not the first entry, or has an extra field"
        if any(info.compress_type != zipfile.ZIP_STORED for info in infos):
            yield "an entry is compressed"
        if archive.read("mimetype") != b"application/vnd.etsi.asic-e+zip":
            yield "mimetype"
        root = ElementTree.fromstring(archive.read(MANIFEST))
        if root.tag != ASIC + "ASiCManifest" or root.find(ASIC + "SigReference").get("URI") != SIGNATURE:
            yield "manifest root"
        references = root.findall(ASIC + "DataObjectReference")
        for reference in references:
            name = reference.get("URI")
            if reference.find(DS + "DigestMethod").get("Algorithm") != SHA256:
                yield "digest method of " + name
            digest = base64.b64decode(reference.find(DS + "DigestValue").text)
            if name not in names or hashlib.sha256(archive.read(name)).digest() != digest:
                yield "manifest digest of " + name
        listed = [reference.get("URI") for reference in references]
        if sorted(listed + ["mimetype", MANIFEST, SIGNATURE]) != sorted(names):
            yield "manifest does not list every file once"

        lot = json.loads(archive.read("lot.json"))
        order = ["lot.json"]
        sums = {"documents": 0, "acts": 0, "compulsory": 0, "complementary": 0, "patient": 0}
        for item in lot["files"]:
            for file in (item, item["signature"]):
                order.append(file["name"])
                content = archive.read(file["name"])
                if hashlib.sha256(content).hexdigest() != file["sha256"] or len(content) != file["size"]:
                    yield "lot.json about " + file["name"]
            if item["name"].endswith(".json"):
                document = json.loads(archive.read(item["name"]))
                if document["number"] != item["number"]:
                    yield "number of " + item["name"]
                sums["documents"] += 1
                for part, amount in document["totals"].items():
                    sums[part] += amount
        if order != listed:
            yield "order"
        numbers = [item["number"] for item in lot["files"]]
        if numbers != list(range(lot["first"], lot["last"] + 1)) or len(numbers) != lot["count"]:
            yield "numbers"
        if sums != lot["totals"]:
            yield "totals"


def main():
    failed = False
    for path in sys.argv[1:]:
        for fault in faults(path):
            failed = True
            print(f"{path}: {fault}")
    sys.exit(1 if failed or len(sys.argv) < 2 else 0)


if __name__ == "__main__":
    main()
