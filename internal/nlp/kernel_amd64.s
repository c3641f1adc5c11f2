//go:build amd64 && !purego

#include "textflag.h"

// The order of all sums is that of kernel.go: products are rounded before they are
// added, inputs are summed within blocks of 96 (sumBlock), the blocks one by one.

// multiplyPanelAVX and multiplyPanelsAVX512 are one algorithm for registers of eight and
// of sixteen floats. ROW takes one row's input and adds its products to the row's sums;
// ADD adds the sums of earlier blocks; STORE stores them.
//
// DI dst, R9 its step, SI src, R8 its step, R13 and CX three and five steps, BX panel,
// R11 k, AX and DX where in panel and src, R12 inputs left in the block or a row of dst,
// 0-11 the sums of six rows, 12 and 13 the weights, 14 and 15 the products; on the stack
// the groups and the inputs left.

#define ROWY(input, sum0, sum1) \
	VBROADCASTSS input, Y14         \
	VMULPS       Y12, Y14, Y15     \
	VMULPS       Y13, Y14, Y14     \
	VADDPS       Y15, sum0, sum0     \
	VADDPS       Y14, sum1, sum1

#define ADDY(sum0, sum1)        \
	VADDPS (R12), sum0, sum0   \
	VADDPS 32(R12), sum1, sum1 \
	ADDQ   R9, R12

#define STOREY(sum0, sum1)  \
	VMOVUPS sum0, (R12)     \
	VMOVUPS sum1, 32(R12) \
	ADDQ    R9, R12

#define ROWZ(input, sum0, sum1) \
	VBROADCASTSS input, Z14         \
	VMULPS       Z12, Z14, Z15     \
	VMULPS       Z13, Z14, Z14     \
	VADDPS       Z15, sum0, sum0     \
	VADDPS       Z14, sum1, sum1

#define ADDZ(sum0, sum1)        \
	VADDPS (R12), sum0, sum0   \
	VADDPS 64(R12), sum1, sum1 \
	ADDQ   R9, R12

#define STOREZ(sum0, sum1)  \
	VMOVUPS sum0, (R12)     \
	VMOVUPS sum1, 64(R12) \
	ADDQ    R9, R12

// func multiplyPanelAVX(dst *float32, dstStep int, src *float32, srcStep, groups int, panel *float32, k int)
TEXT ·multiplyPanelAVX(SB), NOSPLIT, $16-56
	MOVQ dst+0(FP), DI
	MOVQ dstStep+8(FP), R9
	MOVQ src+16(FP), SI
	MOVQ srcStep+24(FP), R8
	MOVQ groups+32(FP), AX
	MOVQ AX, groupsLeft-8(SP)
	MOVQ panel+40(FP), BX
	MOVQ k+48(FP), R11
	LEAQ (R8)(R8*2), R13
	LEAQ (R8)(R8*4), CX

group:
	MOVQ BX, AX
	MOVQ SI, DX
	MOVQ R11, inputsLeft-16(SP)

sumblock:
	MOVQ    $96, R12
	CMPQ    inputsLeft-16(SP), R12
	CMOVQLT inputsLeft-16(SP), R12
	SUBQ    R12, inputsLeft-16(SP)
	VXORPS Y0, Y0, Y0
	VXORPS Y1, Y1, Y1
	VXORPS Y2, Y2, Y2
	VXORPS Y3, Y3, Y3
	VXORPS Y4, Y4, Y4
	VXORPS Y5, Y5, Y5
	VXORPS Y6, Y6, Y6
	VXORPS Y7, Y7, Y7
	VXORPS Y8, Y8, Y8
	VXORPS Y9, Y9, Y9
	VXORPS Y10, Y10, Y10
	VXORPS Y11, Y11, Y11

input:
	VMOVUPS (AX), Y12
	VMOVUPS 32(AX), Y13
	ROWY((DX), Y0, Y1)
	ROWY((DX)(R8*1), Y2, Y3)
	ROWY((DX)(R8*2), Y4, Y5)
	ROWY((DX)(R13*1), Y6, Y7)
	ROWY((DX)(R8*4), Y8, Y9)
	ROWY((DX)(CX*1), Y10, Y11)
	ADDQ $64, AX
	ADDQ $4, DX
	DECQ R12
	JNZ  input

	// The block's sums are the first, or are added to those before.
	MOVQ R11, R12
	SUBQ inputsLeft-16(SP), R12
	CMPQ R12, $96
	MOVQ DI, R12
	JLE  store
	ADDY(Y0, Y1)
	ADDY(Y2, Y3)
	ADDY(Y4, Y5)
	ADDY(Y6, Y7)
	ADDY(Y8, Y9)
	ADDY(Y10, Y11)
	MOVQ DI, R12

