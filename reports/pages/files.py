"""Files for a reader: written whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from numerics.errors import InputError


def folder_named(text: str) -> Path:
    """The folder of this name. InputError for an empty name, which a path would silently take for the current folder."""
    if not text.strip():
        raise InputError(f"out = {text!r}: must name a folder; the current one is written .")
    return Path(text)


def prepare_folder(path: Path) -> Path:
    """The folder, created when absent. InputError when a file is in the way or nothing can be written there."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise InputError(f"{path}: an output folder is needed here, but a file is in the way") from None
    except OSError as error:
        raise InputError(f"{path}: the output folder cannot be created ({error.strerror})") from None
    try:
        with tempfile.TemporaryFile(dir=path):
            pass
    except OSError as error:
        raise InputError(f"{path}: the output folder must be writable ({error.strerror})") from None
    return path


def require_free(folder: Path, names: Iterable[str]) -> None:
    """InputError when a folder is where one of the files is to be, or a file where a folder is to be."""
    for name in names:
        _check_relative(name)
        if (folder / name).is_dir():
            raise InputError(f"{folder / name}: a file is to be written here, but a folder is in the way")
        for parent in PurePosixPath(name).parents:
            if (folder / parent).exists() and not (folder / parent).is_dir():
                raise InputError(f"{folder / parent}: an output folder is needed here, but a file is in the way")


def publish(folder: Path, files: Mapping[str, bytes | str]) -> tuple[Path, ...]:
    """Writes all files to a folder beside `folder`, then moves them in one by one, in the order given.

    files: content by relative path with forward slashes. A failure before the last byte is written leaves
    `folder` as it was. Other files in the folder stay.
    """
    require_free(folder, files)
    prepare_folder(folder)
    staging = _staging(folder.resolve())
    try:
        for name, content in files.items():
            staged = staging / name
            staged.parent.mkdir(parents=True, exist_ok=True)
            staged.write_bytes(_encoded(content))
        for name in files:
            prepare_folder((folder / name).parent)
        return tuple(_move(staging / name, folder / name) for name in files)
    except OSError as error:
        raise InputError(f"{folder}: cannot be written ({error.strerror})") from None
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _staging(folder: Path) -> Path:
    """A new folder on the same file system: beside `folder`, or hidden inside it when that cannot be."""
    if folder.parent.stat().st_dev == folder.stat().st_dev and os.access(folder.parent, os.W_OK):
        return Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    return Path(tempfile.mkdtemp(prefix=".staging.", dir=folder))


def _check_relative(name: str) -> None:
    path = PurePosixPath(name)
    if not path.parts or path.is_absolute() or ".." in path.parts:
        raise InputError(f"{name!r}: a published file needs a relative path inside the output folder")


def _move(source: Path, target: Path) -> Path:
    source.replace(target)
    return target


def _encoded(content: bytes | str) -> bytes:
    return content.encode() if isinstance(content, str) else content
