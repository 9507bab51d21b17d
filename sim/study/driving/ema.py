"""Results in the form of EMA workbench: `(experiments, outcomes)`, and the archive that its `load_results` reads.

Kwakkel (2017, Environmental Modelling and Software 96, 239-250). Experiments have one row a combination of setting and
place (or draw) with a column a number or lever, and the columns `scenario`, `policy` and `model` that the workbench
adds itself; outcomes are the means over the runs there, an array a quantity. The archive holds neither date nor user,
so that the same results are the same bytes. It is written without the workbench.
"""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from sim.analysis.variance import Floats
from sim.errors import InputError
from sim.results.whole_file import write_whole
from sim.study.driving.driver_data import Laid

VERSION = 0.1
OWN = ("scenario", "policy", "model")
"""Columns that the workbench gives a meaning of its own."""


def as_ema(laid: Laid, model: str) -> tuple[pd.DataFrame, dict[str, Floats]]:
    """Experiments and outcomes; the scenario of a study that has several is in the column `case`."""
    settings, rows = len(laid.settings), len(laid.values)
    values = pd.concat([laid.values] * settings, ignore_index=True)
    levers = laid.settings.loc[laid.settings.index.repeat(rows)].reset_index(drop=True)
    varied = levers[[name for name in levers.columns if levers[name].nunique(dropna=False) > 1]]
    experiments = pd.concat([values, varied.rename(columns={"scenario": "case"})], axis=1)
    labels = [", ".join(map(str, row)) for row in laid.settings.itertuples(index=False)]
    experiments["scenario"] = np.tile(np.arange(rows), settings)
    experiments["policy"] = np.repeat([label or "None" for label in labels], rows)
    experiments["model"] = model
    axes = (1, 3) if laid.by_draw else (2, 3)
    outcomes = {name: found.mean(axis=axes).ravel() for name, found in laid.outcomes.items()}
    return experiments, outcomes


def save_ema(laid: Laid, model: str, target: str | Path) -> Path:
    """Write the archive (`.tar.gz`), whole or not at all. Returns its path; see `check_archive` for what is refused."""
    path = Path(target)
    check_archive(path)
    write_whole(path, _archive(*as_ema(laid, model)))
    return path


def check_archive(path: Path) -> None:
    """Raise InputError unless an archive may be written there: a new file called .tar.gz."""
    if path.exists():
        raise InputError(f"{path}: exists already; name another file")
    if not path.name.endswith(".tar.gz"):
        raise InputError(f"{path}: EMA workbench reads .tar.gz; call it {path.name.split('.')[0] or 'runs'}.tar.gz")


def _archive(experiments: pd.DataFrame, outcomes: Mapping[str, Floats]) -> bytes:
    types = {
        name: kind.name if pd.api.types.is_numeric_dtype(kind) else "object"
        for name, kind in experiments.dtypes.items()
    }
    files = {"experiments.csv": experiments.to_csv(index=False, lineterminator="\n")}
    for name, values in outcomes.items():
        files[f"{name}.cls"] = pd.DataFrame(values).to_csv(header=False, index=False, lineterminator="\n")
    described = [["ScalarOutcome", name, f"{name}.cls"] for name in outcomes]
    files["metadata.json"] = json.dumps({"version": VERSION, "outcomes": described, "experiments": types})
    stream = io.BytesIO()
    with (
        gzip.GzipFile(fileobj=stream, mode="wb", mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for name, text in files.items():
            content = text.encode()
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return stream.getvalue()
