# SPDX-License-Identifier: EUPL-1.2
"""For each rule a small tree that breaks it, and the words its complaint must hold."""

SPDX = "SPDX-License-" + "Identifier: EUPL-1.2"
LADDER = {"src/LADDER": "base\nhttp\nstore\nkinds\npages\n"}
LONG = "int f(void)\n{\n" + "\tg();\n" * 70 + "}\n"
PO = 'msgid ""\nmsgstr ""\n\nmsgid "a.b"\nmsgstr "%s"\n'


def src(path, text):
    return dict(LADDER, **{path: text})


BAD = {
    "ladder": (src("src/base/a.h", '#include "store/store.h"\n'), "a step up"),
    "one_database_room": (src("src/base/a.c", "#include <sqlite3.h>\n"), "sqlite3"),
    "one_http_room": (src("src/base/a.c", "int a = MHD_YES;\n"), "MHD_YES"),
    "banned_calls": (src("src/base/a.c", "void f(void)\n{\n\tstrcpy (a, b);\n}\n"), "a.c:3"),
    "allocation_in_base": (src("src/http/a.c", "\tfree(p);\n"), "free"),
    "clock_through_env": (src("src/kinds/a.c", "\treturn time(NULL);\n"), "time"),
    "no_floating_point": (src("src/http/a.c", "\tdouble x;\n"), "double"),
    "no_goto": (src("src/http/a.c", "\tgoto out;\n"), "goto"),
    "no_static_mutable_data": (src("src/http/a.c", "static int count = 0;\n"), "count"),
    "short_functions": (src("src/http/a.c", LONG), "72 lines"),
    "narrow_lines": (src("src/http/a.c", "/*" + "x" * 131 + "*/\n"), "135 columns"),
    "words_in_catalogues": (src("src/pages/x/page.html", "<p>\u00e5tg\u00e4rd</p>\n"), "template"),
    "kinds_listed": (src("src/kinds/b/kind.c", "") | {"src/kinds/kinds.c": "= {\n\t&c,\n\t&a_proposed,\n};\n"},
                     "not sorted"),
    "pages_listed": (src("src/pages/b/page.c", "") | {"src/pages/pages.c": "= {\n\t&page_a,\n};\n"}, "not listed"),
    "more_refused_cases": (src("src/kinds/b/cases/x", "write b\nwrite b x=1\nwrite b x=2\nexpect refused b.late\n"), "1 refused, 2 accepted"),
    "room_signs": (src("src/base/README.md", "x" * 101 + ".\n"), "no sentence"),
    "licence_headers": ({"a.c": "int a;\n"}, "no licence line"),
    "reuse_lint": ({"REUSE.toml": "version = 1\n", "a.c": "int a;\n"}, "a.c"),
    "no_machine_paths": ({"a.md": "see /tm" "p/x/y\n"}, "a.md:1"),
    "catalogues_agree": ({"po/sv.po": PO % "ja {1}", "po/en.po": PO % ""}, "missing or empty"),
    "documented": (src("src/pages/b/page.c", ""), "names b"),
    "tables_told": ({"src/state/schema.sql": "CREATE TABLE child(name TEXT) STRICT;\n",
                     "docs/roles/lawyer.md": "`person`\n"}, "child"),
    "dependencies_told": ({"meson.build": "x = dependency('libfoo')\n"}, "libfoo"),
    "links_lead_somewhere": ({"a.md": "[there](docs/none.md)\n"}, "docs/none.md"),
    "nothing_suspicious": (
        {"src/base/a.c": "int last(void);\nint last(void)\n{\n\tint all[3] = { 1, 2, 3 };\n\n\treturn all[3];\n}\n"}, "arrayIndexOutOfBounds"),
    "scripts_are_clean": ({"a": "#!/bin/sh\ncd $1\n"}, "SC"),
    "ci_runs_the_tests": ({".ci/run": "#!/bin/sh\nmake\nmake test\n"}, "something else"),
}

# A tree that every rule accepts, so that a rule which always complains is noticed too.
GOOD = {
    "src/LADDER": "base\nhttp\nstore\nkinds\npages\n",
    "src/README.md": "The program.\n<!-- " + SPDX + " -->\n",
    "src/http/README.md": "<!-- " + SPDX + " -->\nBytes become requests.\n",
    "src/kinds/README.md": "Kinds of entries.\n<!-- " + SPDX + " -->\n",
    "src/http/a.c": "/* " + SPDX + " */\n#include \"base/text.h\"\nstatic const int one = 1;\n\nint f(void)\n{\n"
                    "\treturn g(\"goto; strcpy(\"); /* free(p) */\n}\n",
    "src/kinds/kinds.c": "/* " + SPDX + " */\n= {\n\t&closing_proposed,\n\t&closing_seconded,\n\t&told,\n};\n",
    "src/kinds/closing/cases/a.case": "# " + SPDX + "\nwrite closing_seconded\nexpect refused a.b\nexpect refused a.c\n",
    "src/kinds/told/cases/a.case": "# " + SPDX + "\nwrite told\nwrite other\nlet s = write told\nexpect refused a.b\n",
    "po/README.md": "The words.\n<!-- " + SPDX + " -->\n",
    "po/sv.po": "# " + SPDX + "\n" + PO % "ja",
    "po/en.po": "# " + SPDX + "\n" + PO % "yes",
    "docs/README.md": "Documents.\n\nThe kinds `closing_proposed`, `closing_seconded` (`closing`) and `told`, see [words](../po/sv.po).\n<!-- " + SPDX + " -->\n",
    ".ci/run": "#!/bin/sh\n# " + SPDX + "\nexec \"$(dirname \"$0\")/../script/test\"\n",
    "REUSE.toml": "version = 1\n[[annotations]]\npath = \"**\"\nprecedence = \"aggregate\"\n"
                  "SPDX-FileCopyrightText = \"2026 Nobody\"\n[[annotations]]\npath = [\"src/LADDER\", \"REUSE.toml\"]\n"
                  "SPDX-FileCopyrightText = \"2026 Nobody\"\nSPDX-License-Identifier = \"EUPL-1.2\"\n",
    "LICENSES/EUPL-1.2.txt": "The licence.\n",
}

# What a program of tests says, its exit code, and what the summing runner must count: passed, failed, skipped.
TAP = {
    "all is well": ("ok 1 - a\nok 2 - b\n1..2\n", 0, (2, 0, 0)),
    "a skipped test has not run": ("1..2\nok 1 - a\nok 2 # SKIP no tool\n", 0, (1, 0, 1)),
    "one fails": ("1..2\nok 1\nnot ok 2 - b\n# why\n", 1, (1, 1, 0)),
    "dies without its plan": ("ok 1 - a\n", 139, (1, 1, 0)),
    "says nothing": ("", 0, (0, 1, 0)),
    "dies before its last test": ("1..3\nok 1\nok 2\n", 134, (2, 1, 0)),
    "fails after its last test": ("1..1\nok 1\n", 1, (1, 1, 0)),
    "hides a failure in its exit code": ("1..1\nnot ok 1\n", 0, (0, 2, 0)),
    "bails out": ("1..1\nok 1\nBail out! no disk\n", 1, (1, 1, 0)),
}
