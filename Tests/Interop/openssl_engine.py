# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""OpenSSL's PKCS#11 engine on the module: its configuration, and the servers that ask its users for a certificate."""

import hashlib
import http.server
import json
import pathlib
import ssl
import threading

from card_bench import BenchFailure
from module_bench import AUTHORITIES

ENGINE_PLACES = ("/usr/lib/*/engines-3/pkcs11.so", "/usr/lib64/engines-3/pkcs11.so")


def engine():
    """The engine's object; None where it is not installed."""
    found = [path for place in ENGINE_PLACES for path in pathlib.Path("/").glob(place.lstrip("/"))]
    return found[0] if found else None


def lack_of_engine():
    return None if engine() else "OpenSSL's PKCS#11 engine is missing (apt install libengine-pkcs11-openssl)"


def configuration(bench, name, engine_lines="", tls_lines="", module=None):
    """An openssl.cnf that offers the engine on our module, as an administrator would write it."""
    return bench.write(name, f"""openssl_conf = openssl_init

[openssl_init]
engines = engine_section
ssl_conf = ssl_section

[engine_section]
pkcs11 = pkcs11_section

[pkcs11_section]
engine_id = pkcs11
dynamic_path = {engine()}
MODULE_PATH = {module or bench.module}
{engine_lines}

[ssl_section]
system_default = system_default_section

[system_default_section]
{tls_lines}

[req]
distinguished_name = req_name

[req_name]
""")


def server_certificate(bench):
    """A key and a certificate of the TLS server, for this run; not RSA, as what a client signs with need not be."""
    key, certificate = bench.folder / "server.key", bench.folder / "server.pem"
    if not certificate.exists():
        plain = configuration(bench, "plain.cnf")
        bench.run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc",
                  "-keyout", key, "-out", certificate, "-days", "2", "-subj", "/CN=localhost", "-addext",
                  "subjectAltName=DNS:localhost,IP:127.0.0.1", status=0, OPENSSL_CONF=plain)
    return key, certificate


class _Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps({
            "version": self.connection.version(),
            "certificate": hashlib.sha256(self.connection.getpeercert(binary_form=True)).hexdigest(),
        }).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class _Quiet(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def get_request(self):
        line, address = super().get_request()
        line.settimeout(30)
        return line, address

    def handle_error(self, *_):
        """A client that fails tells so itself."""


class WebServer:
    """An https server that wants a certificate of the test authorities and tells which it got."""

    def __init__(self, bench):
        key, certificate = server_certificate(bench)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(AUTHORITIES)
        self.server = _Quiet(("127.0.0.1", 0), _Handler)
        self.server.socket = context.wrap_socket(
            self.server.socket, server_side=True, do_handshake_on_connect=False)
        self.address = f"https://localhost:{self.server.server_address[1]}/"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(10)


def told(outcome):
    """What the server told its client."""
    try:
        return json.loads(outcome.output)
    except ValueError as error:
        raise BenchFailure(f"no answer of the server, exit {outcome.status}: {outcome.text}") from error
