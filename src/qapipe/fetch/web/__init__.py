"""HTTP requests: the client, addresses it may connect to, robots.txt, pace and retries."""
