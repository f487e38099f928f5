# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""The server's side of the TLS tests."""


def server_certificate(bench):
    """A key and a self-signed certificate of the server on the loopback address, for this run."""
    key, certificate = bench.folder / "server.key", bench.folder / "server.pem"
    if not certificate.exists():
        plain = bench.write("server.cnf", "[req]\ndistinguished_name = name\n[name]\n")
        bench.run("openssl", "req", "-x509", "-config", plain, "-newkey", "rsa:2048", "-noenc", "-keyout", key,
                  "-out", certificate, "-days", "2", "-subj", "/CN=localhost", "-addext",
                  "subjectAltName=DNS:localhost,IP:127.0.0.1", status=0)
    return key, certificate
