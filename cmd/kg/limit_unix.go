//go:build linux || darwin

package main

import (
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// usedMemory is the address space in use, in bytes; 0 where the system does not tell.
func usedMemory() int64 {
	var pages int64
	b, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	if _, err := fmt.Sscan(string(b), &pages); err != nil {
		return 0
	}
	return pages * int64(os.Getpagesize())
}

// limitProcess bounds what this process may take from now on: address space where it
// is known how much is in use, and processor time as a last resort.
func limitProcess(bytes int64, timeout time.Duration) {
	if used := usedMemory(); used > 0 {
		lower(unix.RLIMIT_AS, uint64(used+bytes))
	}
	var usage unix.Rusage
	if unix.Getrusage(unix.RUSAGE_SELF, &usage) == nil {
		spent := time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
		// Several processors may be at work; the clock of the parent's limit is another.
		lower(unix.RLIMIT_CPU, uint64((spent+4*timeout).Seconds())+2)
	}
}

// lower sets a limit unless a lower one holds; where the system refuses, the others do.
func lower(resource int, value uint64) {
	var limit unix.Rlimit
	if unix.Getrlimit(resource, &limit) != nil || uint64(limit.Cur) <= value {
		return
	}
	limit.Cur = value
	_ = unix.Setrlimit(resource, &limit)
}
