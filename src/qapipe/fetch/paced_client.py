"""HTTP client with per-host rate limiting."""

import asyncio
import time
from collections.abc import Mapping
from datetime import UTC, datetime

from qapipe.fetch.web.client import Client
from qapipe.fetch.web.exchange import Exchange, FetchError, Limits
from qapipe.fetch.web.pace import Pace
from qapipe.fetch.web.retries import retry_after
from qapipe.fetch.web.urls import host_of

_MAX_LOCKS = 10_000


class PacedClient:
    """Sends requests at each host's rate: one at a time to a host that has a delay."""

    def __init__(self, client: Client, pace: Pace) -> None:
        self._client = client
        self._pace = pace
        self._locks: dict[str, asyncio.Lock] = {}

    def is_serial(self, host: str) -> bool:
        """Whether requests to a host must be sent one at a time."""
        return self._pace.delay_of(host) > 0

    async def get(self, url: str, headers: Mapping[str, str], limits: Limits | None = None) -> Exchange:
        """The response to a GET, sent as soon as the host's rate limit allows. Raises only FetchError."""
        host = host_of(url)
        if not self.is_serial(host):
            return await self._send(host, url, headers, limits)
        if len(self._locks) > _MAX_LOCKS:
            self._locks = {name: lock for name, lock in self._locks.items() if lock.locked()}
        async with self._locks.setdefault(host, asyncio.Lock()):
            return await self._send(host, url, headers, limits)

    async def _send(self, host: str, url: str, headers: Mapping[str, str], limits: Limits | None) -> Exchange:
        while (wait := self._pace.ready_at(host) - time.monotonic()) > 0:
            await asyncio.sleep(wait)
        try:
            response = await self._client.get(url, headers, limits)
        except FetchError as error:
            self._pace.record_failure(host, error.fault)
            raise
        wait_requested = retry_after(response.header("Retry-After"), datetime.now(UTC))
        self._pace.record_response(host, response.status, response.seconds, wait_requested)
        return response
