# SPDX-License-Identifier: EUPL-1.2
"""Small changes to a C source, each of which some test should notice."""
import re

TYPES = r"(static|const|struct|enum|union|bool|char|int|unsigned|size_t|u?int\d+_t|void|extern|double|float)\b"
KEYWORDS = r"(return|if|for|while|else|switch|case|default|break|continue|do|goto|assert)\b"
# What a token becomes.  Comparisons move by one place or turn round, sets of roles lose or exchange a member.
SWAPS = ((r"==", "!="), (r"!=", "=="), (r"(?<![<>-])<=", "<"), (r"(?<![<>-])>=", ">"), (r"(?<=\s)<(?=\s)", "<="),
         (r"(?<=\s)>(?=\s)", ">="), (r"&&", "||"), (r"\|\|", "&&"), (r"!(?=[\w(*])", ""), (r"\btrue\b", "false"),
         (r"\bfalse\b", "true"), (r"(?<=\s)\+(?=\s)", "-"), (r"(?<=\s)-(?=\s)", "+"), (r"(?<=\s)\|(?=\s)", "&"),
         (r"(?<=\s)&(?=\s)", "|"), (r"\bFIELD_MUST\b", "0"), (r"\bFIELD_MANY\b", "0"), (r"\bFIELD_PAIRED\b", "0"),
         (r"\bROLES_\w+\b", "ROLE_AUDITOR"), (r"\bROLE_(?!PUBLIC)\w+\b", "ROLE_PUBLIC"), (r"\bROLE_PUBLIC\b", "ROLE_AUDITOR"),
         (r"\bLABEL_(?!OPEN|COUNT)\w+\b", "LABEL_OPEN"), (r"\bLABEL_OPEN\b", "LABEL_SECRET"),
         (r"\bSTAGE_STOPPED\b", "STAGE_SECONDED"), (r"\bSTAGE_SECONDED\b", "STAGE_STOPPED"),
         (r"\bSTAGE_WITHDRAWN\b", "STAGE_EXPIRED"), (r"\bSTAGE_EXPIRED\b", "STAGE_WITHDRAWN"))
NUMBER = r"(?<![\w.\"'])(\d+)(?![\w.\"'])"


def mask(text):
    """The same text with blanks for comments, the insides of strings and preprocessor lines."""
    def blank(found):
        said = found.group(0)
        if said[0] in "\"'":
            return said[0] + "~" * (len(said) - 2) + said[-1]
        return re.sub(r"[^\n]", " ", said)
    return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|(?m:^#(?!define)(?:[^\n]|\\\n)*)', blank, text, flags=re.S)


def statements(masked):
    """(start, end) of each call or assignment that stands alone in a function."""
    for found in re.finditer(r"(?m)^\t+(?=[A-Za-z_*])", masked):
        start = found.end()
        end = masked.find(";", start)
        before = masked[:found.start()].rstrip()
        said = masked[start:end]
        if end < 0 or "{" in said or "}" in said or re.match(TYPES + "|" + KEYWORDS, said):
            continue
        if before[-1:] not in ";{})" and not before.endswith("else"):
            continue
        if re.match(r"[A-Za-z_]\w*\(", said) or re.match(r"[\w>\-.\[\]*]+(\([^()]*\))?\s*([-+|&*/]|<<|>>)?=[^=]", said) \
                or said.endswith("++"):
            yield start, end


def conditions(masked):
    """(start, end) of the inside of each condition of an if or a while."""
    for found in re.finditer(r"\b(?:if|while) \(", masked):
        depth, at = 1, found.end()
        while depth and at < len(masked):
            depth += {"(": 1, ")": -1}.get(masked[at], 0)
            at += 1
        yield found.end(), at - 1


def mutants(text):
    """(line, before, after, whole text) of each change, in order of place."""
    masked, edits = mask(text), []
    for pattern, to in SWAPS:
        edits += [(f.start(), f.end(), to) for f in re.finditer(pattern, masked)]
    for found in re.finditer(NUMBER, masked):
        edits.append((found.start(), found.end(), str(int(found.group(1)) + 1)))
    for found in re.finditer(r"\breturn ([^;]+);", masked):
        said = text[found.start(1):found.end(1)]
        if said != "NULL" and not re.fullmatch(r"true|false|-?\d+", said):
            edits.append((found.start(1), found.end(1), "0"))
    edits += [(start, end, "") for start, end in statements(masked)]
    for start, end in conditions(masked):
        edits.append((start, end, "!(%s)" % text[start:end]))
    for start, end, to in sorted(edits):
        line_start = text.rfind("\n", 0, start) + 1
        line = text.count("\n", 0, start) + 1
        line_end = text.find("\n", end)
        line_end = len(text) if line_end < 0 else line_end
        if re.match(r"\s*(static_)?assert\(", text[line_start:line_end]):
            continue
        yield (line, " ".join(text[line_start:line_end].split()),
               " ".join((text[line_start:start] + to + text[end:line_end]).split()), text[:start] + to + text[end:])
