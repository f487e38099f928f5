#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""check_schema.py SCHEMA FOLDER: validate every *.json of a folder; exit 1 when one does not conform."""
import json
import pathlib
import sys

import jsonschema

schema = json.loads(pathlib.Path(sys.argv[1]).read_text("utf-8"))
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
faults = [
    (path.name, list(error.path), error.validator)
    for path in sorted(pathlib.Path(sys.argv[2]).glob("*.json"))
    for error in validator.iter_errors(json.loads(path.read_text("utf-8")))
]
for fault in faults:
    print(fault)
sys.exit(1 if faults else 0)
