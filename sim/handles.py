"""How compiled code passes the three tuples of ``sim.arrays`` on: by reference.

A tuple of fifty arrays is passed by value: some hundred stores at each call, which made a round ten times slower and
compiling more than twice as long. So compiled code *holds* each tuple once, in the frame of the
function that was called from Python, and its phases take the address. The arrays that a phase reads through it are
borrowed (Python keeps them alive for the whole call), so nothing is reference-counted on the way; Numba's own
structrefs count at every access, which took a quarter of the time of a round.

Interpreted code takes the tuple itself; a phase reads the same either way.
"""

from __future__ import annotations

import hashlib
import operator
from typing import Any, TypeVar

from llvmlite import ir  # type: ignore[import-untyped]
from numba.core import cgutils, config, types
from numba.core.typing.templates import AbstractTemplate, AttributeTemplate, infer_global
from numba.core.typing.templates import signature as signed
from numba.extending import (
    infer_getattr,
    intrinsic,
    lower_builtin,
    lower_getattr_generic,
    models,
    overload,
    register_model,
)
from numba.np.arrayobj import getitem_array_tuple, getitem_arraynd_intp, setitem_array

from sim.arrays import COLUMNS

T = TypeVar("T")
# fields that may be views on the memory of another
SAME_MEMORY = {"seen_stake": "stake", "path_seen": "path_value"}


def hold(group: T) -> T:
    """``group`` (a tuple of arrays) for passing on: its address in compiled code, itself otherwise."""
    return group


class Held(types.Type):
    """Type of a held tuple."""

    def __init__(self, group: Any) -> None:
        """``group`` is the Numba type of the tuple."""
        self.group = group
        digest = hashlib.blake2s(str(group).encode(), digest_size=6).hexdigest()
        super().__init__(name=f"Held{group.instance_class.__name__}_{digest}")


class Borrowed(types.Array):
    """Type of an array of a held tuple, or of a row of one: C-contiguous, kept alive by Python, indexed from 0
    upwards only.
    """

    def __init__(self, array: Any, memory: str = "", width: int = 0) -> None:
        """``array`` is the Numba type of the array, ``memory`` the name of the field (of a row: none), ``width`` the
        length of the last axis if it is always the same.
        """
        self.memory = memory
        self.width = width
        super().__init__(array.dtype, array.ndim, "C", name=f"Borrowed_{memory}_{array.dtype}_{array.ndim}")

    @property
    def key(self) -> Any:
        """What tells types apart: Numba takes types of the same key for one."""
        return *super().key, self.memory, self.width


def borrowed(held: Held, field: str) -> Borrowed:
    """Type of a field of a held tuple."""
    group = held.group.instance_class.__name__
    width = COLUMNS.get(group, {}).get(field, 0)
    array = held.group.types[held.group.fields.index(field)]
    return Borrowed(array, f"{group}.{SAME_MEMORY.get(field, field)}", width)


