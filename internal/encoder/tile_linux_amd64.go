//go:build !purego

package encoder

import "syscall"

const (
	requestState = 0x1023 // ARCH_REQ_XCOMP_PERM
	tileData     = 18     // XFEATURE_XTILEDATA
)

// allowTiles asks Linux, once for the whole process, to save what tiles hold; without that
// their use is an illegal instruction.
func allowTiles() bool {
	_, _, err := syscall.RawSyscall(syscall.SYS_ARCH_PRCTL, requestState, tileData, 0)
	return err == 0
}
