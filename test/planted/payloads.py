# SPDX-License-Identifier: EUPL-1.2
"""What is planted: ways out of a text into markup, each with the number of the place it was planted in."""

# In groups that each fit in one line of 300 characters; a long text gets all of them.
GROUPS = (
    ("<script>planted(%d)</script>",
     "<img src=//planted.invalid/%d onerror=planted(%d)>",
     "\" autofocus onfocus=planted(%d) x=\"",
     "' onmouseover='planted(%d)",
     "<svg/onload=planted(%d)>",
     "<b class=planted>"),
    ("</textarea></title></select></style>--><b class=planted>",
     "<iframe srcdoc=\"<script>parent.planted(%d)</script>\">",
     "<a href=javascript:planted(%d) class=planted>x</a>",
     "<meta http-equiv=refresh content=0;url=//planted.invalid/%d>",
     "<base href=//planted.invalid>"),
    ("</style><style>*{display:none}</style>",
     ");background:url(//planted.invalid/%d",
     "{{ include form }} {{raw x}} ${planted(%d)} #{7*7}",
     "&lt;b class=planted&gt; &#60;b class=planted&#62; &amp;",
     "\uff1cscript\uff1eplanted(%d)\uff1c/script\uff1e \u02ba\u2019",
     "%%3Cb class=planted%%3E \\u003cb\\u003e"))
# A long text that may not be long.
SHORT = {("council_page_frozen", "needs")}
SCHEMES = ("javascript:planted(%d)", "data:text/html:(%d)", "//planted.invalid/%d")


def filled(parts, number):
    return " ".join(part % ((number,) * part.replace("%%", "").count("%d")) for part in parts)


class Plants:
    """Gives every stored text its payload and keeps what was planted where; `shift` moves the groups on."""

    def __init__(self, shift, types):
        self.shift, self.types, self.all = shift, types, []

    def text(self, place, sort="line"):
        number = len(self.all)
        if sort == "word":
            payload = SCHEMES[(number + self.shift) % len(SCHEMES)] % number
        elif sort == "text":
            payload = "M%04d %s" % (number, filled(sum(GROUPS, ()), number))
        else:
            payload = "M%04d %s" % (number, filled(GROUPS[(number + self.shift) % len(GROUPS)], number))
        self.all.append((place, payload))
        return payload

    def short(self, place):
        """What there is no more room for than a name."""
        self.all.append((place, "M%04d <svg/onload=planted(1)>" % len(self.all)))
        return self.all[-1][1]

    def shown(self):
        """What must be read somewhere; headings and cells of a table are told by how they begin."""
        return [text[:40] if place.endswith(" of a table") else text for place, text in self.all]

    def field(self, kind, field):
        sort = "line" if (kind, field) in SHORT else self.types[kind, field]
        return self.text("%s.%s" % (kind, field), sort)


def field_types(golden):
    """From test/golden/kinds.txt: (kind, field) -> line, text or word; what follows from a file nobody types."""
    result = {}
    with open(golden, encoding="utf-8") as file:
        for line in file:
            words = line.split()
            if words[1] == "field" and words[3] in ("line", "text", "word") and "of-file" not in words:
                result[words[0], words[2]] = words[3]
    return result