if not config.DISABLE_JIT:

    @register_model(Borrowed)
    class BorrowedModel(models.StructModel):
        """Members of Numba's own arrays, with bare addresses for owners: nothing is counted."""

        def __init__(self, manager: Any, array: Borrowed) -> None:
            """The same members in the same order."""
            sizes = types.UniTuple(types.intp, array.ndim)
            members = [
                ("meminfo", types.voidptr),
                ("parent", types.voidptr),
                ("nitems", types.intp),
                ("itemsize", types.intp),
                ("data", types.CPointer(array.dtype)),
                ("shape", sizes),
                ("strides", sizes),
            ]
            super().__init__(manager, array, members)

        def traverse(self, builder: Any) -> list[Any]:
            """Nothing in it is counted, so there is nothing to look through whenever it is assigned."""
            return []

    # places of those members in a value, which is read and put together by place: by name, Numba would write it to
    # memory and read it back, which takes LLVM seconds to undo
    SIZE, ITEM_SIZE, DATA, SHAPE, STRIDES = 2, 3, 4, 5, 6
    WORD = ir.IntType(64)

    def _words(axes: int) -> int:
        """How many words a value takes in memory: every member is one, or one for each axis."""
        return SHAPE + 2 * axes

    def _index_kinds(index: Any) -> list[Any]:
        return list(index.types) if isinstance(index, types.BaseTuple) else [index]

    def _axes_left(array: Any, index: Any) -> int:
        """How many axes of a borrowed array an index of integers leaves; -1 for any other array or index."""
        kinds = _index_kinds(index)
        if not isinstance(array, Borrowed) or not all(isinstance(kind, types.Integer) for kind in kinds):
            return -1
        return max(-1, array.ndim - len(kinds))

    def _lengths(builder: Any, array: Any, axes: int) -> list[Any]:
        return [builder.extract_value(array, (SHAPE, axis)) for axis in range(axes)]

    def _put_together(
        context: Any, builder: Any, kind: Any, size: Any, item_size: Any, data: Any, shape: Any, strides: Any
    ) -> Any:
        """An array without an owner: borrowed, hence not counted."""
        array = ir.Constant(context.get_value_type(kind), None)
        for place, part in ((SIZE, size), (ITEM_SIZE, item_size), (DATA, data)):
            array = builder.insert_value(array, part, place)
        for axis, (length, stride) in enumerate(zip(shape, strides, strict=True)):
            array = builder.insert_value(array, length, (SHAPE, axis))
            array = builder.insert_value(array, stride, (STRIDES, axis))
        return array

    def _element(context: Any, builder: Any, kind: Borrowed, value: Any, index_type: Any, index: Any) -> Any:
        """Address of an element. Numba's own also takes indices from the end, and looks up every stride."""
        indices = cgutils.unpack_tuple(builder, index) if isinstance(index_type, types.BaseTuple) else [index]
        kinds = _index_kinds(index_type)
        shape = _lengths(builder, value, kind.ndim)
        place = None
        for axis, (one, its_kind) in enumerate(zip(indices, kinds, strict=True)):
            step = context.cast(builder, one, its_kind, types.intp)
            place = step if place is None else builder.add(builder.mul(place, shape[axis]), step)
        for length in shape[len(indices) :]:
            place = builder.mul(place, length)
        return builder.gep(builder.extract_value(value, DATA), [place])

    def _tell_apart(builder: Any, access: Any, *names: str) -> None:
        """Mark a load or store with the memory that it touches, from the general to the particular.

        LLVM then keeps what it has read from one field while others are written (type-based alias analysis).
        """
        module = builder.module
        kind = module.add_metadata(["sim"])
        zero = ir.Constant(ir.IntType(64), 0)
        for name in names:
            kind = module.add_metadata([name, kind, zero])
        access.set_metadata("tbaa", module.add_metadata([kind, kind, zero]))

    def _memory(kind: Borrowed) -> list[str]:
        """Numbers and integers never share memory; neither do fields, but for rows, which may be of any of them."""
        return [str(kind.dtype), kind.memory] if kind.memory else [str(kind.dtype)]

    def _read_element(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        kind, index = signature.args
        if isinstance(signature.return_type, Borrowed):
            return _row(context, builder, kind, arguments[0], index, arguments[1], signature.return_type)
        if isinstance(signature.return_type, types.Array):
            numba_does = getitem_array_tuple if isinstance(index, types.BaseTuple) else getitem_arraynd_intp
            return numba_does(context, builder, signature, arguments)
        value = builder.load(_element(context, builder, kind, arguments[0], index, arguments[1]))
        _tell_apart(builder, value, *_memory(kind))
        return value

    def _row(context: Any, builder: Any, kind: Any, value: Any, index_type: Any, index: Any, row_type: Any) -> Any:
        """The array of the axes that an index leaves."""
        axes = _lengths(builder, value, kind.ndim)[kind.ndim - row_type.ndim :]
        strides = [builder.extract_value(value, (STRIDES, kind.ndim - row_type.ndim + n)) for n in range(row_type.ndim)]
        size = axes[0]
        for axis in axes[1:]:
            size = builder.mul(size, axis)
        data = _element(context, builder, kind, value, index_type, index)
        item_size = builder.extract_value(value, ITEM_SIZE)
        return _put_together(context, builder, row_type, size, item_size, data, axes, strides)

    def _write_element(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        kind, index, given = signature.args
        if _axes_left(kind, index) != 0:
            return setitem_array(context, builder, signature, arguments)
        address = _element(context, builder, kind, arguments[0], index, arguments[1])
        value = context.cast(builder, arguments[2], given, kind.dtype)
        _tell_apart(builder, builder.store(value, address), *_memory(kind))
        return context.get_dummy_value()

    for index_kind in (types.Integer, types.BaseTuple):
        lower_builtin(operator.getitem, Borrowed, index_kind)(_read_element)
        for given in (types.Float, types.Integer, types.Boolean):
            lower_builtin(operator.setitem, Borrowed, index_kind, given)(_write_element)

    @register_model(Held)
    class HeldModel(models.PrimitiveModel):
        """The address of a tuple, as that of its first word: the tuple's own type would take pages at every access."""

        def __init__(self, manager: Any, held: Held) -> None:
            """A pointer to a word."""
            super().__init__(manager, held, WORD.as_pointer())

    @infer_getattr
    class HeldFields(AttributeTemplate):
        """A held tuple has the tuple's fields."""

        key = Held

        def generic_resolve(self, held: Held, field: str) -> Any:
            """Type of a field."""
            names = held.group.fields
            if field not in names:
                return None
            return borrowed(held, field)

    class ElementTemplate(AbstractTemplate):
        """What an index of integers means, asked before whatever else Numba can index (strings, lists, ...)."""

        prefer_literal = False
        metadata: dict[Any, Any] = {"target": "cpu"}  # noqa: RUF012 - Numba asks those for a narrower target first

    @infer_global(operator.getitem)
    class ReadElement(ElementTemplate):
        """An element of a borrowed array is a number, a row of one is borrowed too."""

        def generic(self, arguments: Any, _: Any) -> Any:
            """Type of ``array[index]``."""
            array, index = arguments
            left = _axes_left(array, index)
            if left < 0:
                return None
            return signed(Borrowed(array.copy(ndim=left)) if left else array.dtype, array, index)

    @infer_global(operator.setitem)
    class WriteElement(ElementTemplate):
        """A number is written to an element of a borrowed array."""

        def generic(self, arguments: Any, _: Any) -> Any:
            """Type of ``array[index] = value``."""
            array, index, given = arguments
            if _axes_left(array, index) != 0 or not isinstance(given, types.Number | types.Boolean):
                return None
            return signed(types.none, array, index, array.dtype)

    @lower_getattr_generic(Held)
    def _read_field(context: Any, builder: Any, held: Held, address: Any, field: str) -> Any:
        """The array of a field, without an owner: borrowed, hence not counted."""
        kind = borrowed(held, field)
        before = held.group.types[: held.group.fields.index(field)]
        first = sum(_words(array.ndim) for array in before)

        def read(place: int, axis: int = 0, of: Any = WORD) -> Any:
            word = first + place + axis + (place == STRIDES) * (kind.ndim - 1)
            where = builder.bitcast(cgutils.gep_inbounds(builder, address, word), of.as_pointer())
            value = builder.load(where)
            value.set_metadata("invariant.load", builder.module.add_metadata([]))
            return value

        # each member by itself: LLVM loses the mark on a load of the whole
        lengths = [read(SHAPE, axis) for axis in range(kind.ndim)]
        if kind.width:
            lengths[-1] = ir.Constant(lengths[-1].type, kind.width)
        strides = [read(STRIDES, axis) for axis in range(kind.ndim)]
        data = read(DATA, of=context.get_data_type(kind.dtype).as_pointer())
        return _put_together(context, builder, kind, read(SIZE), read(ITEM_SIZE), data, lengths, strides)

    @intrinsic
    def _address_of(typing: Any, group: Any) -> Any:
        """Keep a tuple in this function's frame; its address."""

        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            address = builder.bitcast(cgutils.alloca_once_value(builder, arguments[0]), WORD.as_pointer())
            # LLVM is not to know where the address comes from: what lies there never changes, once it is there
            known = ir.FunctionType(address.type, [address.type])
            return builder.asm(known, "", "=r,0,~{memory}", [address], side_effect=True)

        return Held(group)(group), generate

    @overload(hold, inline="always")
    def _hold(group: Any) -> Any:
        if not isinstance(group, types.NamedTuple):
            return None

        def keep(group: Any) -> Any:
            return _address_of(group)

        return keep