store:
	STOREY(Y0, Y1)
	STOREY(Y2, Y3)
	STOREY(Y4, Y5)
	STOREY(Y6, Y7)
	STOREY(Y8, Y9)
	STOREY(Y10, Y11)
	CMPQ inputsLeft-16(SP), $0
	JNE  sumblock

	MOVQ R12, DI
	LEAQ (SI)(R13*2), SI
	DECQ groupsLeft-8(SP)
	JNZ  group
	VZEROUPPER
	RET

// func multiplyPanelsAVX512(dst *float32, dstStep int, src *float32, srcStep, groups int, panel *float32, k int)
//
// R10 is the size of a panel in bytes: it takes two panels at once.
TEXT ·multiplyPanelsAVX512(SB), NOSPLIT, $16-56
	MOVQ dst+0(FP), DI
	MOVQ dstStep+8(FP), R9
	MOVQ src+16(FP), SI
	MOVQ srcStep+24(FP), R8
	MOVQ groups+32(FP), AX
	MOVQ AX, groupsLeft-8(SP)
	MOVQ panel+40(FP), BX
	MOVQ k+48(FP), R11
	MOVQ R11, R10
	SHLQ $6, R10
	LEAQ (R8)(R8*2), R13
	LEAQ (R8)(R8*4), CX

group:
	MOVQ BX, AX
	MOVQ SI, DX
	MOVQ R11, inputsLeft-16(SP)

sumblock:
	MOVQ    $96, R12
	CMPQ    inputsLeft-16(SP), R12
	CMOVQLT inputsLeft-16(SP), R12
	SUBQ    R12, inputsLeft-16(SP)
	VPXORQ Z0, Z0, Z0
	VPXORQ Z1, Z1, Z1
	VPXORQ Z2, Z2, Z2
	VPXORQ Z3, Z3, Z3
	VPXORQ Z4, Z4, Z4
	VPXORQ Z5, Z5, Z5
	VPXORQ Z6, Z6, Z6
	VPXORQ Z7, Z7, Z7
	VPXORQ Z8, Z8, Z8
	VPXORQ Z9, Z9, Z9
	VPXORQ Z10, Z10, Z10
	VPXORQ Z11, Z11, Z11

input:
	VMOVUPS (AX), Z12
	VMOVUPS (AX)(R10*1), Z13
	ROWZ((DX), Z0, Z1)
	ROWZ((DX)(R8*1), Z2, Z3)
	ROWZ((DX)(R8*2), Z4, Z5)
	ROWZ((DX)(R13*1), Z6, Z7)
	ROWZ((DX)(R8*4), Z8, Z9)
	ROWZ((DX)(CX*1), Z10, Z11)
	ADDQ $64, AX
	ADDQ $4, DX
	DECQ R12
	JNZ  input

	// The block's sums are the first, or are added to those before.
	MOVQ R11, R12
	SUBQ inputsLeft-16(SP), R12
	CMPQ R12, $96
	MOVQ DI, R12
	JLE  store
	ADDZ(Z0, Z1)
	ADDZ(Z2, Z3)
	ADDZ(Z4, Z5)
	ADDZ(Z6, Z7)
	ADDZ(Z8, Z9)
	ADDZ(Z10, Z11)
	MOVQ DI, R12

store:
	STOREZ(Z0, Z1)
	STOREZ(Z2, Z3)
	STOREZ(Z4, Z5)
	STOREZ(Z6, Z7)
	STOREZ(Z8, Z9)
	STOREZ(Z10, Z11)
	CMPQ inputsLeft-16(SP), $0
	JNE  sumblock

	MOVQ R12, DI
	LEAQ (SI)(R13*2), SI
	DECQ groupsLeft-8(SP)
	JNZ  group
	VZEROUPPER
	RET

// func multiplyRow4AVX(dst, src, panel *float32, k int)
TEXT ·multiplyRow4AVX(SB), NOSPLIT, $0-32
	MOVQ dst+0(FP), DI
	MOVQ src+8(FP), SI
	MOVQ panel+16(FP), AX
	MOVQ k+24(FP), R11
	MOVQ R11, R10
	MOVQ R11, R8
	SHLQ $6, R8
	LEAQ (R8)(R8*2), R9

