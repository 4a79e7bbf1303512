# SPDX-License-Identifier: EUPL-1.2
"""Modified condition and decision coverage: has each condition by itself turned the decision it stands in?"""
import glob
import json
import os

FLAGS = ("-Doptimization=0", "-Dc_link_args=-fprofile-instr-generate",
         "-Dc_args=-fprofile-instr-generate -fcoverage-mapping -fcoverage-mcdc -Wno-error")


def tell(tap, must, folder, counts, root, rooms, programs):
    """One line a file that lacks something, with the places, and the figure of each room."""
    merged = os.path.join(counts, "all")
    must(["llvm-profdata-19", "merge", "-o", merged] + sorted(glob.glob(os.path.join(counts, "*.raw"))))
    others = [part for program in programs[1:] for part in ("-object", program)]
    said = must(["llvm-cov-19", "export", programs[0]] + others + ["-instr-profile", merged, "--show-mcdc-summary",
                 "-ignore-filename-regex", r"/(test|store|base|state|desk|pages|view|http|auth|workbook|doors)/"])
    found = {room: [0, 0] for room in rooms}
    for file in json.loads(said)["data"][0]["files"]:
        path = os.path.relpath(os.path.join(folder, file["filename"]), root)
        room = path.split("/")[1] if path.startswith("src/") else ""
        if room not in found:
            continue
        summary = file["summary"]["mcdc"]
        found[room][0] += summary["covered"]
        found[room][1] += summary["count"]
        for record in file.get("mcdc_records", ()):
            lacking = [str(i + 1) for i, covered in enumerate(record[-1]) if not covered]
            if lacking:
                print("# %s:%d: condition %s never turned the decision by itself" % (path, record[0], ", ".join(lacking)))
    for room in rooms:
        tap.say(found[room][1] > 0, "%s: %d of %d conditions turned their decision by themselves" % (
            room, found[room][0], found[room][1]))
