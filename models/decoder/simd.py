"""What the compiled loops need that Python cannot say: products of whole vector registers, memory
by address, and a count that threads share.

Numba compiles plain loops well, but gives a sum of 8-bit products four times the registers it
needs as soon as several rows are summed at once. `tile` writes those sums out in LLVM's own terms,
which become the widest multiply-and-add the processor has (vpdpwssd, vpmaddwd, smlal)."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
from llvmlite import binding, ir
from numba import types
from numba.core import cgutils, config
from numba.extending import intrinsic
from numba.np.arrayobj import make_array

F = TypeVar("F", bound=Callable[..., Any])

# Floats may be added in any order and multiplied and added at once, and none is NaN.
_FAST_MATH = {"reassoc", "contract", "nsz", "arcp", "nnan"}

_VERSION = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:8]


def compiled(function: F) -> F:
    """Compile to machine code that holds no lock of the interpreter and raises nothing (a division
    by zero gives infinity); kept on disk beside the source, for this processor."""
    # Numba looks for a change in the function's own file only; this file is part of its name
    function.__qualname__ += f"_{_VERSION}"
    options: Any = {"nogil": True, "cache": True, "error_model": "numpy", "fastmath": _FAST_MATH}
    return cast(F, numba.njit(**options)(function))


def _has_wide_registers() -> bool:
    named = config.CPU_FEATURES  # type: ignore[attr-defined]  # set by who compiles for another processor
    if named is not None:
        return "+avx512bw" in named
    return bool(binding.get_host_cpu_features().get("avx512bw"))


WIDE = _has_wide_registers()
# int16 values multiplied at once; a width that every weight matrix must be a multiple of
LANES = 32 if WIDE else 16
FLOATS = LANES // 2

# Weights are asked for so many rows before they are needed; what is beyond the last row does no
# harm. Without, eight tokens take 2.7 times as long (processors foresee one stream, not four).
_ROWS_AHEAD = 4

_INT8, _INT16, _INT32 = ir.IntType(8), ir.IntType(16), ir.IntType(32)
_FLOAT = ir.FloatType()


def tile(n_rows: int, n_tokens: int) -> Any:
    """A function (weight int8 (n_out, n_in), row, x int16 (n, n_in), token) -> n_rows * n_tokens
    int32: the products of rows from `row` on with tokens from `token` on, row by row.

    n_in is a multiple of LANES, both arrays are C-contiguous, and no sum exceeds 32 bits."""
    narrow, half, wide, sums = (
        ir.VectorType(kind, n)
        for kind, n in ((_INT8, LANES), (_INT16, LANES), (_INT32, LANES), (_INT32, LANES // 2))
    )
    even = ir.Constant(sums, list(range(0, LANES, 2)))
    odd = ir.Constant(sums, list(range(1, LANES, 2)))
    nothing = ir.Constant(wide, ir.Undefined)

    def generate(context: Any, b: Any, signature: Any, arguments: Sequence[Any]) -> Any:
        weight, row, x, token = arguments
        weight = make_array(signature.args[0])(context, b, weight)
        x = make_array(signature.args[2])(context, b, x)
        n_in = cgutils.unpack_tuple(b, weight.shape)[1]
        number = n_in.type

        def starts(array: Any, first: Any, n: int) -> list[Any]:
            return [b.gep(array.data, [b.mul(b.add(first, number(i)), n_in)]) for i in range(n)]

        rows, tokens = starts(weight, row, n_rows), starts(x, token, n_tokens)
        zero = ir.Constant(sums, [0] * (LANES // 2))
        ahead = b.mul(n_in, number(max(n_rows, _ROWS_AHEAD)))
        fetch = cgutils.get_or_insert_function(
            b.module,
            ir.FunctionType(ir.VoidType(), [_INT8.as_pointer(), _INT32, _INT32, _INT32]),
            "llvm.prefetch.p0",
        )
        with _loop(b, n_in, LANES, [zero] * (n_rows * n_tokens)) as (at, totals, after):
            for start in rows:
                later = b.gep(start, [b.add(at, ahead)])
                b.call(fetch, [later, _INT32(0), _INT32(3), _INT32(1)])  # to read, keep, data
            ws = [b.sext(_load(b, start, at, narrow), half) for start in rows]
            xs = [_load(b, start, at, half) for start in tokens]
            for i, total in enumerate(totals):
                w, v = ws[i // n_tokens], xs[i % n_tokens]
                products = b.mul(b.sext(w, wide), b.sext(v, wide))
                left = b.shuffle_vector(products, nothing, even)
                right = b.shuffle_vector(products, nothing, odd)
                after.append(b.add(total, b.add(left, right)))
        add_up = cgutils.get_or_insert_function(
            b.module,
            ir.FunctionType(_INT32, [sums]),
            f"llvm.vector.reduce.add.v{LANES // 2}i32",
        )
        added = [b.call(add_up, [total]) for total in after]
        return context.make_tuple(b, signature.return_type, added)

    def typed(_: Any, weight: Any, row: Any, x: Any, token: Any) -> Any:
        returned = types.UniTuple(types.int32, n_rows * n_tokens)
        return returned(weight, types.intp, x, types.intp), generate

    return intrinsic(typed)


def dots(n_places: int, n_queries: int) -> Any:
    """A function (keys float32 (n, dim), place, queries float32 (m, dim), query) -> n_places *
    n_queries float32: the products of neighbouring keys with neighbouring queries, key by key.

    dim is a multiple of FLOATS, both arrays are C-contiguous."""
    vector = ir.VectorType(_FLOAT, FLOATS)

    def generate(context: Any, b: Any, signature: Any, arguments: Sequence[Any]) -> Any:
        keys, place, queries, query = arguments
        keys = make_array(signature.args[0])(context, b, keys)
        queries = make_array(signature.args[2])(context, b, queries)
        dim = cgutils.unpack_tuple(b, keys.shape)[1]
        number = dim.type

        def starts(array: Any, first: Any, n: int) -> list[Any]:
            return [b.gep(array.data, [b.mul(b.add(first, number(i)), dim)]) for i in range(n)]

        key_starts, query_starts = starts(keys, place, n_places), starts(queries, query, n_queries)
        zero = ir.Constant(vector, [0.0] * FLOATS)
        with _loop(b, dim, FLOATS, [zero] * (n_places * n_queries)) as (at, totals, after):
            ks = [_load(b, start, at, vector) for start in key_starts]
            qs = [_load(b, start, at, vector) for start in query_starts]
            for i, total in enumerate(totals):
                after.append(_multiply_add(b, ks[i // n_queries], qs[i % n_queries], total))
        add_up = cgutils.get_or_insert_function(
            b.module,
            ir.FunctionType(_FLOAT, [_FLOAT, vector]),
            f"llvm.vector.reduce.fadd.v{FLOATS}f32",
        )
        nothing = ir.Constant(_FLOAT, -0.0)
        added = [b.call(add_up, [nothing, total], fastmath=("reassoc",)) for total in after]
        return context.make_tuple(b, signature.return_type, added)

    def typed(_: Any, keys: Any, place: Any, queries: Any, query: Any) -> Any:
        returned = types.UniTuple(types.float32, n_places * n_queries)
        return returned(keys, types.intp, queries, types.intp), generate

    return intrinsic(typed)


def mix(n_queries: int, n_vectors: int) -> Any:
    """A function (shares float32 (m, places), query, values float32 (n, dim), n, column, out
    float32 (m, dim)): writes n_vectors * FLOATS columns of the sum of the first n values, each
    times its share, for neighbouring queries."""
    vector = ir.VectorType(_FLOAT, FLOATS)

    def generate(context: Any, b: Any, signature: Any, arguments: Sequence[Any]) -> Any:
        shares, query, values, n, column, out = arguments
        shares = make_array(signature.args[0])(context, b, shares)
        values = make_array(signature.args[2])(context, b, values)
        out = make_array(signature.args[5])(context, b, out)
        n_places = cgutils.unpack_tuple(b, shares.shape)[1]
        dim = cgutils.unpack_tuple(b, values.shape)[1]
        number = dim.type

        def starts(array: Any, length: Any, offset: Any) -> list[Any]:
            rows = (b.mul(b.add(query, number(i)), length) for i in range(n_queries))
            return [b.gep(array.data, [b.add(row, offset)]) for row in rows]

        share_starts, out_starts = starts(shares, n_places, number(0)), starts(out, dim, column)
        value_start = b.gep(values.data, [column])
        zero = ir.Constant(vector, [0.0] * FLOATS)
        with _loop(b, n, 1, [zero] * (n_vectors * n_queries)) as (at, totals, after):
            row = b.gep(value_start, [b.mul(at, dim)])
            vs = [_load(b, row, number(part * FLOATS), vector) for part in range(n_vectors)]
            for i, total in enumerate(totals):
                share = b.load(b.gep(share_starts[i // n_vectors], [at]))
                lane = b.insert_element(ir.Constant(vector, ir.Undefined), share, _INT32(0))
                everywhere = ir.Constant(ir.VectorType(_INT32, FLOATS), [0] * FLOATS)
                spread = b.shuffle_vector(lane, ir.Constant(vector, ir.Undefined), everywhere)
                after.append(_multiply_add(b, spread, vs[i % n_vectors], total))
        for i, total in enumerate(after):
            place = b.gep(out_starts[i // n_vectors], [number(i % n_vectors * FLOATS)])
            b.store(total, b.bitcast(place, vector.as_pointer()), align=4)
        return context.get_dummy_value()

    def typed(_: Any, shares: Any, query: Any, values: Any, n: Any, column: Any, out: Any) -> Any:
        signature = types.void(shares, types.intp, values, types.intp, types.intp, out)
        return signature, generate

    return intrinsic(typed)


@contextlib.contextmanager
def _loop(b: Any, n: Any, step: int, begin: Sequence[Any]) -> Iterator[tuple[Any, Any, list[Any]]]:
    """for at in range(0, n, step), n > 0: yields `at`, the running values, which are `begin` at
    first, and a list to fill with what they are next; after the loop it holds the last ones."""
    number = n.type
    before, loop = b.block, b.append_basic_block("loop")
    end = b.append_basic_block("loop.end")
    b.branch(loop)
    b.position_at_end(loop)
    at = b.phi(number)
    at.add_incoming(number(0), before)
    running = [b.phi(value.type) for value in begin]
    for phi, value in zip(running, begin, strict=True):
        phi.add_incoming(value, before)
    following: list[Any] = []
    yield at, running, following
    for phi, value in zip(running, following, strict=True):
        phi.add_incoming(value, loop)
    onward = b.add(at, number(step))
    at.add_incoming(onward, loop)
    b.cbranch(b.icmp_signed("<", onward, n), loop, end)
    b.position_at_end(end)


def _load(b: Any, start: Any, at: Any, vector: Any) -> Any:
    return b.load(b.bitcast(b.gep(start, [at]), vector.as_pointer()), align=1)


def _multiply_add(b: Any, x: Any, y: Any, total: Any) -> Any:
    return b.fadd(total, b.fmul(x, y, flags=("contract",)), flags=("contract",))


def _pointer(kind: Any) -> Any:
    def generate(context: Any, b: Any, signature: Any, arguments: Sequence[Any]) -> Any:
        return b.inttoptr(arguments[0], context.get_value_type(signature.return_type))

    def typed(_: Any, address: Any) -> Any:
        return types.CPointer(kind)(types.int64), generate

    return intrinsic(typed)


int8_at = _pointer(types.int8)
float32_at = _pointer(types.float32)


def _shared_count(_: Any, counts: Any, amount: Any) -> Any:
    def generate(context: Any, b: Any, signature: Any, arguments: Sequence[Any]) -> Any:
        data = make_array(signature.args[0])(context, b, arguments[0]).data
        return b.atomic_rmw("add", data, arguments[1], "seq_cst")

    return types.int64(counts, types.int64), generate


# (counts int64 (1,), amount) -> the count before `amount` was added, for all threads at once
add_shared: Any = intrinsic(_shared_count)


def _current_count(_: Any, counts: Any) -> Any:
    def generate(context: Any, b: Any, signature: Any, arguments: Sequence[Any]) -> Any:
        data = make_array(signature.args[0])(context, b, arguments[0]).data
        return b.load_atomic(data, "seq_cst", align=8)

    return types.int64(counts), generate


# counts int64 (1,) -> the count, as all threads have made it
read_shared: Any = intrinsic(_current_count)


def _bits(_: Any, value: Any) -> Any:
    def generate(context: Any, b: Any, signature: Any, arguments: Sequence[Any]) -> Any:
        return b.bitcast(arguments[0], ir.FloatType())

    return types.float32(types.int32), generate


float_of_bits: Any = intrinsic(_bits)
