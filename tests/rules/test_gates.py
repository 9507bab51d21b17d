from hypothesis import given
from hypothesis import strategies as st

from sim.arrays import AT_LEAST, AT_MOST, EXACTLY, MOST_BITS
from sim.rules.gates import condition_holds, lowest_bit, shutting

BITS = st.integers(0, 2**MOST_BITS - 1)
ONE = st.integers(0, MOST_BITS - 1)
LEVEL = st.floats(0.0, 10.0)


@given(gates=BITS, waived=BITS, unsatisfied=BITS, format_broken=BITS, removed=ONE)
def test_removing_a_precondition_never_shuts_a_gate(gates, waived, unsatisfied, format_broken, removed):
    shut = shutting(gates, waived, unsatisfied, format_broken)
    without = shutting(gates & ~(1 << removed), waived, unsatisfied, format_broken)
    assert without == shut & ~(1 << removed)


@given(gates=BITS, waived=BITS, unsatisfied=BITS, format_broken=BITS, given_up=BITS)
def test_waiving_and_satisfying_only_open(gates, waived, unsatisfied, format_broken, given_up):
    shut = shutting(gates, waived, unsatisfied, format_broken)
    assert shutting(gates, waived | given_up, unsatisfied, format_broken) & ~shut == 0
    assert shutting(gates, waived, unsatisfied & ~given_up, format_broken) & ~shut == 0


@given(gates=BITS, waived=BITS, unsatisfied=BITS, format_broken=BITS)
def test_a_precondition_shuts_iff_it_is_there_not_waived_and_broken(gates, waived, unsatisfied, format_broken):
    shut = shutting(gates, waived, unsatisfied, format_broken)
    for p in range(MOST_BITS):
        broken = unsatisfied >> p & 1 or format_broken >> p & 1
        assert (shut >> p & 1 == 1) == bool(gates >> p & 1 and not waived >> p & 1 and broken)


@given(bit=ONE, above=BITS)
def test_lowest_bit_is_the_index_of_the_first_that_is_set(bit, above):
    assert lowest_bit((above >> (bit + 1) << (bit + 1)) | 1 << bit) == bit
    assert lowest_bit(0) == -1


@given(level=LEVEL, threshold=LEVEL)
def test_a_text_is_exactly_what_it_is_at_least_and_at_most(level, threshold):
    at_least = condition_holds(level, AT_LEAST, threshold)
    at_most = condition_holds(level, AT_MOST, threshold)
    assert at_least or at_most
    assert condition_holds(level, EXACTLY, threshold) == (at_least and at_most)


@given(option=st.integers(0, 20), other=st.integers(0, 20))
def test_options_compare_by_their_order(option, other):
    assert condition_holds(option, AT_LEAST, other) == (option >= other)
    assert condition_holds(option, AT_MOST, other) == (option <= other)
    assert condition_holds(option, EXACTLY, other) == (option == other)
