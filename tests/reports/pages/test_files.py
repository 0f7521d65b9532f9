"""Files are written whole or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from numerics.errors import InputError
from reports.pages import files


def names(folder: Path) -> set[str]:
    return {str(p.relative_to(folder)) for p in folder.rglob("*")}


def test_writing_replaces_and_leaves_nothing_behind(tmp_path: Path) -> None:
    target = tmp_path / "out" / "a.txt"
    files.publish(target.parent, {"a.txt": "one λ"})
    assert target.read_text("utf-8") == "one λ"
    files.publish(target.parent, {"a.txt": b"two"})
    assert target.read_bytes() == b"two"
    assert names(tmp_path) == {"out", "out/a.txt"}
    umask = os.umask(0)
    os.umask(umask)
    assert target.stat().st_mode & 0o777 == 0o666 & ~umask


def test_a_failed_write_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "out" / "a.txt"
    files.publish(target.parent, {"a.txt": "old"})

    def fail(source: object, destination: object) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(InputError, match="no space"):
        files.publish(target.parent, {"a.txt": "new"})
    assert target.read_text() == "old"
    assert names(tmp_path) == {"out", "out/a.txt"}


def test_folder_is_created_and_a_file_in_the_way_is_refused(tmp_path: Path) -> None:
    assert files.prepare_folder(tmp_path / "a" / "b").is_dir()
    (tmp_path / "file").write_text("x")
    for way in (tmp_path / "file", tmp_path / "file" / "deeper"):
        with pytest.raises(InputError, match="a file is in the way") as caught:
            files.prepare_folder(way)
        assert "\n" not in str(caught.value)
        assert str(way) in str(caught.value)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for this user")
def test_read_only_folder_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(InputError, match="must be writable"):
            files.prepare_folder(tmp_path)
        with pytest.raises(InputError, match="cannot be created"):
            files.prepare_folder(tmp_path / "below")
    finally:
        tmp_path.chmod(0o700)


def test_publish_writes_all_and_keeps_what_else_is_there(tmp_path: Path) -> None:
    out = tmp_path / "out"
    files.prepare_folder(out)
    (out / "mine.txt").write_text("mine")
    written = files.publish(out, {"index.html": "<p>", "figures/a.svg": b"<svg/>"})
    assert written == (out / "index.html", out / "figures/a.svg")
    assert names(tmp_path) == {"out", "out/mine.txt", "out/index.html", "out/figures", "out/figures/a.svg"}
    files.publish(out, {"index.html": "<b>"})
    assert (out / "index.html").read_text() == "<b>"


def test_failure_before_the_last_byte_changes_nothing(tmp_path: Path) -> None:
    out = tmp_path / "out"
    files.publish(out, {"index.html": "old"})
    with pytest.raises(UnicodeEncodeError):
        files.publish(out, {"index.html": "new", "other.txt": "\ud800"})
    (out / "taken").mkdir()
    with pytest.raises(InputError, match="a folder is in the way"):
        files.publish(out, {"index.html": "new", "taken": "x"})
    assert (out / "index.html").read_text() == "old"
    assert names(tmp_path) == {"out", "out/index.html", "out/taken"}


@pytest.mark.parametrize("name", ["/etc/x", "../x", "a/../../x", "", "."])
def test_publish_stays_inside_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="relative path"):
        files.publish(tmp_path / "out", {name: "x"})
    assert not (tmp_path / "out").exists()


def test_files_are_moved_in_the_order_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever sees the last one sees the others too; what could not be moved any more is not there."""
    honest = os.replace

    def fail_at_index(source: str, destination: str) -> None:
        if Path(destination).name == "index.html":
            raise OSError(errno.EIO, "gone")
        honest(source, destination)

    monkeypatch.setattr(os, "replace", fail_at_index)
    with pytest.raises(InputError, match="gone"):
        files.publish(tmp_path / "out", {"figures/a.svg": "a", "index.html": "b"})
    assert names(tmp_path / "out") == {"figures", "figures/a.svg"}


def test_a_folder_has_a_name() -> None:
    assert files.folder_named(".") == Path()
    for text in ("", "  "):
        with pytest.raises(InputError, match="must name a folder"):
            files.folder_named(text)
