# SPDX-License-Identifier: EUPL-1.2
"""A page with faults on purpose, to see that the tools see: a text echoed as markup, a number put into SQL, an address that
leads anywhere, a forgotten file, and one request at a time."""
import http.server
import sqlite3
import urllib.parse


class Weak(http.server.BaseHTTPRequestHandler):
    db = sqlite3.connect(":memory:", check_same_thread=False)
    db.executescript("CREATE TABLE item(id INTEGER, name TEXT); INSERT INTO item VALUES(1, 'lykta'), (2, 'bänk')")

    def log_message(self, *_):
        pass

    def answer(self, status, body, **headers):
        data = body.encode()
        self.send_response(status)
        for name, value in {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(data)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        query = {name: values[0] for name, values in urllib.parse.parse_qs(url.query).items()}
        if url.path == "/":
            self.answer(200, '<a href="/echo?q=ord">e</a> <a href="/item?id=1">i</a> <a href="/go?url=/">g</a>')
        elif url.path == "/echo":
            self.answer(200, "<html><body><p>Du sökte %s</p></body></html>" % query.get("q", ""))
        elif url.path == "/item":
            try:
                rows = self.db.execute("SELECT name FROM item WHERE id = " + query.get("id", "1")).fetchall()
                self.answer(200, "<html><body>%s</body></html>" % ", ".join(str(row[0]) for row in rows))
            except sqlite3.Error as error:
                self.answer(500, "<html><body>sqlite3.OperationalError: %s</body></html>" % error)
        elif url.path == "/go":
            self.answer(302, "", Location=urllib.parse.quote(query.get("url", "/"), safe="/:?&=%"))
        elif url.path == "/backup.sql":
            self.answer(200, "INSERT INTO item VALUES(1, 'lykta');")
        else:
            self.answer(404, "<html><body>no</body></html>")


class Quiet(http.server.HTTPServer):
    def handle_error(self, *_):
        """A tool that hangs up is no trouble."""


def server():
    return Quiet(("127.0.0.1", 0), Weak)
