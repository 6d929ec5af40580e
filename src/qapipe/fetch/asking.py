"""Requests in their turn: the client, held back to the pace of each host."""

import asyncio
import time
from collections.abc import Mapping
from datetime import UTC, datetime

from qapipe.fetch.web.client import Client
from qapipe.fetch.web.exchange import Exchange, FetchError, Limits
from qapipe.fetch.web.pace import Pace
from qapipe.fetch.web.retries import retry_after
from qapipe.fetch.web.urls import host_key

_MOST_LOCKS = 10_000


class Asker:
    """Asks servers; a host that has a delay is asked one thing at a time."""

    def __init__(self, client: Client, pace: Pace) -> None:
        self._client = client
        self._pace = pace
        self._turns: dict[str, asyncio.Lock] = {}

    def is_serial(self, host: str) -> bool:
        """Whether only one request to a host may be under way."""
        return self._pace.delay_of(host) > 0

    async def get(self, url: str, headers: Mapping[str, str], limits: Limits | None = None) -> Exchange:
        """What a GET gives, when it is the host's turn. Raises FetchError alone."""
        host = host_key(url)
        if not self.is_serial(host):
            return await self._ask(host, url, headers, limits)
        if len(self._turns) > _MOST_LOCKS:
            self._turns = {name: turn for name, turn in self._turns.items() if turn.locked()}
        async with self._turns.setdefault(host, asyncio.Lock()):
            return await self._ask(host, url, headers, limits)

    async def _ask(self, host: str, url: str, headers: Mapping[str, str], limits: Limits | None) -> Exchange:
        while (wait := self._pace.ready_at(host) - time.monotonic()) > 0:
            await asyncio.sleep(wait)
        try:
            answer = await self._client.get(url, headers, limits)
        except FetchError as error:
            self._pace.failed(host, error.fault)
            raise
        asked_for = retry_after(answer.header("Retry-After"), datetime.now(UTC))
        self._pace.answered(host, answer.status, answer.seconds, asked_for)
        return answer
