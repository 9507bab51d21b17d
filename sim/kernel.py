"""How a rule is compiled: Numba with a cache that knows every source file.

Numba's own cache looks at the file of the function it caches, not at the files of the functions that one
calls: after an edit to a rule, a compiled round would go on playing the old one. So the cache folder is named
by a digest of all compiled sources together with the versions of Python, Numba and NumPy.

Set ``NUMBA_DISABLE_JIT=1`` to run everything interpreted (coverage, debugging), and ``SIM_CACHE_DIR`` to keep
the compiled code elsewhere than in the user's cache folder.
"""

from __future__ import annotations

import gc
import getpass
import hashlib
import os
import platform
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

import numba
import numpy
from llvmlite import binding  # type: ignore[import-untyped]
from llvmlite.binding import Linkage  # type: ignore[import-untyped]
from numba.core import config, types
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import Compiler

P = ParamSpec("P")
R = TypeVar("R")

SELDOM = (100_000, 20, 100)  # thresholds of Python's garbage collector while Numba compiles

COMPILED_SOURCES = (
    "kernel.py",
    "chance.py",
    "powers.py",
    "arrays.py",
    "handles.py",
    "outcomes.py",
    "ensemble.py",
    "rules/*.py",
    "round/*.py",
)


def source_digest(package: Path) -> str:
    """Hexadecimal digest of the compiled sources below ``package`` and of what compiles them."""
    digest = hashlib.sha256()
    for part in (platform.python_version(), numba.__version__, numpy.__version__, platform.machine()):
        digest.update(part.encode())
    for pattern in COMPILED_SOURCES:
        for path in sorted(package.glob(pattern)):
            digest.update(path.relative_to(package).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def cache_folder() -> Path:
    """Folder of the compiled code of exactly these sources; made if it can be, a temporary one if not."""
    name = source_digest(Path(__file__).parent)
    chosen = os.environ.get("SIM_CACHE_DIR")
    if chosen:
        base = Path(chosen)
    elif sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", Path.home())) / "diplomatic-scenario-sim"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "diplomatic-scenario-sim"
    folder = base / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        # a read-only home must not stop a run; it only compiles again next time
        folder = Path(tempfile.gettempdir()) / f"diplomatic-scenario-sim-{getpass.getuser()}" / name
        folder.mkdir(parents=True, exist_ok=True)
    return folder


CACHE = cache_folder()


class _NothingToSet:
    def set_env(self, name: str, environment: object) -> None:
        """There is no machine code that could look."""


class Parts(JITCodeLibrary):
    """Code of a phase, which is only ever linked into that of an entry: it is put together and made machine code there
    alone.

    Numba would do both for every phase by itself, with all that it calls.
    """

    def finalize(self) -> None:
        """Ready to be linked; what it calls is linked by the entry too."""
        for library in self._linking_libraries:
            self._reload_init.update(library._reload_init)
        self._finalized = True

    def get_pointer_to_function(self, name: str) -> int:
        """No machine code, no address."""
        return 0

    @property
    def codegen(self) -> Any:
        """What Numba asks to tell machine code where its Python objects are."""
        return _NothingToSet()


class Whole(JITCodeLibrary):
    """Code of an entry, with all that it calls."""

    def finalize(self) -> None:
        """Link the phases that phases call, and optimise."""
        called = self._linking_libraries
        for library in called:  # which grows meanwhile
            if isinstance(library, Parts):
                called += [one for one in library._linking_libraries if one not in called]
        super().finalize()

    def _optimize_final_module(self) -> None:
        """Nobody else calls what is in here, so LLVM may put a phase that is called once where it is called.

        Other than Numba's own passes, these do not unroll loops: those of a round are short, and how many turns they
        take differs from scenario to scenario.
        """
        for function in self._final_module.functions:
            if not function.is_declaration and function.linkage == Linkage.linkonce_odr:
                function.linkage = Linkage.internal
        tuning = binding.create_pipeline_tuning_options(speed_level=3)
        tuning.slp_vectorization = True
        tuning.loop_unrolling = False
        passes = binding.create_pass_builder(self._codegen._tm, tuning)
        manager = passes.getModulePassManager()
        manager.add_refprune_pass()
        manager.run(self._final_module, passes)


class PhaseCompiler(Compiler):
    """Numba's own compiler, but for the code of phases."""

    code: type[JITCodeLibrary] = Parts

    def __init__(self, typing: Any, target: Any, code: Any, *arguments: Any, **named: Any) -> None:
        """The same, with a place for its code of a kind of our own."""
        if code is None:
            code = self.code(target.codegen(), self.code.__name__)
            code.enable_object_caching()
        super().__init__(typing, target, code, *arguments, **named)


class EntryCompiler(PhaseCompiler):
    """The same for entries."""

    code = Whole


def rule(function: Callable[P, R]) -> Callable[P, R]:
    """Compile ``function`` on first use and release the interpreter lock: as a phase for compiled code, and by itself
    if Python calls it.

    No ``fastmath``: a run must give the same bits wherever it is played.
    """
    return _for_both(function)


def part(function: Callable[P, R]) -> Callable[P, R]:
    """A rule that is compiled into whatever calls it, so that a loop over it can work on several at once."""
    return _for_both(function, forceinline=True)


def phase(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a part of a round that only compiled code calls.

    The code that would unpack a hundred arrays from Python is left out. Interpreted twins
    (``sim.round.interpreted``) call the Python function.
    """
    return _compiled(function, no_cpython_wrapper=True, pipeline_class=PhaseCompiler)


def entry(function: Callable[P, R]) -> Callable[P, R]:
    """A compiled function that Python calls and whose code, with all that it calls, is kept in ``CACHE``."""
    previous = config.CACHE_DIR
    config.CACHE_DIR = str(CACHE)
    try:
        return _compiled(function, cache=True, pipeline_class=EntryCompiler)
    finally:
        config.CACHE_DIR = previous


def _for_both(function: Callable[P, R], **options: Any) -> Callable[P, R]:
    called_from_python: Any = _compiled(function, pipeline_class=EntryCompiler, **options)
    if not config.DISABLE_JIT:
        called_from_compiled: Any = _compiled(
            function, no_cpython_wrapper=True, pipeline_class=PhaseCompiler, **options
        )
        called_from_python.get_call_template = called_from_compiled.get_call_template
        called_from_python.get_overload = called_from_compiled.get_overload
    return cast("Callable[P, R]", called_from_python)


def _compiled(function: Callable[P, R], **options: Any) -> Callable[P, R]:
    options |= {"no_cfunc_wrapper": True}
    compiled: Any = numba.njit(nogil=True, error_model="numpy", **options)(function)
    if not config.DISABLE_JIT:
        _without_literals(compiled)
        if "cache" in options:
            _undisturbed(compiled)
    return cast("Callable[P, R]", compiled)


def _without_literals(compiled: Any) -> None:
    """Let constants count as numbers: Numba would compile ``note(s, 3, ...)`` and ``note(s, 4, ...)`` one by one."""
    template = compiled.get_call_template

    def get_call_template(arguments: Any, named: Any) -> Any:
        return template(
            tuple(types.unliteral(one) for one in arguments),
            {name: types.unliteral(one) for name, one in named.items()},
        )

    compiled.get_call_template = get_call_template


def _undisturbed(compiled: Any) -> None:
    """Let Python seldom look for garbage meanwhile: a compiler keeps most of its millions of objects."""
    compile_one = compiled.compile

    def compile_undisturbed(arguments: Any) -> Any:
        usual = gc.get_threshold()
        gc.set_threshold(*SELDOM)
        try:
            return compile_one(arguments)
        finally:
            gc.set_threshold(*usual)

    compiled.compile = compile_undisturbed
