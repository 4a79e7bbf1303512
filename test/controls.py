# SPDX-License-Identifier: EUPL-1.2
"""A program with one fault built in, beside the honest one: a control is a patch of one C file, and a suite that does not
see the fault proves nothing.  Product code has no hook for it."""
import json
import os
import shlex
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def patches(folder):
    """The controls of a suite, by name."""
    return sorted(os.path.join(folder, name) for name in os.listdir(folder) if name.endswith(".patch"))


def name_of(patch):
    return os.path.basename(patch)[:-len(".patch")]


def must_be_found(patch):
    """What the head of a patch says ("Must be found: WORDS")."""
    with open(patch, encoding="utf-8") as file:
        return next(line.rstrip("\n").partition("Must be found: ")[2] for line in file if "Must be found: " in line)


def broken_object(patch, build, folder, also=None):
    with open(patch, encoding="utf-8") as file:
        source = next(line[len("+++ b/"):].split()[0] for line in file if line.startswith("+++ b/"))
    broken, made = (os.path.join(folder, name_of(patch) + end) for end in (".c", ".o"))
    # Without fuzz: a fault that fits only roughly could be put in the wrong place, and not be one.
    subprocess.run(["patch", "-s", "-F0", "-r", "-", "-o", broken, os.path.join(ROOT, source), patch], check=True,
                   stdout=subprocess.DEVNULL)
    if also:
        also(broken)
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as file:
        command = next(c for c in json.load(file) if c["file"].endswith("/" + source))
    words = [w for w in shlex.split(command["command"]) if w not in (command["file"], "-Werror", "-MD")]
    for option in ("-o", "-MF", "-MQ"):
        at = words.index(option)
        del words[at:at + 2]
    # What the honest file includes from beside itself is found from there.
    beside = "-I" + os.path.dirname(os.path.join(ROOT, source))
    subprocess.run(words + [beside, "-w", broken, "-o", made], cwd=build, check=True)
    return made


def build(patch, build_folder, folder, target="fyr", *more, also=None):
    """The path of `target`, a program of the build folder, with the fault of the patch in it, and of more of them.
    `also` may change the broken source, given its path."""
    build_folder = os.path.abspath(build_folder)
    made = [broken_object(each, build_folder, folder, also) for each in (patch, *more)]
    linked = subprocess.run(["ninja", "-C", build_folder, "-t", "commands", target], check=True, stdout=subprocess.PIPE,
                            text=True).stdout
    words = shlex.split(linked.strip().splitlines()[-1])
    at, program = words.index("-o"), os.path.join(folder, os.path.basename(target))
    words[at + 1] = program
    words[at + 2:at + 2] = made      # before the libraries that have the honest ones
    subprocess.run(words, cwd=build_folder, check=True)
    return program


def built(tap, patch, *words, **more):
    """As build; None when it cannot be, which is then said."""
    try:
        return build(patch, *words, **more)
    except (subprocess.CalledProcessError, StopIteration, OSError, ValueError) as error:
        tap.ok(False, "control %s can be built" % name_of(patch), repr(error))
        return None
