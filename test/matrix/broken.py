# SPDX-License-Identifier: EUPL-1.2
"""The program with one fault built in, beside the real one: a control is a patch of one C file, which says in its head what
must find it ("Must be found: WORD").  Product code has no hook for it."""
import json
import os
import shlex
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def head(patch):
    with open(patch, encoding="utf-8") as file:
        lines = file.read().splitlines()
    must = next(line.partition("Must be found: ")[2] for line in lines if "Must be found: " in line)
    return next(line[len("+++ b/"):].split("\t")[0] for line in lines if line.startswith("+++ b/")), must


def compiled(source, broken, made, build):
    """The words that compile the broken file as the build compiles the honest one."""
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as file:
        command = next(c for c in json.load(file) if c["file"].endswith("/" + source))
    words = [w for w in shlex.split(command["command"]) if w not in (command["file"], "-Werror", "-MD")]
    for option in ("-o", "-MF", "-MQ"):
        at = words.index(option)
        del words[at:at + 2]
    # Headers beside the honest file are found from elsewhere too.
    return words + ["-I" + os.path.dirname(os.path.join(ROOT, source)), "-w", broken, "-o", made]


def built(patches, build, folder):
    """The path of a program with these faults; CalledProcessError when it cannot be built."""
    objects = []
    for patch in patches:
        source, _ = head(patch)
        broken = os.path.join(folder, os.path.basename(source))
        subprocess.run(["patch", "-s", "-r", "-", "-o", broken, os.path.join(ROOT, source), patch], check=True,
                       stdout=subprocess.DEVNULL)
        objects.append(broken[:-1] + "o")
        subprocess.run(compiled(source, broken, objects[-1], build), cwd=build, check=True)
    linked = subprocess.run(["ninja", "-C", build, "-t", "commands", "fyr"], check=True, stdout=subprocess.PIPE,
                            text=True).stdout
    words = shlex.split(linked.strip().splitlines()[-1])
    at, program = words.index("-o"), os.path.join(folder, "fyr")
    words[at + 1] = program
    words[at + 2:at + 2] = objects     # before the libraries that have the honest ones
    subprocess.run(words, cwd=build, check=True)
    return program
