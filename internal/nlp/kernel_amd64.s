//go:build amd64 && !purego

#include "textflag.h"

// The order of all sums is that of kernel.go: products are rounded before they are
// added, inputs are summed within blocks of 96 (sumBlock), the blocks one by one.

// func multiplyPanelAVX(dst *float32, dstStep int, src *float32, srcStep, groups int, panel *float32, k int)
//
// DI dst, R9 its step, SI src, R8 its step, R13 and CX three and five steps, BX panel,
// R11 k, R10 inputs left, AX and DX where in panel and src, R12 inputs left in the block
// or a row of dst, Y0-Y11 the sums of six rows.
TEXT ·multiplyPanelAVX(SB), NOSPLIT, $8-56
	MOVQ dst+0(FP), DI
	MOVQ dstStep+8(FP), R9
	MOVQ src+16(FP), SI
	MOVQ srcStep+24(FP), R8
	MOVQ groups+32(FP), AX
	MOVQ AX, left-8(SP)
	MOVQ panel+40(FP), BX
	MOVQ k+48(FP), R11
	LEAQ (R8)(R8*2), R13
	LEAQ (R8)(R8*4), CX

group:
	MOVQ BX, AX
	MOVQ SI, DX
	MOVQ R11, R10

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
	VXORPS  Y8, Y8, Y8
	VXORPS  Y9, Y9, Y9
	VXORPS  Y10, Y10, Y10
	VXORPS  Y11, Y11, Y11

input:
	VMOVUPS (AX), Y12
	VMOVUPS 32(AX), Y13
	VBROADCASTSS (DX), Y14
	VMULPS Y12, Y14, Y15
	VMULPS Y13, Y14, Y14
	VADDPS Y15, Y0, Y0
	VADDPS Y14, Y1, Y1
	VBROADCASTSS (DX)(R8*1), Y14
	VMULPS Y12, Y14, Y15
	VMULPS Y13, Y14, Y14
	VADDPS Y15, Y2, Y2
	VADDPS Y14, Y3, Y3
	VBROADCASTSS (DX)(R8*2), Y14
	VMULPS Y12, Y14, Y15
	VMULPS Y13, Y14, Y14
	VADDPS Y15, Y4, Y4
	VADDPS Y14, Y5, Y5
	VBROADCASTSS (DX)(R13*1), Y14
	VMULPS Y12, Y14, Y15
	VMULPS Y13, Y14, Y14
	VADDPS Y15, Y6, Y6
	VADDPS Y14, Y7, Y7
	VBROADCASTSS (DX)(R8*4), Y14
	VMULPS Y12, Y14, Y15
	VMULPS Y13, Y14, Y14
	VADDPS Y15, Y8, Y8
	VADDPS Y14, Y9, Y9
	VBROADCASTSS (DX)(CX*1), Y14
	VMULPS Y12, Y14, Y15
	VMULPS Y13, Y14, Y14
	VADDPS Y15, Y10, Y10
	VADDPS Y14, Y11, Y11
	ADDQ $64, AX
	ADDQ $4, DX
	DECQ R12
	JNZ  input

	// The block's sums are the first, or are added to those before.
	MOVQ R11, R12
	SUBQ R10, R12
	CMPQ R12, $96
	JLE  store
	MOVQ DI, R12
	VADDPS (R12), Y0, Y0
	VADDPS 32(R12), Y1, Y1
	ADDQ R9, R12
	VADDPS (R12), Y2, Y2
	VADDPS 32(R12), Y3, Y3
	ADDQ R9, R12
	VADDPS (R12), Y4, Y4
	VADDPS 32(R12), Y5, Y5
	ADDQ R9, R12
	VADDPS (R12), Y6, Y6
	VADDPS 32(R12), Y7, Y7
	ADDQ R9, R12
	VADDPS (R12), Y8, Y8
	VADDPS 32(R12), Y9, Y9
	ADDQ R9, R12
	VADDPS (R12), Y10, Y10
	VADDPS 32(R12), Y11, Y11

store:
	MOVQ DI, R12
	VMOVUPS Y0, (R12)
	VMOVUPS Y1, 32(R12)
	ADDQ R9, R12
	VMOVUPS Y2, (R12)
	VMOVUPS Y3, 32(R12)
	ADDQ R9, R12
	VMOVUPS Y4, (R12)
	VMOVUPS Y5, 32(R12)
	ADDQ R9, R12
	VMOVUPS Y6, (R12)
	VMOVUPS Y7, 32(R12)
	ADDQ R9, R12
	VMOVUPS Y8, (R12)
	VMOVUPS Y9, 32(R12)
	ADDQ R9, R12
	VMOVUPS Y10, (R12)
	VMOVUPS Y11, 32(R12)
	ADDQ R9, R12
	TESTQ R10, R10
	JNZ   sumblock

	MOVQ R12, DI
	LEAQ (SI)(R13*2), SI
	DECQ left-8(SP)
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
