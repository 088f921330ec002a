"""The kernel's binary in wasmtime: compiled once in a process, bound to memories of exact sizes."""

from __future__ import annotations

import ctypes
import functools
import threading
from collections import OrderedDict
from collections.abc import Callable
from importlib import resources
from typing import Any

import numpy as np
import wasmtime

from .layout import PAGE
from .typing import Floats, Integers

#: The release whose ABI this package speaks: major·10⁶ + minor·10³ + patch.
VERSION = 1_000


@functools.cache
def _compiled() -> tuple[wasmtime.Engine, wasmtime.Module]:
    binary = resources.files(__package__).joinpath("simd.wasm").read_bytes()
    engine = wasmtime.Engine()
    module = wasmtime.Module(engine, binary)
    return engine, module


class Kernel:
    """The binary on a memory of its own, which is to be used by one thread at a time.

    Addresses are bytes into the memory; what each function does is told in src/kernel/kernel.ts of gmm-wasm.
    """

    def __init__(self, size: int) -> None:
        """Takes `size` bytes, rounded up to whole pages, all 0."""
        engine, module = _compiled()
        self._store = wasmtime.Store(engine)
        pages = -(-size // PAGE)
        self._memory = wasmtime.Memory(self._store, wasmtime.MemoryType(wasmtime.Limits(pages, None)))
        instance = wasmtime.Instance(self._store, module, [self._memory])
        self._exports = instance.exports(self._store)
        # the memory never grows, so that it never moves
        start = ctypes.addressof(self._memory.data_ptr(self._store).contents)
        memory = (ctypes.c_uint8 * (pages * PAGE)).from_address(start)
        self.bytes = np.frombuffer(memoryview(memory), dtype=np.uint8)
        self.doubles: Floats = self.bytes.view(np.float64)
        self.integers: Integers = self.bytes.view(np.int32)
        self._functions: dict[str, Callable[..., Any]] = {}

    def call(self, name: str, *arguments: int | float) -> Any:
        """Calls the function that the binary exports under that name."""
        function = self._functions.get(name)
        if function is None:
            exported = self._exports[name]
            assert isinstance(exported, wasmtime.Func)
            function = self._functions[name] = functools.partial(exported, self._store)
        return function(*arguments)

    def view(self, address: int, length: int) -> Floats:
        """A live view of `length` doubles."""
        return self.doubles[address // 8 : address // 8 + length]

    def whole(self, address: int, length: int) -> Integers:
        """A live view of `length` 32-bit integers."""
        return self.integers[address // 4 : address // 4 + length]


@functools.cache
def scratch_length(d: int, k: int) -> int:
    """Doubles of scratch that any function may ask for; the binary's release is checked on the way."""
    kernel = Kernel(PAGE)
    version = kernel.call("version")
    if version != VERSION:
        raise RuntimeError(f"simd.wasm is of release {version}, and this package is for {VERSION}: build it again")
    return int(kernel.call("scratch_length", d, k))


#: Memories kept by each thread for the next task of the same kind.
_KEPT = 8
_local = threading.local()


def kept(key: tuple[Any, ...], make: Callable[[], Any]) -> Any:
    """What this thread made last under the same key; a Python worker serves many tasks, one after the other."""
    held: OrderedDict[tuple[Any, ...], Any] = _local.__dict__.setdefault("held", OrderedDict())
    if key not in held:
        held[key] = make()
        if len(held) > _KEPT:
            held.popitem(last=False)
    held.move_to_end(key)
    return held[key]
