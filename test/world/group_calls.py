# SPDX-License-Identifier: EUPL-1.2
"""Every file call of a writer and its signer fails once, or from there on: disk.c, and the forms of it that are broken."""
import os
import shutil
import subprocess
import tempfile

import controls

HERE = os.path.dirname(os.path.abspath(__file__))
GIVEN = os.path.join(os.path.dirname(HERE), "given")
SHORT_RUNS, CONTROL_RUNS = 40, 12


def ran(program, folder, runs, seed, *call):
    with tempfile.TemporaryDirectory(dir=folder) as place:
        return subprocess.run([program, place, GIVEN, str(runs), str(seed), *call], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              text=True, check=False)


def run(world):
    done = ran(os.path.join(world.build, "test", "world", "disk"), world.folder, 0 if world.is_long else SHORT_RUNS, world.seed)
    for line in done.stdout.splitlines():
        if line.startswith(("ok ", "not ok ")):
            world.ok(line.startswith("ok "), line.partition(" - ")[2], done.stdout)
        elif "runs" in line or "calls:" in line:
            print(line)
    world.ok(done.returncode == 0, "calls: disk.c ends with 0", done.returncode, done.stdout[-2000:])
    patches = [p for p in controls.patches(os.path.join(HERE, "controls")) if "disk_" in os.path.basename(p)]
    for patch in patches if world.is_long else patches[world.seed % len(patches):][:1]:
        folder = tempfile.mkdtemp(dir=world.folder)
        try:
            program = controls.build(patch, world.build, folder, "test/world/disk")
            done = ran(program, folder, CONTROL_RUNS, world.seed, "sync" if "sync" in os.path.basename(patch) else "write")
            world.ok(done.returncode == 1 and "not ok 3" in done.stdout, "calls: control %s is found" % controls.name_of(patch),
                     done.returncode, done.stdout[-1500:])
        finally:
            shutil.rmtree(folder)
