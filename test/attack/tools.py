# SPDX-License-Identifier: EUPL-1.2
"""The tools and what their reports mean: each gives findings, (tool, sort, place, detail), and how much it did."""
import csv
import glob
import json
import os
import re
import subprocess

MODULES = ("xss,permanentxss,sql,blindsql,exec,file,crlf,redirect,ssrf,xxe,csrf,csp,http_headers,cookieflags,methods,"
           "htaccess,backup")


# wapiti 3.0.4 puts flags at the end of the pattern of what it is to leave alone, which Python 3.11 does not take.
WAPITI = """import re, sys
from wapitiCore.net import crawler
from wapitiCore.main.wapiti import wapiti_main
crawler.wildcard_translate = lambda pattern: re.compile(re.escape(pattern) + r'\\Z')
wapiti_main()
"""


class Found(list):
    """Findings of one run of a tool; `done` counts what it tried, in `unit`."""

    def __init__(self, name, unit):
        super().__init__()
        self.name, self.unit, self.done = name, unit, 0

    def add(self, sort, place, detail=""):
        finding = (self.name, sort.replace(" ", "_"), place, detail)
        if finding[:3] not in {f[:3] for f in self}:
            self.append(finding)


def ran(words, folder, seconds, **more):
    """A tool that is stopped when its time is out has done what it could."""
    env = {**os.environ, "HOME": folder, "LC_ALL": "C.UTF-8"}
    try:
        done = subprocess.run(words, cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=seconds, check=False, **more)
        return done.stdout.decode("utf-8", "replace")
    except subprocess.TimeoutExpired as late:
        return (late.stdout or b"").decode("utf-8", "replace")


def read_report(path, found, told):
    """A tool's report, or None when it left none, which is a finding."""
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    except (OSError, ValueError):
        found.add("no report", "-", told[-600:])
        return None


def wapiti(base, cookie, folder, seconds, starts=(), leave=(), scope="folder"):
    """From `base` on within the scope: "folder" is all below it, "page" the page alone with the forms it sends to itself."""
    found, report = Found("wapiti", "requests"), os.path.join(folder, "wapiti.json")
    base = base if scope == "page" else base + "/"
    words = ["/usr/bin/python3", "-c", WAPITI, "-u", base, "--scope", scope, "-m", MODULES, "-f", "json", "-o", report,
             "--flush-session", "--store-session", folder, "--max-scan-time", str(seconds), "--max-attack-time",
             str(seconds), "--max-links-per-page", "60", "-d", "4", "--max-files-per-dir", "60",
             "--max-parameters", "30", "-S", "paranoid", "-v", "1", "--no-bugreport"]
    for start in starts:
        words += ["-s", base.rstrip("/") + start]
    for path in leave:
        words += ["-x", base.rstrip("/") + path]
    if cookie:
        words += ["-H", "Cookie: " + cookie]
    told = ran(words, folder, seconds * 60)
    data = read_report(report, found, told)
    if not data:
        return found
    found.done = int(data["infos"].get("crawled_pages_nbr") or 0) or len(re.findall(r"(?m)^\[\+\] (GET|POST|http)", told))
    for group in ("vulnerabilities", "anomalies"):
        for sort, all_found in data[group].items():
            for one in all_found:
                path = "" if one["path"] == "/" else one["path"]
                found.add(sort, "%s %s %s" % (one["method"], re.sub(r"\d+", "N", path) or "/",
                                              one["parameter"] or one["info"].split("\n")[0]),
                          "%s %s" % (one["info"], one.get("http_request", "").split("\n")[0][:200]))
    return found


def sqlmap(targets, cookie, folder, seconds):
    """Each target is (address, body or None, names to try); seconds for each.  A name it did not come to is a finding."""
    found = Found("sqlmap", "parameters")
    for number, (address, body, names) in enumerate(targets):
        words = ["sqlmap", "-u", address, "--batch", "--flush-session", "--dbms", "sqlite", "--level", "3", "--risk", "2",
                 "--technique", "BEUS", "--disable-coloring", "--ignore-code", "401,403,404,422", "--threads", "2", "-v", "1",
                 "--output-dir", os.path.join(folder, str(number)), "-p", ",".join(names)]
        words += ["--data", body] if body else []
        words += ["--cookie", cookie, "--drop-set-cookie"] if cookie else []
        told = ran(words, folder, seconds)
        place = re.sub(r"^https?://[^/]+", "", address).partition("?")[0]
        tried = set(re.findall(r"parameter '([^']+)' (?:does not seem to be|is vulnerable|appears to be)", told))
        found.done += len(tried)
        for name, method in re.findall(r"(?m)^Parameter: (\S+) \((\w+)\)", told):
            found.add("injection", "%s %s %s" % (method, place, name), told[-400:])
        for name in sorted(set(names) - tried):
            found.add("not tried", "%s %s" % (place, name), told[-400:])
    return found


def ffuf(base, cookie, words, known, folder):
    found, report, lines = Found("ffuf", "paths"), os.path.join(folder, "ffuf.json"), os.path.join(folder, "words")
    with open(lines, "w", encoding="utf-8") as file:
        file.write("\n".join(words) + "\n")
    command = ["ffuf", "-u", base + "/FUZZ", "-w", lines, "-mc", "all", "-fc", "400,401,403,404", "-t", "8",
               "-of", "json", "-o", report, "-s"]
    told = ran(command + (["-H", "Cookie: " + cookie] if cookie else []), folder, 300)
    data = read_report(report, found, told)
    if not data:
        return found
    found.done = len(words)
    for one in data["results"]:
        if one["input"]["FUZZ"] in known and one["status"] == 200:
            continue
        found.add("open", "%s %d" % (one["input"]["FUZZ"], one["status"]), one["url"])
    return found


SLOW = (("headers", ["-H", "-i", "3", "-x", "24"]), ("body", ["-B", "-i", "3", "-s", "8192", "-x", "10"]),
        ("read", ["-X", "-w", "8", "-y", "64", "-n", "3", "-z", "16", "-k", "3"]),
        ("ranges", ["-R", "-a", "10", "-b", "3000"]))


def slowhttptest(address, folder, connections, seconds):
    """Whether somebody else is answered while so many are slow; the tool asks once a second."""
    found = Found("slowhttptest", "seconds under attack")
    for name, options in SLOW:
        ran(["slowhttptest", "-c", str(connections), *options, "-r", "200", "-p", "3", "-l", str(seconds), "-u", address,
             "-g", "-o", os.path.join(folder, name)], folder, seconds + 60)
        rows = []
        for path in glob.glob(os.path.join(folder, name + "*.csv")):
            with open(path, encoding="utf-8") as file:
                rows = list(csv.reader(file))
        head = [h.strip() for h in rows[0]] if rows else []
        if len(rows) < 3 or "Service Available" not in head:
            found.add("no report", name)
            continue
        at = head.index("Service Available")
        gone = [row for row in rows[1:] if len(row) > at and int(row[at]) == 0]
        found.done += len(rows) - 1
        if len(gone) > 1:            # the first look may come before the first answer
            found.add("not answered", name, "%d of %d seconds" % (len(gone), len(rows) - 1))
    return found