sumblock:
	MOVQ    $96, R12
	CMPQ    R10, R12
	CMOVQLT R10, R12
	SUBQ    R12, R10
	VXORPS  Y0, Y0, Y0
	VXORPS  Y1, Y1, Y1
	VXORPS  Y2, Y2, Y2
	VXORPS  Y3, Y3, Y3
	VXORPS  Y4, Y4, Y4
	VXORPS  Y5, Y5, Y5
	VXORPS  Y6, Y6, Y6
	VXORPS  Y7, Y7, Y7

input:
	VBROADCASTSS (SI), Y14
	VMULPS (AX), Y14, Y12
	VADDPS Y12, Y0, Y0
	VMULPS 32(AX), Y14, Y13
	VADDPS Y13, Y1, Y1
	VMULPS (AX)(R8*1), Y14, Y12
	VADDPS Y12, Y2, Y2
	VMULPS 32(AX)(R8*1), Y14, Y13
	VADDPS Y13, Y3, Y3
	VMULPS (AX)(R8*2), Y14, Y12
	VADDPS Y12, Y4, Y4
	VMULPS 32(AX)(R8*2), Y14, Y13
	VADDPS Y13, Y5, Y5
	VMULPS (AX)(R9*1), Y14, Y12
	VADDPS Y12, Y6, Y6
	VMULPS 32(AX)(R9*1), Y14, Y13
	VADDPS Y13, Y7, Y7
	ADDQ $64, AX
	ADDQ $4, SI
	DECQ R12
	JNZ  input

	MOVQ R11, R12
	SUBQ R10, R12
	CMPQ R12, $96
	JLE  store
	VADDPS 0(DI), Y0, Y0
	VADDPS 32(DI), Y1, Y1
	VADDPS 64(DI), Y2, Y2
	VADDPS 96(DI), Y3, Y3
	VADDPS 128(DI), Y4, Y4
	VADDPS 160(DI), Y5, Y5
	VADDPS 192(DI), Y6, Y6
	VADDPS 224(DI), Y7, Y7

store:
	VMOVUPS Y0, 0(DI)
	VMOVUPS Y1, 32(DI)
	VMOVUPS Y2, 64(DI)
	VMOVUPS Y3, 96(DI)
	VMOVUPS Y4, 128(DI)
	VMOVUPS Y5, 160(DI)
	VMOVUPS Y6, 192(DI)
	VMOVUPS Y7, 224(DI)
	TESTQ R10, R10
	JNZ   sumblock
	VZEROUPPER
	RET

// func multiplyRow1AVX(dst, src, panel *float32, k int)
TEXT ·multiplyRow1AVX(SB), NOSPLIT, $0-32
	MOVQ dst+0(FP), DI
	MOVQ src+8(FP), SI
	MOVQ panel+16(FP), AX
	MOVQ k+24(FP), R11
	MOVQ R11, R10

sumblock:
	MOVQ    $96, R12
	CMPQ    R10, R12
	CMOVQLT R10, R12
	SUBQ    R12, R10
	VXORPS  Y0, Y0, Y0
	VXORPS  Y1, Y1, Y1

input:
	VBROADCASTSS (SI), Y14
	VMULPS (AX), Y14, Y12
	VADDPS Y12, Y0, Y0
	VMULPS 32(AX), Y14, Y13
	VADDPS Y13, Y1, Y1
	ADDQ $64, AX
	ADDQ $4, SI
	DECQ R12
	JNZ  input

	MOVQ R11, R12
	SUBQ R10, R12
	CMPQ R12, $96
	JLE  store
	VADDPS 0(DI), Y0, Y0
	VADDPS 32(DI), Y1, Y1

store:
	VMOVUPS Y0, 0(DI)
	VMOVUPS Y1, 32(DI)
	TESTQ R10, R10
	JNZ   sumblock
	VZEROUPPER
	RET

// func maxoutNormAVX(dst, sums, residual, offset, gain, bias *float32, n int)
//
// R8 is the length of a piece in bytes, CX runs over it, X15 is n as a float.
TEXT ·maxoutNormAVX(SB), NOSPLIT, $0-56
	MOVQ dst+0(FP), DI
	MOVQ sums+8(FP), SI
	MOVQ residual+16(FP), DX
	MOVQ offset+24(FP), BX
	MOVQ gain+32(FP), R10
	MOVQ bias+40(FP), R11
	MOVQ n+48(FP), R8
	VCVTSI2SSQ R8, X15, X15
	SHLQ $2, R8
	LEAQ (SI)(R8*1), R12
	LEAQ (SI)(R8*2), R13
	LEAQ (BX)(R8*1), AX
	LEAQ (BX)(R8*2), R9

	// The largest piece, and its mean.
	VXORPS Y0, Y0, Y0
	XORQ   CX, CX

