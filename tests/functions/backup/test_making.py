"""Making backups and proving them, when all is well."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys

from tests.cast import House
from tests.functions.backup.conftest import Keeper
from tests.paths import ROOT


async def test_a_backup_is_a_whole_file_with_its_checksum_and_a_grab_sheet_beside_it(
    practice: House, keeper: Keeper
) -> None:
    made = await keeper.make()
    assert (made.status, made.trouble, made.is_local) == ("made", None, True)
    assert keeper.files() == {f"{made.name}{suffix}" for suffix in (".dump", ".json", ".html", ".pdf")}
    dump = (keeper.folder / f"{made.name}.dump").read_bytes()
    assert hashlib.sha256(dump).hexdigest() == made.sha256
    assert len(dump) == made.size
    about = json.loads((keeper.folder / f"{made.name}.json").read_text())
    assert about["sha256"] == made.sha256
    assert about["measured"]["rows"]["person"] == 5


async def test_a_backup_is_proved_by_restoring_it_and_leaves_no_scratch_behind(practice: House, keeper: Keeper) -> None:
    made = await keeper.make()
    proved = await keeper.prove(made.id)
    assert (proved.proof, proved.proof_trouble) == ("proved", None)
    assert keeper.databases() == set()
    assert keeper.files() == {f"{made.name}{suffix}" for suffix in (".dump", ".json", ".html", ".pdf")}


def test_workers_load_neither_fonts_nor_ciphers_before_they_need_them() -> None:
    """They would hold 40 MB each, all day, for what happens once a night."""
    look = "import sys, functions.backup.tasks; print({'fpdf', 'cryptography'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", look], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
