-- Version 1 of the database. Never edited once released: a change is a next version.

-- Decks are kept as long as a session uses them, once for all sessions.
CREATE TABLE deck (
    hash TEXT PRIMARY KEY,
    body TEXT NOT NULL
) STRICT;

-- AUTOINCREMENT: a number is not given out again, so who still holds that of a deleted session
-- never writes into another.
CREATE TABLE session (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    code           TEXT NOT NULL UNIQUE,
    identity       TEXT NOT NULL,
    created_at     INTEGER NOT NULL,
    retention_days INTEGER NOT NULL,
    deck_hash      TEXT NOT NULL REFERENCES deck (hash),
    last_seq       INTEGER NOT NULL,
    last_at        INTEGER NOT NULL
) STRICT;
CREATE INDEX session_deck ON session (deck_hash);

-- `body`: who, device, n and events as JSON. `texts`: where its texts are, as JSON
-- [[number in the session, text.id], …]; a wiped text is not in it any more.
CREATE TABLE entry (
    session INTEGER NOT NULL REFERENCES session (id),
    seq     INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    body    TEXT NOT NULL,
    texts   TEXT,
    PRIMARY KEY (session, seq)
) STRICT, WITHOUT ROWID;

-- What people wrote. Rows are only added at the end, and wiped by overwriting them in place with
-- as many zeros. They are not deleted one by one: that makes SQLite move their neighbours, and of
-- a row it moved it can leave a copy behind that `secure_delete` does not reach.
CREATE TABLE text (
    id   INTEGER PRIMARY KEY,
    body BLOB NOT NULL
) STRICT;
