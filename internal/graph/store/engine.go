package store

// The seam to the ordered key-value engine. Whatever offers these few calls
// can carry the store; see pebble.go for the one that does.

// An engine holds ordered keys. Reads on it see the latest commit.
type engine interface {
	reader
	// snapshot freezes the present state. It must be closed before the engine.
	snapshot() snapshot
	// batch collects writes that become visible and durable together.
	batch() batch
	// damaged is the first damage to the files that was met, in whatever
	// goroutine, or nil.
	damaged() error
	close() error
}

// A reader sees one state of the keys. It may be used by several goroutines;
// the cursors that it hands out may not.
type reader interface {
	// get returns a copy of the value; ok is false where there is none.
	get(key []byte) (value []byte, ok bool, err error)
	cursor() (cursor, error)
}

type snapshot interface {
	reader
	close() error
}

// A cursor walks keys in ascending order of their bytes. key and value are
// valid until the next move.
type cursor interface {
	seek(key []byte) bool // to the first key that is not less than key
	next() bool
	key() []byte
	value() ([]byte, error)
	err() error
	close() error
}

// A batch is good for one commit; close releases what was not committed.
type batch interface {
	set(key, value []byte) error
	delete(key []byte) error
	commit() error
	close() error
}
