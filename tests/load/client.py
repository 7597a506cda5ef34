"""Asks one address again and again over kept connections, bounded in time, and notes how long each answer took."""

import asyncio
import time
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Ask:
    """One request, ready to send. `expect` is the status every answer must have."""

    url: str
    headers: tuple[tuple[str, str], ...] = ()
    expect: int = 200
    method: str = "GET"
    body: bytes = b""

    def as_bytes(self) -> bytes:
        parts = urlsplit(self.url)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        lines = [f"{self.method} {path} HTTP/1.1", f"Host: {parts.netloc}"]
        lines += [f"{name}: {value}" for name, value in self.headers]
        if self.body:
            lines.append(f"Content-Length: {len(self.body)}")
        return ("\r\n".join(lines) + "\r\n\r\n").encode() + self.body


@dataclass(frozen=True, slots=True)
class Heard:
    """Seconds of every answer, and how many were wrong."""

    seconds: float
    times: tuple[float, ...]
    wrong: int

    @property
    def rate(self) -> float:
        """Answers per second."""
        return len(self.times) / self.seconds

    def quantile(self, share: float) -> float:
        """Seconds within which this share of the answers came."""
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def listen(asks: list[Ask], *, connections: int, seconds: float) -> Heard:
    """Every connection goes through `asks` in turn; loopback only."""
    assert all(urlsplit(ask.url).hostname in {"127.0.0.1", "localhost"} for ask in asks)
    return asyncio.run(_listen(asks, connections, seconds))


async def _listen(asks: list[Ask], connections: int, seconds: float) -> Heard:
    end = time.perf_counter() + seconds
    times: list[float] = []
    wrong: list[int] = []
    started = time.perf_counter()
    await asyncio.gather(*(_connection(asks, n, end, times, wrong) for n in range(connections)))
    return Heard(time.perf_counter() - started, tuple(times), len(wrong))


async def _connection(
    asks: list[Ask], offset: int, end: float, times: list[float], wrong: list[int]
) -> None:
    parts = urlsplit(asks[0].url)
    raw = [(ask.as_bytes(), ask.expect) for ask in asks]
    reader = writer = None
    at = offset
    while time.perf_counter() < end:
        if writer is None or reader is None:
            reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        request, expect = raw[at % len(raw)]
        at += 1
        began = time.perf_counter()
        writer.write(request)
        status, closes = await _answer(reader)
        times.append(time.perf_counter() - began)
        if status != expect:
            wrong.append(status)
        if closes:
            writer.close()
            writer = None
    if writer is not None:
        writer.close()


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bool]:
    """Status, and whether the server closes the connection now."""
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    except (asyncio.IncompleteReadError, ConnectionResetError):
        return 0, True
    status = int(head.split(" ", 2)[1])
    length = 0
    for line in head.split("\r\n"):
        if line.startswith("content-length:"):
            length = int(line.split(":")[1])
    if "transfer-encoding: chunked" in head:
        while (size := int(await reader.readline(), 16)) > 0:
            await reader.readexactly(size + 2)
        await reader.readexactly(2)
    elif length:
        await reader.readexactly(length)
    return status, "connection: close" in head
