"""How compiled code passes the three tuples of ``sim.arrays`` on: by reference.

A tuple of fifty arrays is passed by value: some hundred stores at each call, which made a round ten times slower and
compiling five times longer than a reference does. So compiled code *holds* each tuple once, in the frame of the
function that was called from Python, and its phases take the address. The arrays that a phase reads through it are
borrowed (Python keeps them alive for the whole call), so nothing is reference-counted on the way; Numba's own
structrefs count at every access, which took half of the time of a round.

Interpreted code takes the tuple itself; a phase reads the same either way.
"""

from __future__ import annotations

import hashlib
from typing import Any, TypeVar

from numba.core import cgutils, config, types
from numba.core.typing.templates import AttributeTemplate
from numba.extending import infer_getattr, intrinsic, lower_getattr_generic, models, overload, register_model

T = TypeVar("T")


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


if not config.DISABLE_JIT:

    @register_model(Held)
    class HeldModel(models.PrimitiveModel):
        """The address of a tuple."""

        def __init__(self, manager: Any, held: Held) -> None:
            """A pointer to the tuple's value."""
            super().__init__(manager, held, manager.lookup(held.group).get_value_type().as_pointer())

    @infer_getattr
    class HeldFields(AttributeTemplate):
        """A held tuple has the tuple's fields."""

        key = Held

        def generic_resolve(self, held: Held, field: str) -> Any:
            """Type of a field."""
            names = held.group.fields
            return held.group.types[names.index(field)] if field in names else None

    @lower_getattr_generic(Held)
    def _read_field(context: Any, builder: Any, held: Held, address: Any, field: str) -> Any:
        """The array of a field, without an owner: borrowed, hence not counted."""
        place = held.group.fields.index(field)
        kind = held.group.types[place]
        value = builder.load(cgutils.gep_inbounds(builder, address, 0, place))
        array = context.make_array(kind)(context, builder, value=value)
        array.meminfo = cgutils.get_null_value(array.meminfo.type)
        array.parent = cgutils.get_null_value(array.parent.type)
        return array._getvalue()

    @intrinsic
    def _address_of(typing: Any, group: Any) -> Any:
        """Keep a tuple in this function's frame; its address."""

        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            return cgutils.alloca_once_value(builder, arguments[0])

        return Held(group)(group), generate

    @overload(hold, inline="always")
    def _hold(group: Any) -> Any:
        if not isinstance(group, types.NamedTuple):
            return None

        def keep(group: Any) -> Any:
            return _address_of(group)

        return keep
