# SPDX-License-Identifier: EUPL-1.2
"""The form of notes being written, as a browser without scripts sends it."""
import html
import re

NEW = 999999999


def fields(number, **values):
    """A passage as the form sends it."""
    sent = []
    for name, value in values.items():
        for one in value if isinstance(value, list) else [value]:
            sent.append(("%s.%d" % (name, number), one))
    return sent


def drafts(page):
    """What the form holds of each passage: its id, its version, its text."""
    found = []
    for number, version in re.findall(r'name="version\.(\d+)" value="(\d+)"', page.text):
        text = re.search(r'<textarea id="field-text-%s"[^>]*>\n(.*?)</textarea>' % number, page.text, re.S)
        found.append((int(number), int(version), html.unescape(text.group(1))))
    return found


def form_of(page, changed=()):
    """The whole form as it would be sent, with some texts changed; the new passage is left out."""
    sent, changed = [], dict(changed)

    def value(name, number):
        found = re.search(r'name="%s\.%d" value="([^"]*)"' % (name, number), page.text)
        return html.unescape(found.group(1)) if found else None

    def chosen(name, number):
        found = re.search(r'<select id="field-%s-%d".*?</select>' % (name, number), page.text, re.S)
        one = found and re.search(r'value="([^"]*)" selected', found.group(0))
        return one.group(1) if one else ""

    for number, version, text in drafts(page):
        sent += fields(number, version=version, was=value("was", number))
        if value("entry", number):
            sent += fields(number, entry=value("entry", number))
        sent += fields(number, text=changed.get(number, text))
        for name in ("agenda_item", "form", "audience"):
            sent += fields(number, **{name: chosen(name, number)})
        sent += fields(number, provision=value("provision", number), sender=chosen("sender", number))
        sent += fields(number, readers=re.findall(r'name="readers\.%d" value="([^"]*)" checked' % number, page.text))
        sent += fields(number, until=value("until", number))
    return sent


def finish_seen(visitor, at):
    """Finishes the notes as they are seen; the reply."""
    page = visitor.get(at + "&as=finish")
    return visitor.post(at + "&as=finish", seen_in(page) + [("finish", "1")])


def seen_in(page):
    return re.findall(r'name="(seen\.\d+|noted)" value="(\d+)"', page.text)
