"""SQL of the frontier: schema and statements."""

# ruff: noqa: S608  built from constants only

# Index `queued` finds the next URL of a host: URLs that are due have next_at 0 and are ordered by depth and id. Index
# `waiting` finds the next retry. Triggers maintain `tallies`, because counting ten million rows takes minutes.
TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE hosts (id INTEGER PRIMARY KEY, host TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE shards (id INTEGER PRIMARY KEY, warc TEXT NOT NULL UNIQUE, acknowledged INTEGER NOT NULL) STRICT;
CREATE TABLE urls (
    id INTEGER PRIMARY KEY, url TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, host INTEGER NOT NULL,
    state TEXT NOT NULL, depth INTEGER NOT NULL, tries INTEGER NOT NULL DEFAULT 0, next_at REAL NOT NULL DEFAULT 0,
    parent INTEGER, place TEXT NOT NULL, lastmod REAL, reason TEXT, detail TEXT, status INTEGER, target TEXT,
    etag TEXT, last_modified TEXT, fetched_at REAL, payload BLOB,
    shard INTEGER, offset INTEGER, length INTEGER, record ANY,
    UNIQUE (url, kind, name)
) STRICT;
CREATE TABLE payloads (
    payload BLOB PRIMARY KEY, url INTEGER NOT NULL, date INTEGER NOT NULL, record ANY NOT NULL, digest TEXT NOT NULL,
    shard INTEGER NOT NULL, offset INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE tallies (
    kind TEXT NOT NULL, state TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (kind, state)
) STRICT, WITHOUT ROWID;
CREATE INDEX queued ON urls (host, next_at, depth) WHERE state = 'queued';
CREATE INDEX waiting ON urls (next_at) WHERE state = 'queued' AND next_at > 0;
CREATE INDEX failed ON urls (id) WHERE state = 'failed';
CREATE TRIGGER url_added AFTER INSERT ON urls BEGIN
    INSERT INTO tallies VALUES (new.kind, new.state, 1) ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER url_moved AFTER UPDATE OF state ON urls WHEN old.state <> new.state BEGIN
    UPDATE tallies SET n = n - 1 WHERE kind = old.kind AND state = old.state;
    INSERT INTO tallies VALUES (new.kind, new.state, 1) ON CONFLICT DO UPDATE SET n = n + 1;
END;
"""

ROW = """
SELECT u.id, u.url, h.host, u.kind, u.name, u.place, u.state, u.depth, u.tries, u.next_at, u.reason, u.detail, u.status,
    (SELECT url FROM urls WHERE id = u.parent), u.target, u.lastmod, u.etag, u.last_modified, u.fetched_at,
    s.warc, u.offset, u.length, u.record
FROM urls u JOIN hosts h ON h.id = u.host LEFT JOIN shards s ON s.id = u.shard
"""
NEXT = f"""{ROW} WHERE u.host = (SELECT id FROM hosts WHERE host = ?) AND u.state = 'queued' AND u.next_at = 0
ORDER BY u.depth, u.id LIMIT ?"""
READY_HOSTS = """SELECT id, host FROM hosts WHERE id > ? AND EXISTS (
    SELECT 1 FROM urls INDEXED BY queued WHERE urls.host = hosts.id AND state = 'queued' AND next_at = 0
) ORDER BY id LIMIT ?"""
WAKE = """UPDATE urls SET next_at = 0 WHERE state = 'queued' AND next_at > 0 AND next_at <= ?
RETURNING (SELECT host FROM hosts WHERE id = urls.host)"""
ADD = """INSERT OR IGNORE INTO urls (url, kind, name, host, state, depth, parent, place, lastmod)
VALUES (?, ?, ?, (SELECT id FROM hosts WHERE host = ?), 'queued', ?, ?, ?, ?)"""
ANSWERED = """UPDATE urls SET state = ?, next_at = 0, tries = tries + 1, reason = NULL, detail = NULL, status = ?,
fetched_at = ?, etag = ?, last_modified = ?, target = ?, payload = ?,
shard = (SELECT id FROM shards WHERE warc = ?), offset = ?, length = ?, record = ? WHERE id = ?"""
AS_BEFORE = """UPDATE urls SET state = 'not_modified', next_at = 0, tries = tries + 1, reason = NULL, detail = NULL,
status = ?, fetched_at = ?, etag = coalesce(?, etag), last_modified = coalesce(?, last_modified) WHERE id = ?"""
NOT_GOT = """UPDATE urls SET state = ?, next_at = ?, tries = tries + ?, reason = ?, detail = ?, status = ?
WHERE id = ?"""
PAYLOAD = """INSERT OR IGNORE INTO payloads
VALUES (?, ?, ?, ?, ?, (SELECT id FROM shards WHERE warc = ?), ?)"""
_ORIGINAL = "SELECT u.url, p.date, p.record, p.digest FROM payloads p JOIN urls u ON u.id = p.url WHERE p.payload ="
ORIGINAL = f"{_ORIGINAL} ?"
ORIGINAL_OF = f"""{_ORIGINAL}
(SELECT payload FROM urls WHERE url = ? AND kind <> 'archive' AND payload IS NOT NULL LIMIT 1)"""
_QUEUE_AGAIN = "UPDATE urls SET state = 'queued', next_at = 0, tries = 0"
REFRESH = f"""{_QUEUE_AGAIN} WHERE kind <> 'archive' AND (
    (state IN ('done', 'redirected', 'not_modified') AND fetched_at < ?) OR (kind = 'sitemap' AND state = 'failed'))"""
REFRESH_SITEMAPS = f"{_QUEUE_AGAIN} WHERE kind = 'sitemap' AND state <> 'queued'"
RETRY_FAILED = f"{_QUEUE_AGAIN} WHERE id IN (SELECT id FROM urls WHERE state = 'failed')"
_LOST_PAYLOADS = "SELECT payload FROM payloads WHERE shard = (SELECT id FROM shards WHERE warc = ?) AND offset >= ?"
LOST = f"""UPDATE urls SET state = 'queued', next_at = 0, tries = 0, reason = NULL, detail = NULL, etag = NULL,
last_modified = NULL, payload = NULL, shard = NULL, offset = NULL, length = NULL, record = NULL
WHERE (shard = (SELECT id FROM shards WHERE warc = ?) AND offset >= ?) OR payload IN ({_LOST_PAYLOADS})"""
LOSE_PAYLOADS = f"DELETE FROM payloads WHERE payload IN ({_LOST_PAYLOADS})"
