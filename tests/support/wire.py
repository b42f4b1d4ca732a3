"""A network between the application and its database that can be cut, swallow everything, and come back."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from enum import Enum, auto


class State(Enum):
    """What the network does."""

    WORKS = auto()
    REFUSES = auto()
    SWALLOWS = auto()


class Wire:
    """Passes TCP connections on to ``target_port`` on this machine, as long as it works."""

    def __init__(self, target_port: int) -> None:
        """Works from the beginning."""
        self._target_port = target_port
        self._state = State.WORKS
        self._writers: set[asyncio.StreamWriter] = set()
        self.port = 0

    def repair(self) -> None:
        """Everything passes again; what was lost stays lost."""
        self._state = State.WORKS
        self._drop()

    def cut(self) -> None:
        """Connections break, and new ones are refused."""
        self._state = State.REFUSES
        self._drop()

    def swallow(self) -> None:
        """Nothing arrives any more, and nobody is told."""
        self._state = State.SWALLOWS

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection of the application."""
        self._writers.add(writer)
        if self._state is State.REFUSES:
            writer.transport.abort()
            return
        target_reader, target_writer = await asyncio.open_connection("127.0.0.1", self._target_port)
        self._writers.add(target_writer)
        await asyncio.gather(self._pass(reader, target_writer), self._pass(target_reader, writer))

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while piece := await reader.read(65_536):
                if self._state is State.WORKS:
                    writer.write(piece)
        writer.close()
        self._writers.discard(writer)

    def _drop(self) -> None:
        for writer in tuple(self._writers):
            writer.transport.abort()
        self._writers.clear()


@asynccontextmanager
async def wire_to(target_port: int) -> AsyncGenerator[Wire]:
    """A wire for as long as the block lasts; connect to its ``port``."""
    wire = Wire(target_port)
    server = await asyncio.start_server(wire.accept, "127.0.0.1", 0)
    wire.port = server.sockets[0].getsockname()[1]
    async with server:
        yield wire
        wire.cut()
