# SPDX-License-Identifier: EUPL-1.2
"""Modified condition and decision coverage: has each condition by itself turned the decision it stands in?"""
import glob
import json
import os

import lines

FLAGS = ("-Doptimization=0", "-Dc_link_args=-fprofile-instr-generate",
         "-Dc_args=-fprofile-instr-generate -fcoverage-mapping -fcoverage-mcdc -Wno-error")


def measure(must, folder, counts, root, rooms, programs):
    """{room: [conditions that have, all conditions]} and a sentence for each decision that has others."""
    merged = os.path.join(counts, "all")
    raw = [path for program in programs for path in glob.glob(os.path.join(counts, program + "-*.raw"))]
    must(["llvm-profdata-19", "merge", "-o", merged] + sorted(raw))
    paths = [os.path.join(folder, "test", program) for program in programs]
    others = [part for path in paths[1:] for part in ("-object", path)]
    said = must(["llvm-cov-19", "export", paths[0]] + others + ["-instr-profile", merged,
                 "-ignore-filename-regex", r"/(test|store|base|state|desk|pages|view|http|auth|workbook|doors)/"])
    found, sentences = {room: [0, 0] for room in rooms}, []
    for file in json.loads(said)["data"][0]["files"]:
        path = os.path.relpath(os.path.join(folder, file["filename"]), root)
        room = path.split("/")[1] if path.startswith("src/") else ""
        if room not in found:
            continue
        with open(os.path.join(root, path), encoding="utf-8") as source:
            text = source.read().split("\n")
        for record in file.get("mcdc_records", ()):
            if lines.ASSERT.match(text[record[0] - 1]):
                continue
            lacking = [str(i + 1) for i, covered in enumerate(record[-1]) if not covered]
            found[room][0] += len(record[-1]) - len(lacking)
            found[room][1] += len(record[-1])
            if lacking:
                sentences.append("%s:%d: condition %s never turned the decision by itself" % (
                    path, record[0], ", ".join(lacking)))
    return found, sentences
