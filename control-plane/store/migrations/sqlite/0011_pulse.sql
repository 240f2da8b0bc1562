-- One row that is written over and over: whether the database takes a write is found out by one.
CREATE TABLE pulse (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    at INTEGER NOT NULL
);
