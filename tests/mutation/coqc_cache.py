"""coqc that remembers: `coqc_cache.py COQC FOLDER ARGUMENTS...`, called in place of coqc.

What coqc says of a file depends on its version, its options, the text, and the compiled files that the text may load; for
the same ones it is not asked again. It stands alone, so that it starts at once.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _loaded(folder: Path, text: str, store: Path) -> dict[str, str] | None:
    """Name and hash of each compiled file of the folder that the text may load, directly or not; None if not known."""
    found: dict[str, str] = {}
    if re.search(r"\bLoad\b", text):  # sources, too
        found = {path.name: _sha(path.read_bytes()) for path in folder.glob("*.v")}
    waiting = sorted(set(re.findall(r"\w+", text)))
    while waiting:
        name = waiting.pop()
        path = folder / f"{name}.vo"
        if name in found or not path.exists():
            continue
        found[name] = _sha(path.read_bytes())
        known = store / f"{found[name]}.json"
        if not known.exists():
            return None
        waiting += json.loads(known.read_text())
    return found


def _keep(path: Path, data: bytes) -> None:
    """Written at once, as another process may do the same."""
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as scratch:
        scratch.write(data)
    Path(scratch.name).replace(path)


def main(coqc: str, store: Path, arguments: list[str]) -> int:
    """The exit code; prints what coqc prints."""
    if not arguments[-1].endswith(".v"):
        return subprocess.run([coqc, *arguments], check=False).returncode
    store.mkdir(parents=True, exist_ok=True)
    target = Path(arguments[-1])
    folder, text = target.parent, target.read_text(encoding="utf-8")
    loaded = _loaded(folder, text, store)
    options = [a.replace(str(folder), "") for a in arguments]
    version = Path(coqc).resolve().stat().st_mtime_ns
    entry = store / f"{_sha(json.dumps([version, options, text, loaded], sort_keys=True).encode())}.answer"
    compiled = target.with_suffix(".vo")
    if loaded is not None and entry.exists():
        answer = json.loads(entry.read_text())
        if answer["compiled"]:
            compiled.write_bytes((store / f"{answer['compiled']}.vo").read_bytes())
    else:
        done = subprocess.run([coqc, *arguments], capture_output=True, text=True, check=False)
        answer = {"code": done.returncode, "out": done.stdout, "err": done.stderr, "compiled": ""}
        for stream in ("out", "err"):
            answer[stream] = answer[stream].replace(str(folder), "{FOLDER}")
        if done.returncode >= 0 and loaded is not None:
            if done.returncode == 0 and compiled.exists():
                data = compiled.read_bytes()
                answer["compiled"] = _sha(data)
                _keep(store / f"{_sha(data)}.vo", data)
                _keep(store / f"{_sha(data)}.json", json.dumps(sorted(loaded)).encode())
            _keep(entry, json.dumps(answer).encode())
    sys.stdout.write(answer["out"].replace("{FOLDER}", str(folder)))
    sys.stderr.write(answer["err"].replace("{FOLDER}", str(folder)))
    return int(answer["code"])


if __name__ == "__main__":
    os.umask(0o022)
    sys.exit(main(sys.argv[1], Path(sys.argv[2]), sys.argv[3:]))
