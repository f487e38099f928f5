# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""A daemon as the page knows it: says what the test has it say, and keeps what it is told."""

import http.server
import json
import pathlib
import queue
import secrets
import threading
import time

RESOURCES = pathlib.Path(__file__).resolve().parents[3] / "Sources" / "BadgeKiosk" / "Resources"
FILES = {
    "/": ("page.html", "text/html; charset=utf-8"), "/style.css": ("style.css", "text/css; charset=utf-8"),
    "/kiosk.js": ("kiosk.js", "text/javascript; charset=utf-8"), "/icon.svg": ("icon.svg", "image/svg+xml"),
}
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
                               "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store",
}
ACTS = {"cancel", "confirm", "lock", "close", "activity", "consent", "language", "means"}
# Ends a stream, as a daemon that dies.
END = None


class Daemon:
    """Serves the page on a port of its own."""

    def __init__(self):
        self.token, self.cookie = secrets.token_urlsafe(16), secrets.token_urlsafe(16)
        self.lock = threading.Lock()
        self.streams, self.acts, self.codes = [], [], []
        self.sequence = self.number = 0
        self.last = None
        self.heartbeat, self.is_down, self.refuses = 5.0, False, False
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), type("Asked", (Request,), {"daemon": self}))
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def door(self):
        return f"http://127.0.0.1:{self.port}/open?token={self.token}"

    def show(self, screen, signal=None, **fields):
        """Says a screen to whoever listens; `signal` is a new one."""
        with self.lock:
            self.sequence += 1
            self.number += signal is not None
            kind = signal or (self.last or {}).get("signal", {}).get("kind", "locked")
            self.last = {
                "sequence": self.sequence, "screen": screen, "language": "fr", "banner": {"kind": "none"}, "dimmed": False,
                "offline": False, "clock": "good", "signal": {"number": self.number, "kind": kind}, **fields,
            }
            self.say(event(self.last))

    def say(self, raw):
        """Bytes as they are, on every stream."""
        for stream in self.streams:
            stream.put(raw)

    def fall_silent(self):
        """Connections stay, nothing comes any more, and who comes anew waits in vain."""
        self.heartbeat, self.last = 3600, None

    def die(self):
        self.is_down = True
        self.say(END)

    def rise(self):
        self.heartbeat, self.is_down = 5.0, False

    def told(self, forget=True):
        with self.lock:
            told = [act for _, act in self.acts]
            if forget:
                self.acts.clear()
            return told


def event(fields):
    return f"event: screen\ndata: {json.dumps(fields)}\n\n".encode()


class Request(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    daemon = None

    def log_message(self, *_):
        pass

    def answer(self, status, body=b"", kind="text/plain", **more):
        self.send_response(status)
        for name, value in {**HEADERS, **more}.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def is_welcome(self):
        port = self.daemon.port
        if self.headers.get("Host") not in (f"127.0.0.1:{port}", f"localhost:{port}"):
            self.answer(421)
        elif f"kiosk={self.daemon.cookie}" not in self.headers.get("Cookie", ""):
            self.answer(403)
        else:
            return True
        return False

    def do_GET(self):
        if self.path == f"/open?token={self.daemon.token}":
            cookie = f"kiosk={self.daemon.cookie}; HttpOnly; SameSite=Strict; Path=/"
            self.answer(303, Location="/", **{"Set-Cookie": cookie})
        elif not self.is_welcome():
            return
        elif self.path == "/events":
            self.stream()
        elif self.path in FILES:
            name, kind = FILES[self.path]
            self.answer(200, (RESOURCES / name).read_bytes(), kind)
        else:
            self.answer(404)

    def stream(self):
        if self.daemon.is_down:
            self.close_connection = True
            return
        waiting = queue.Queue()
        with self.daemon.lock:
            if self.daemon.last:
                waiting.put(event(self.daemon.last))
            self.daemon.streams.append(waiting)
        self.send_response(200)
        for name, value in {**HEADERS, "Content-Type": "text/event-stream", "Connection": "close"}.items():
            self.send_header(name, value)
        self.end_headers()
        self.close_connection = True
        begun = time.monotonic()
        try:
            while True:
                try:
                    raw = waiting.get(timeout=0.5)
                except queue.Empty:
                    if time.monotonic() - begun < self.daemon.heartbeat:
                        continue
                    raw = b": here\n\n"
                if raw is END:
                    return
                begun = time.monotonic()
                self.wfile.write(raw)
                self.wfile.flush()
        except OSError:
            pass
        finally:
            with self.daemon.lock:
                self.daemon.streams.remove(waiting)

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if not self.is_welcome():
            return
        kind = self.headers.get("Content-Type")
        if self.daemon.refuses:
            self.answer(400)
        elif self.path == "/code" and kind == "application/octet-stream" and 1 <= len(body) <= 128:
            with self.daemon.lock:
                self.daemon.codes.append(body)
            self.answer(204)
        elif self.path == "/act" and kind == "application/json" and json.loads(body).get("act") in ACTS:
            with self.daemon.lock:
                self.daemon.acts.append((time.monotonic(), json.loads(body)))
            self.answer(204)
        else:
            self.answer(400)