largest:
	VMOVUPS (SI)(CX*1), Y2
	VMOVUPS (R12)(CX*1), Y3
	VMOVUPS (R13)(CX*1), Y4
	VADDPS  (BX)(CX*1), Y2, Y2
	VADDPS  (AX)(CX*1), Y3, Y3
	VADDPS  (R9)(CX*1), Y4, Y4
	VMAXPS  Y3, Y2, Y2
	VMAXPS  Y4, Y2, Y2
	VMOVUPS Y2, (SI)(CX*1)
	VADDPS  Y2, Y0, Y0
	ADDQ    $32, CX
	CMPQ    CX, R8
	JLT     largest
	VEXTRACTF128 $1, Y0, X1
	VADDPS       X1, X0, X0
	VMOVHLPS     X0, X0, X1
	VADDPS       X1, X0, X0
	VMOVSHDUP    X0, X1
	VADDSS       X1, X0, X0
	VDIVSS       X15, X0, X0
	VBROADCASTSS X0, Y5

	// The variance.
	VXORPS Y0, Y0, Y0
	XORQ   CX, CX

square:
	VMOVUPS (SI)(CX*1), Y2
	VSUBPS  Y5, Y2, Y2
	VMOVUPS Y2, (SI)(CX*1)
	VMULPS  Y2, Y2, Y2
	VADDPS  Y2, Y0, Y0
	ADDQ    $32, CX
	CMPQ    CX, R8
	JLT     square
	VEXTRACTF128 $1, Y0, X1
	VADDPS       X1, X0, X0
	VMOVHLPS     X0, X0, X1
	VADDPS       X1, X0, X0
	VMOVSHDUP    X0, X1
	VADDSS       X1, X0, X0
	VDIVSS       X15, X0, X0
	VADDSS       epsilon<>(SB), X0, X0
	VSQRTSS      X0, X0, X0
	VMOVSS       one<>(SB), X1
	VDIVSS       X0, X1, X0
	VBROADCASTSS X0, Y5

	XORQ  CX, CX
	TESTQ DX, DX
	JZ    plain

residual:
	VMULPS  (SI)(CX*1), Y5, Y2
	VMULPS  (R10)(CX*1), Y2, Y2
	VADDPS  (R11)(CX*1), Y2, Y2
	VADDPS  (DX)(CX*1), Y2, Y2
	VMOVUPS Y2, (DI)(CX*1)
	ADDQ    $32, CX
	CMPQ    CX, R8
	JLT     residual
	VZEROUPPER
	RET

plain:
	VMULPS  (SI)(CX*1), Y5, Y2
	VMULPS  (R10)(CX*1), Y2, Y2
	VADDPS  (R11)(CX*1), Y2, Y2
	VMOVUPS Y2, (DI)(CX*1)
	ADDQ    $32, CX
	CMPQ    CX, R8
	JLT     plain
	VZEROUPPER
	RET

// 1e-8 and 1
DATA epsilon<>(SB)/4, $0x322bcc77
GLOBL epsilon<>(SB), RODATA|NOPTR, $4
DATA one<>(SB)/4, $0x3f800000
GLOBL one<>(SB), RODATA|NOPTR, $4

// func sumSlotsAVX(dst *float32, slots *[]float32, count int, offset *float32, half int)
//
// Slice headers are 24 bytes long, the address first.
TEXT ·sumSlotsAVX(SB), NOSPLIT, $0-40
	MOVQ dst+0(FP), DI
	MOVQ slots+8(FP), SI
	MOVQ count+16(FP), R8
	MOVQ offset+24(FP), BX
	MOVQ half+32(FP), R9
	SHLQ $2, R9
	LEAQ (BX)(R9*1), R10
	XORQ CX, CX

column:
	MOVQ    (SI), AX
	LEAQ    24(SI), DX
	ADDQ    CX, AX
	VMOVUPS (AX), Y0
	VMOVUPS (AX)(R9*1), Y1
	MOVQ    R8, R11
	JMP     more

slot:
	MOVQ   (DX), AX
	ADDQ   $24, DX
	ADDQ   CX, AX
	VADDPS (AX), Y0, Y0
	VADDPS (AX)(R9*1), Y1, Y1

more:
	DECQ R11
	JNZ  slot

	VADDPS  (BX)(CX*1), Y0, Y0
	VADDPS  (R10)(CX*1), Y1, Y1
	VMAXPS  Y1, Y0, Y0
	VMOVUPS Y0, (DI)(CX*1)
	ADDQ    $32, CX
	CMPQ    CX, R9
	JLT     column
	VZEROUPPER
	RET
