//go:build !linux && !purego

package encoder

// allowTiles asks no system but Linux: of others it is not known how.
func allowTiles() bool { return false }
