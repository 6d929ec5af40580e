"""HTTP: the client, permitted addresses, robots.txt, per-host rate limits and retries."""
