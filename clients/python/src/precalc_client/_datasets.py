"""Datasets that ``precalc export`` wrote."""

from __future__ import annotations

import os
from typing import Any

from ._errors import PrecalcError


def open_dataset(where: str | os.PathLike[str]) -> Any:
    """The predictions of an exported dataset as a ``pyarrow.dataset.Dataset``, of which only what is used is read.

    ``where`` is a Parquet file or the folder that ``precalc export`` wrote, here or at ``s3://…``:

        open_dataset("s3://bucket/weights").to_table(filter=pyarrow.dataset.field("mol_weight") > 500).to_pandas()
    """
    try:
        from pyarrow import dataset, fs
    except ImportError:
        raise PrecalcError("pyarrow is not installed: pip install 'precalc-client[datasets]'") from None
    text = os.fspath(where)
    try:
        if "://" in text:
            files, path = fs.FileSystem.from_uri(text)
        else:
            files, path = fs.LocalFileSystem(), os.path.abspath(text)
        found = files.get_file_info(path)
        if found.type == fs.FileType.Directory:
            folder = fs.FileSelector(path)
            names = (one.path for one in files.get_file_info(folder) if one.base_name.endswith(".parquet"))
            parts = sorted(name for name in names if not os.path.basename(name).startswith("rejects"))
        else:
            parts = [path] if found.type == fs.FileType.File else []
        if not parts:
            raise PrecalcError(f"no Parquet file at {text}: name a file or folder that precalc export wrote")
        return dataset.dataset(parts, filesystem=files, format="parquet")
    except OSError as unread:
        raise PrecalcError(f"{text} cannot be read: {unread}") from unread
