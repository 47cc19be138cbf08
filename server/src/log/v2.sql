-- Version 2 of the database. Never edited once released: a change is a next version.

-- What the database knows of itself; one row.
-- `generation`: random; made anew whenever entries that were shown may have been lost (restored, or
-- opened with a loss), so that clients begin afresh. `commits`: transactions so far; never less
-- than what the mark beside the file says. `zeros`: bytes of wiped texts since the table of texts
-- was last written anew. `list`, `listed`: which list of what was forgotten belongs to it, and how
-- many bytes of that it has carried out. `ran_ms`: how long servers have run on it in all, as
-- last written down. `latest_at`: the latest time a clock ever told it; `latest_ran`: `ran_ms` when a
-- clock last told it no less than that.
CREATE TABLE life (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    generation TEXT    NOT NULL,
    commits    INTEGER NOT NULL,
    zeros      INTEGER NOT NULL,
    list       TEXT    NOT NULL DEFAULT '',
    listed     INTEGER NOT NULL DEFAULT 0,
    ran_ms     INTEGER NOT NULL,
    latest_at  INTEGER NOT NULL,
    latest_ran INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO life (id, generation, commits, zeros, ran_ms, latest_at)
    SELECT 1, lower(hex(randomblob(16))), 0, 0, 0, coalesce(max(last_at), 0) FROM session;

-- `last_ran`: at its last entry, on a clock that never leaps and says only which entry was later and
-- by how many milliseconds within the life of one server (log/clock.rs); -1 for one of before.
-- `over_ran`, `over_at`: `ran_ms` and `latest_at` when its retention period was found to be over;
-- null while it is not.
ALTER TABLE session ADD COLUMN last_ran INTEGER NOT NULL DEFAULT -1;
ALTER TABLE session ADD COLUMN over_ran INTEGER;
ALTER TABLE session ADD COLUMN over_at INTEGER;

-- CRC-32 of what was written, 4 bytes big-endian; null for what is older. That of a text is wiped
-- with it: of a short one it would tell what it was.
ALTER TABLE entry ADD COLUMN sum BLOB;

-- The texts are written anew, those that are wiped not: a row that gets its third column only when
-- it is wiped is longer then, and SQLite moves its neighbours (see version 1).
CREATE TABLE text_left (
    id   INTEGER PRIMARY KEY,
    body BLOB NOT NULL,
    sum  BLOB
) STRICT;
INSERT INTO text_left SELECT id, body, NULL FROM text WHERE substr(body, 1, 1) <> x'00' ORDER BY id;
DROP TABLE text;
ALTER TABLE text_left RENAME TO text;
