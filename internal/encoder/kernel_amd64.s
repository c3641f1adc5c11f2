//go:build amd64 && !purego

#include "go_asm.h"
#include "textflag.h"

// Integer sums are exact; float operations follow the order of kernel.go, products are
// rounded before they are added.

// Constants, one float or int32 each.
DATA  consts<>+0(SB)/4, $0x4b400000    // roundMagic
DATA  consts<>+4(SB)/4, $0x42fc0000    // exp2Bound
DATA  consts<>+8(SB)/4, $0xc2fc0000    // -exp2Bound
DATA  consts<>+12(SB)/4, $127          // exponent bias
DATA  consts<>+16(SB)/4, $0x42fe0000   // inputMax
DATA  consts<>+20(SB)/4, $0x3f800000   // 1
DATA  consts<>+24(SB)/4, $0xbfb8aa3b   // -log2E
DATA  consts<>+28(SB)/4, $0x40800000   // geluBound
DATA  consts<>+32(SB)/4, $0xc0800000   // -geluBound
DATA  consts<>+36(SB)/4, $0x3f000000   // 1/2
DATA  consts<>+40(SB)/4, $0x7fffffff   // all but the sign
DATA  consts<>+44(SB)/4, $0x2b8cbccc   // normEpsilon
DATA  consts<>+48(SB)/4, $0xff         // a byte
DATA  consts<>+52(SB)/4, $0x41f80000   // weightMax
DATA  consts<>+56(SB)/4, $0x0da24260   // leastSpan
DATA  consts<>+60(SB)/2, $1            // a one of two bytes
GLOBL consts<>(SB), RODATA|NOPTR, $64

// order puts the quarters of packed registers back into the order of their sources.
DATA  order<>+0(SB)/8, $0x0000000400000000
DATA  order<>+8(SB)/8, $0x0000000500000001
DATA  order<>+16(SB)/8, $0x0000000600000002
DATA  order<>+24(SB)/8, $0x0000000700000003
GLOBL order<>(SB), RODATA|NOPTR, $32

// Byte products with AVX-512 VNNI: twelve rows by one panel of 32 outputs.
//
// DI dst, R13 its step, SI rows 0-5, DX rows 6-11, R8, R9, R10 one, three and five
// steps, BX panel, CX groups of inputs left, R14 scales, R15 zero points, R11 groups of
// rows left; Z0-Z23 sums, Z24, Z25 weights, Z26, Z27 a row's four inputs.

#define DOTROW(input, in, sum0, sum1) \
	VPBROADCASTD input, in            \
	VPDPBUSD     Z24, in, sum0        \
	VPDPBUSD     Z25, in, sum1

// FINISH takes out the zero point, scales, adds the bias and stores a row. Z26, Z27 are
// the outputs' sums, Z28, Z29 their scales, Z24, Z25 their biases.
#define FINISH(at, sum0, sum1)       \
	VPBROADCASTD at(R15), Z30        \
	VPMULLD      Z30, Z26, Z31       \
	VPSUBD       Z31, sum0, sum0     \
	VPMULLD      Z30, Z27, Z31       \
	VPSUBD       Z31, sum1, sum1     \
	VCVTDQ2PS    sum0, sum0          \
	VCVTDQ2PS    sum1, sum1          \
	VBROADCASTSS at(R14), Z30        \
	VMULPS       Z28, Z30, Z31       \
	VMULPS       Z31, sum0, sum0     \
	VMULPS       Z29, Z30, Z31       \
	VMULPS       Z31, sum1, sum1     \
	VADDPS       Z24, sum0, sum0     \
	VADDPS       Z25, sum1, sum1     \
	VMOVUPS      sum0, (DI)          \
	VMOVUPS      sum1, 64(DI)        \
	ADDQ         R13, DI

// func dotAVX512(p *product)
TEXT ·dotAVX512(SB), NOSPLIT, $0-8
	MOVQ p+0(FP), AX
	MOVQ product_dst(AX), DI
	MOVQ product_dstStep(AX), R13
	MOVQ product_src(AX), SI
	MOVQ product_srcStep(AX), R8
	MOVQ product_scale(AX), R14
	MOVQ product_zero(AX), R15
	MOVQ product_groups(AX), R11
	LEAQ (R8)(R8*2), R9
	LEAQ (R8)(R8*4), R10

rows:
	LEAQ   (SI)(R9*2), DX
	MOVQ   SI, R12
	MOVQ   product_weights(AX), BX
	MOVQ   product_depth(AX), CX
	VPXORD Z0, Z0, Z0
	VPXORD Z1, Z1, Z1
	VPXORD Z2, Z2, Z2
	VPXORD Z3, Z3, Z3
	VPXORD Z4, Z4, Z4
	VPXORD Z5, Z5, Z5
	VPXORD Z6, Z6, Z6
	VPXORD Z7, Z7, Z7
	VPXORD Z8, Z8, Z8
	VPXORD Z9, Z9, Z9
	VPXORD Z10, Z10, Z10
	VPXORD Z11, Z11, Z11
	VPXORD Z12, Z12, Z12
	VPXORD Z13, Z13, Z13
	VPXORD Z14, Z14, Z14
	VPXORD Z15, Z15, Z15
	VPXORD Z16, Z16, Z16
	VPXORD Z17, Z17, Z17
	VPXORD Z18, Z18, Z18
	VPXORD Z19, Z19, Z19
	VPXORD Z20, Z20, Z20
	VPXORD Z21, Z21, Z21
	VPXORD Z22, Z22, Z22
	VPXORD Z23, Z23, Z23

depth:
	VMOVDQU32 (BX), Z24
	VMOVDQU32 64(BX), Z25
	DOTROW((R12), Z26, Z0, Z1)
	DOTROW((R12)(R8*1), Z27, Z2, Z3)
	DOTROW((R12)(R8*2), Z28, Z4, Z5)
	DOTROW((R12)(R9*1), Z29, Z6, Z7)
	DOTROW((R12)(R8*4), Z30, Z8, Z9)
	DOTROW((R12)(R10*1), Z31, Z10, Z11)
	DOTROW((DX), Z26, Z12, Z13)
	DOTROW((DX)(R8*1), Z27, Z14, Z15)
	DOTROW((DX)(R8*2), Z28, Z16, Z17)
	DOTROW((DX)(R9*1), Z29, Z18, Z19)
	DOTROW((DX)(R8*4), Z30, Z20, Z21)
	DOTROW((DX)(R10*1), Z31, Z22, Z23)
	ADDQ $128, BX
	ADDQ $4, R12
	ADDQ $4, DX
	DECQ CX
	JNZ  depth

	MOVQ product_outScale(AX), BX
	MOVQ product_sums(AX), CX
	MOVQ product_bias(AX), DX
	VMOVDQU32 (CX), Z26
	VMOVDQU32 64(CX), Z27
	VMOVUPS (BX), Z28
	VMOVUPS 64(BX), Z29
	VMOVUPS (DX), Z24
	VMOVUPS 64(DX), Z25
	FINISH(0, Z0, Z1)
	FINISH(4, Z2, Z3)
	FINISH(8, Z4, Z5)
	FINISH(12, Z6, Z7)
	FINISH(16, Z8, Z9)
	FINISH(20, Z10, Z11)
	FINISH(24, Z12, Z13)
	FINISH(28, Z14, Z15)
	FINISH(32, Z16, Z17)
	FINISH(36, Z18, Z19)
	FINISH(40, Z20, Z21)
	FINISH(44, Z22, Z23)
	ADDQ $48, R14
	ADDQ $48, R15
	LEAQ (SI)(R8*8), SI
	LEAQ (SI)(R8*4), SI
	DECQ R11
	JNZ  rows
	VZEROUPPER
	RET

// The same with AVX-VNNI: six rows by half a panel.
//
// DI dst, R13 its step, SI six rows, R8, R9, R10 one, three and five steps, DX half of
// the panel in bytes of a group of inputs (0 or 64), BX panel, CX groups of inputs left,
// R14 scales, R15 zero points, R11 groups of six rows left; Y0-Y11 sums, Y12, Y13
// weights, Y14, Y15 a row's four inputs.

// VNNI is VPDPBUSD in its VEX encoding, which the assembler does not know: the second
// and third byte of the prefix and the registers.
#define VNNI(vex1, vex2, registers) BYTE $0xc4; BYTE vex1; BYTE vex2; BYTE $0x50; BYTE registers

// FINISHV is FINISH for half a panel.
#define FINISHV(at, sum0, sum1)            \
	VPBROADCASTD at(R15), Y14              \
	VPMULLD      (CX)(DX*1), Y14, Y15      \
	VPSUBD       Y15, sum0, sum0           \
	VPMULLD      32(CX)(DX*1), Y14, Y15    \
	VPSUBD       Y15, sum1, sum1           \
	VCVTDQ2PS    sum0, sum0                \
	VCVTDQ2PS    sum1, sum1                \
	VBROADCASTSS at(R14), Y14              \
	VMULPS       (BX)(DX*1), Y14, Y15      \
	VMULPS       Y15, sum0, sum0           \
	VMULPS       32(BX)(DX*1), Y14, Y15    \
	VMULPS       Y15, sum1, sum1           \
	VADDPS       (R12)(DX*1), sum0, sum0   \
	VADDPS       32(R12)(DX*1), sum1, sum1 \
	VMOVUPS      sum0, (DI)(DX*1)          \
	VMOVUPS      sum1, 32(DI)(DX*1)        \
	ADDQ         R13, DI

// func dotAVXVNNI(p *product)
TEXT ·dotAVXVNNI(SB), NOSPLIT, $0-8
	MOVQ p+0(FP), AX
	MOVQ product_srcStep(AX), R8
	LEAQ (R8)(R8*2), R9
	LEAQ (R8)(R8*4), R10
	XORQ DX, DX

half:
	MOVQ product_dst(AX), DI
	MOVQ product_dstStep(AX), R13
	MOVQ product_src(AX), SI
	MOVQ product_scale(AX), R14
	MOVQ product_zero(AX), R15
	MOVQ product_groups(AX), R11
	ADDQ R11, R11

six:
	MOVQ  SI, R12
	MOVQ  product_weights(AX), BX
	ADDQ  DX, BX
	MOVQ  product_depth(AX), CX
	VPXOR Y0, Y0, Y0
	VPXOR Y1, Y1, Y1
	VPXOR Y2, Y2, Y2
	VPXOR Y3, Y3, Y3
	VPXOR Y4, Y4, Y4
	VPXOR Y5, Y5, Y5
	VPXOR Y6, Y6, Y6
	VPXOR Y7, Y7, Y7
	VPXOR Y8, Y8, Y8
	VPXOR Y9, Y9, Y9
	VPXOR Y10, Y10, Y10
	VPXOR Y11, Y11, Y11

inputs:
	VMOVDQU (BX), Y12
	VMOVDQU 32(BX), Y13
	VPBROADCASTD (R12), Y14
	VNNI($0xc2, $0xd, $0xc4) // Y12 * Y14 to Y0
	VNNI($0xc2, $0xd, $0xcd) // Y13 * Y14 to Y1
	VPBROADCASTD (R12)(R8*1), Y15
	VNNI($0xc2, $0x5, $0xd4) // Y12 * Y15 to Y2
	VNNI($0xc2, $0x5, $0xdd) // Y13 * Y15 to Y3
	VPBROADCASTD (R12)(R8*2), Y14
	VNNI($0xc2, $0xd, $0xe4) // Y12 * Y14 to Y4
	VNNI($0xc2, $0xd, $0xed) // Y13 * Y14 to Y5
	VPBROADCASTD (R12)(R9*1), Y15
	VNNI($0xc2, $0x5, $0xf4) // Y12 * Y15 to Y6
	VNNI($0xc2, $0x5, $0xfd) // Y13 * Y15 to Y7
	VPBROADCASTD (R12)(R8*4), Y14
	VNNI($0x42, $0xd, $0xc4) // Y12 * Y14 to Y8
	VNNI($0x42, $0xd, $0xcd) // Y13 * Y14 to Y9
	VPBROADCASTD (R12)(R10*1), Y15
	VNNI($0x42, $0x5, $0xd4) // Y12 * Y15 to Y10
	VNNI($0x42, $0x5, $0xdd) // Y13 * Y15 to Y11
	ADDQ $128, BX
	ADDQ $4, R12
	DECQ CX
	JNZ  inputs

	MOVQ product_outScale(AX), BX
	MOVQ product_sums(AX), CX
	MOVQ product_bias(AX), R12
	FINISHV(0, Y0, Y1)
	FINISHV(4, Y2, Y3)
	FINISHV(8, Y4, Y5)
	FINISHV(12, Y6, Y7)
	FINISHV(16, Y8, Y9)
	FINISHV(20, Y10, Y11)
	ADDQ $24, R14
	ADDQ $24, R15
	LEAQ (SI)(R9*2), SI
	DECQ R11
	JNZ  six

	ADDQ $64, DX
	CMPQ DX, $128
	JNE  half
	VZEROUPPER
	RET

// The same with AVX2: three rows by half a panel, of which eight byte products are summed in
// int16, four groups of inputs at a time, then the groups that are left.
//
// SI, R12 three rows, R8 a row's step, DX half of the panel in bytes of a group of inputs
// (0 or 64), BX panel, CX groups of inputs left, R11 groups of three rows left; Y0-Y5 sums,
// Y6-Y11 those in int16, Y12, Y13 weights, Y14 a row's four inputs.

// DOTFIRSTY starts the sums in int16 of a row.
#define DOTFIRSTY(row, sum0, sum1) \
	VPBROADCASTD row, Y14        \
	VPMADDUBSW   Y12, Y14, sum0  \
	VPMADDUBSW   Y13, Y14, sum1

// DOTNEXTY adds to them.
#define DOTNEXTY(row, sum0, sum1) \
	VPBROADCASTD row, Y14         \
	VPMADDUBSW   Y12, Y14, Y15    \
	VPMADDUBSW   Y13, Y14, Y14    \
	VPADDW       Y15, sum0, sum0  \
	VPADDW       Y14, sum1, sum1

#define DOTGROUPY(weights, input) \
	VMOVDQU weights(BX), Y12                  \
	VMOVDQU 32+weights(BX), Y13               \
	DOTNEXTY(input(R12), Y6, Y7)              \
	DOTNEXTY(input(R12)(R8*1), Y8, Y9)        \
	DOTNEXTY(input(R12)(R8*2), Y10, Y11)

// WIDENY adds the sums in int16 to the others.
#define WIDENY \
	VPBROADCASTW consts<>+60(SB), Y12  \
	VPMADDWD     Y12, Y6, Y6           \
	VPMADDWD     Y12, Y7, Y7           \
	VPMADDWD     Y12, Y8, Y8           \
	VPMADDWD     Y12, Y9, Y9           \
	VPMADDWD     Y12, Y10, Y10         \
	VPMADDWD     Y12, Y11, Y11         \
	VPADDD       Y6, Y0, Y0            \
	VPADDD       Y7, Y1, Y1            \
	VPADDD       Y8, Y2, Y2            \
	VPADDD       Y9, Y3, Y3            \
	VPADDD       Y10, Y4, Y4           \
	VPADDD       Y11, Y5, Y5

// func dotAVX2(p *product)
TEXT ·dotAVX2(SB), NOSPLIT, $0-8
	MOVQ p+0(FP), AX
	MOVQ product_srcStep(AX), R8
	XORQ DX, DX

half:
	MOVQ product_dst(AX), DI
	MOVQ product_dstStep(AX), R13
	MOVQ product_src(AX), SI
	MOVQ product_scale(AX), R14
	MOVQ product_zero(AX), R15
	MOVQ product_groups(AX), R11
	SHLQ $2, R11

three:
	MOVQ  SI, R12
	MOVQ  product_weights(AX), BX
	ADDQ  DX, BX
	MOVQ  product_depth(AX), CX
	VPXOR Y0, Y0, Y0
	VPXOR Y1, Y1, Y1
	VPXOR Y2, Y2, Y2
	VPXOR Y3, Y3, Y3
	VPXOR Y4, Y4, Y4
	VPXOR Y5, Y5, Y5
	SUBQ  $4, CX
	JL    rest

inputs:
	VMOVDQU (BX), Y12
	VMOVDQU 32(BX), Y13
	DOTFIRSTY((R12), Y6, Y7)
	DOTFIRSTY((R12)(R8*1), Y8, Y9)
	DOTFIRSTY((R12)(R8*2), Y10, Y11)
	DOTGROUPY(128, 4)
	DOTGROUPY(256, 8)
	DOTGROUPY(384, 12)
	WIDENY
	ADDQ    $512, BX
	ADDQ    $16, R12
	SUBQ    $4, CX
	JGE     inputs

rest:
	ADDQ $4, CX
	JZ   finish

group:
	VMOVDQU (BX), Y12
	VMOVDQU 32(BX), Y13
	DOTFIRSTY((R12), Y6, Y7)
	DOTFIRSTY((R12)(R8*1), Y8, Y9)
	DOTFIRSTY((R12)(R8*2), Y10, Y11)
	WIDENY
	ADDQ    $128, BX
	ADDQ    $4, R12
	DECQ    CX
	JNZ     group

finish:
	MOVQ product_outScale(AX), BX
	MOVQ product_sums(AX), CX
	MOVQ product_bias(AX), R12
	FINISHV(0, Y0, Y1)
	FINISHV(4, Y2, Y3)
	FINISHV(8, Y4, Y5)
	LEAQ (R8)(R8*2), R9
	ADDQ R9, SI
	ADDQ $12, R14
	ADDQ $12, R15
	DECQ R11
	JNZ  three

	ADDQ $64, DX
	CMPQ DX, $128
	JNE  half
	VZEROUPPER
	RET

// FOLDMAX leaves the greatest of eight numbers in the first.
#define FOLDMAX(y, x, t) \
	VEXTRACTF128 $1, y, t    \
	VMAXPS       t, x, x     \
	VPERMILPS    $0x4e, x, t \
	VMAXPS       t, x, x     \
	VPERMILPS    $0xb1, x, t \
	VMAXPS       t, x, x

#define FOLDMIN(y, x, t) \
	VEXTRACTF128 $1, y, t    \
	VMINPS       t, x, x     \
	VPERMILPS    $0x4e, x, t \
	VMINPS       t, x, x     \
	VPERMILPS    $0xb1, x, t \
	VMINPS       t, x, x

// func extremesAVX2(src *float32, n int, floor float32) (lo, hi float32)
TEXT ·extremesAVX2(SB), NOSPLIT, $0-32
	MOVQ         src+0(FP), SI
	MOVQ         n+8(FP), CX
	VBROADCASTSS floor+16(FP), Y15
	VXORPS       Y0, Y0, Y0
	VXORPS       Y1, Y1, Y1
	VXORPS       Y2, Y2, Y2
	VXORPS       Y3, Y3, Y3

extremes:
	VMAXPS (SI), Y15, Y4
	VMAXPS 32(SI), Y15, Y5
	VMAXPS 64(SI), Y15, Y6
	VMAXPS 96(SI), Y15, Y7
	VMINPS Y4, Y0, Y0
	VMAXPS Y4, Y1, Y1
	VMINPS Y5, Y2, Y2
	VMAXPS Y5, Y3, Y3
	VMINPS Y6, Y0, Y0
	VMAXPS Y6, Y1, Y1
	VMINPS Y7, Y2, Y2
	VMAXPS Y7, Y3, Y3
	ADDQ   $128, SI
	SUBQ   $32, CX
	JNZ    extremes
	VMINPS Y2, Y0, Y0
	VMAXPS Y3, Y1, Y1
	FOLDMIN(Y0, X0, X2)
	FOLDMAX(Y1, X1, X2)
	VMOVSS X0, lo+24(FP)
	VMOVSS X1, hi+28(FP)
	VZEROUPPER
	RET

// PACK narrows 32 int32 in four registers to bytes in the first, in order.
#define PACK(y0, y1, y2, y3, bytes) \
	VPACKSSDW y1, y0, y0             \
	VPACKSSDW y3, y2, y2             \
	bytes     y2, y0, y0             \
	VPERMD    y0, Y14, y0

// func packAVX2(dst *uint8, src *float32, n int, floor, inverse float32, zero int32)
TEXT ·packAVX2(SB), NOSPLIT, $0-36
	MOVQ         dst+0(FP), DI
	MOVQ         src+8(FP), SI
	MOVQ         n+16(FP), CX
	VBROADCASTSS floor+24(FP), Y15
	VBROADCASTSS inverse+28(FP), Y13
	MOVL         zero+32(FP), AX
	VMOVD        AX, X12
	VPBROADCASTD X12, Y12
	VPXOR        Y11, Y11, Y11
	VMOVDQU      order<>(SB), Y14

pack:
	VMAXPS    (SI), Y15, Y0
	VMAXPS    32(SI), Y15, Y1
	VMAXPS    64(SI), Y15, Y2
	VMAXPS    96(SI), Y15, Y3
	VMULPS    Y13, Y0, Y0
	VMULPS    Y13, Y1, Y1
	VMULPS    Y13, Y2, Y2
	VMULPS    Y13, Y3, Y3
	VCVTPS2DQ Y0, Y0
	VCVTPS2DQ Y1, Y1
	VCVTPS2DQ Y2, Y2
	VCVTPS2DQ Y3, Y3
	VPADDD    Y12, Y0, Y0
	VPADDD    Y12, Y1, Y1
	VPADDD    Y12, Y2, Y2
	VPADDD    Y12, Y3, Y3
	PACK(Y0, Y1, Y2, Y3, VPACKSSWB) // at most inputMax
	VPMAXSB   Y11, Y0, Y0
	VMOVDQU   Y0, (DI)
	ADDQ      $128, SI
	ADDQ      $32, DI
	SUBQ      $32, CX
	JNZ       pack
	VZEROUPPER
	RET

// LANESUM is laneSum of y into the first lane of x.
#define LANESUM(y, x, t) \
	VEXTRACTF128 $1, y, t    \
	VADDPS       t, x, x     \
	VPERMILPS    $0x4e, x, t \
	VADDPS       t, x, x     \
	VPERMILPS    $0xb1, x, t \
	VADDSS       t, x, x

// func addNormAVX2(x, y, gain, bias *float32, n int)
TEXT ·addNormAVX2(SB), NOSPLIT, $0-40
	MOVQ       x+0(FP), DI
	MOVQ       y+8(FP), SI
	MOVQ       gain+16(FP), BX
	MOVQ       bias+24(FP), DX
	MOVQ       n+32(FP), CX
	VXORPS     X8, X8, X8
	VCVTSI2SSQ CX, X8, X8
	SHLQ       $2, CX
	VXORPS     Y0, Y0, Y0
	XORQ       AX, AX

add:
	VMOVUPS (DI)(AX*1), Y1
	VADDPS  (SI)(AX*1), Y1, Y1
	VMOVUPS Y1, (DI)(AX*1)
	VADDPS  Y1, Y0, Y0
	ADDQ    $32, AX
	CMPQ    AX, CX
	JNE     add
	LANESUM(Y0, X0, X1)
	VDIVSS       X8, X0, X0
	VBROADCASTSS X0, Y3
	VXORPS       Y0, Y0, Y0
	XORQ         AX, AX

spread:
	VMOVUPS (DI)(AX*1), Y1
	VSUBPS  Y3, Y1, Y1
	VMOVUPS Y1, (DI)(AX*1)
	VMULPS  Y1, Y1, Y1
	VADDPS  Y1, Y0, Y0
	ADDQ    $32, AX
	CMPQ    AX, CX
	JNE     spread
	LANESUM(Y0, X0, X1)
	VDIVSS       X8, X0, X0
	VADDSS       consts<>+44(SB), X0, X0
	VSQRTSS      X0, X0, X0
	VMOVSS       consts<>+20(SB), X1
	VDIVSS       X0, X1, X1
	VBROADCASTSS X1, Y3
	XORQ         AX, AX

scale:
	VMOVUPS (DI)(AX*1), Y1
	VMULPS  Y3, Y1, Y1
	VMULPS  (BX)(AX*1), Y1, Y1
	VADDPS  (DX)(AX*1), Y1, Y1
	VMOVUPS Y1, (DI)(AX*1)
	ADDQ    $32, AX
	CMPQ    AX, CX
	JNE     scale
	VZEROUPPER
	RET

// STEP is one step of a polynomial: sum = sum*x + term.
#define STEP(at, x, sum) \
	VBROADCASTSS at(R8), Y13  \
	VMULPS       x, sum, sum  \
	VADDPS       Y13, sum, sum

// func geluAVX2(x *float32, n int, terms *float32)
TEXT ·geluAVX2(SB), NOSPLIT, $0-24
	MOVQ         x+0(FP), DI
	MOVQ         n+8(FP), CX
	MOVQ         terms+16(FP), R8
	VBROADCASTSS consts<>+28(SB), Y10
	VBROADCASTSS consts<>+32(SB), Y11
	VBROADCASTSS consts<>+36(SB), Y12

gelu:
	VMOVUPS      (DI), Y0
	VMAXPS       Y11, Y0, Y1
	VMINPS       Y10, Y1, Y1
	VMULPS       Y1, Y1, Y2
	VBROADCASTSS (R8), Y3
	STEP(4, Y2, Y3)
	STEP(8, Y2, Y3)
	STEP(12, Y2, Y3)
	STEP(16, Y2, Y3)
	STEP(20, Y2, Y3)
	STEP(24, Y2, Y3)
	STEP(28, Y2, Y3)
	STEP(32, Y2, Y3)
	VMULPS       Y3, Y1, Y3
	VADDPS       Y12, Y3, Y3
	VMULPS       Y3, Y0, Y0
	VMOVUPS      Y0, (DI)
	ADDQ         $32, DI
	SUBQ         $8, CX
	JNZ          gelu
	VZEROUPPER
	RET

// EXP2 is exp2 of x into sum: n and t are for what comes between, Y8 is roundMagic, Y9
// and Y10 are the bounds, Y11 the exponent's bias.
#define EXP2(x, sum, n, t) \
	VMAXPS       Y10, x, x      \
	VMINPS       Y9, x, x       \
	VADDPS       Y8, x, n       \
	VSUBPS       Y8, n, n       \
	VSUBPS       n, x, x        \
	VBROADCASTSS (R8), sum      \
	STEP(4, x, sum)           \
	STEP(8, x, sum)           \
	STEP(12, x, sum)          \
	STEP(16, x, sum)          \
	STEP(20, x, sum)          \
	VCVTPS2DQ    n, n           \
	VPADDD       Y11, n, n      \
	VPSLLD       $23, n, n      \
	VMULPS       n, sum, sum

#define EXP2CONSTS                      \
	VBROADCASTSS consts<>+0(SB), Y8     \
	VBROADCASTSS consts<>+4(SB), Y9     \
	VBROADCASTSS consts<>+8(SB), Y10    \
	VPBROADCASTD consts<>+12(SB), Y11

// func softmaxAVX2(dst *uint8, x *float32, n int, terms *float32) int32
TEXT ·softmaxAVX2(SB), NOSPLIT, $0-36
	MOVQ    dst+0(FP), DI
	MOVQ    x+8(FP), SI
	MOVQ    n+16(FP), CX
	MOVQ    terms+24(FP), R8
	VMOVUPS (SI), Y0
	VMOVUPS 32(SI), Y1
	XORQ    AX, AX

most:
	VMAXPS (SI)(AX*4), Y0, Y0
	VMAXPS 32(SI)(AX*4), Y1, Y1
	VMAXPS 64(SI)(AX*4), Y0, Y0
	VMAXPS 96(SI)(AX*4), Y1, Y1
	ADDQ   $32, AX
	CMPQ   AX, CX
	JNE    most
	VMAXPS Y1, Y0, Y0
	FOLDMAX(Y0, X0, X1)
	VBROADCASTSS X0, Y12
	EXP2CONSTS
	VBROADCASTSS consts<>+16(SB), Y15
	VMOVDQU      order<>(SB), Y14
	VPXOR        X7, X7, X7

powers:
	VMOVUPS (SI), Y0
	VSUBPS  Y12, Y0, Y0
	EXP2(Y0, Y1, Y5, Y6)
	VMOVUPS 32(SI), Y0
	VSUBPS  Y12, Y0, Y0
	EXP2(Y0, Y2, Y5, Y6)
	VMOVUPS 64(SI), Y0
	VSUBPS  Y12, Y0, Y0
	EXP2(Y0, Y3, Y5, Y6)
	VMOVUPS 96(SI), Y0
	VSUBPS  Y12, Y0, Y0
	EXP2(Y0, Y4, Y5, Y6)
	VMULPS    Y15, Y1, Y1
	VMULPS    Y15, Y2, Y2
	VMULPS    Y15, Y3, Y3
	VMULPS    Y15, Y4, Y4
	VCVTPS2DQ Y1, Y1
	VCVTPS2DQ Y2, Y2
	VCVTPS2DQ Y3, Y3
	VCVTPS2DQ Y4, Y4
	VPADDD    Y1, Y7, Y7
	VPADDD    Y2, Y7, Y7
	VPADDD    Y3, Y7, Y7
	VPADDD    Y4, Y7, Y7
	PACK(Y1, Y2, Y3, Y4, VPACKUSWB)
	VMOVDQU   Y1, (DI)
	ADDQ      $128, SI
	ADDQ      $32, DI
	SUBQ      $32, CX
	JNZ       powers

	VEXTRACTI128 $1, Y7, X0
	VPADDD       X0, X7, X7
	VPSHUFD      $0x4e, X7, X0
	VPADDD       X0, X7, X7
	VPSHUFD      $0xb1, X7, X0
	VPADDD       X0, X7, X7
	VMOVD        X7, AX
	MOVL         AX, ret+32(FP)
	VZEROUPPER
	RET

// func sigmoidAVX2(x *float32, n int, terms *float32)
TEXT ·sigmoidAVX2(SB), NOSPLIT, $0-24
	MOVQ         x+0(FP), DI
	MOVQ         n+8(FP), CX
	MOVQ         terms+16(FP), R8
	EXP2CONSTS
	VBROADCASTSS consts<>+20(SB), Y14
	VBROADCASTSS consts<>+24(SB), Y15

sigmoid:
	VMULPS  (DI), Y15, Y0
	EXP2(Y0, Y1, Y5, Y6)
	VADDPS  Y14, Y1, Y1
	VDIVPS  Y1, Y14, Y1
	VMOVUPS Y1, (DI)
	ADDQ    $32, DI
	SUBQ    $8, CX
	JNZ     sigmoid
	VZEROUPPER
	RET

// func packKeyAVX2(weights *int8, x *float32) (most float32, sum int32)
TEXT ·packKeyAVX2(SB), NOSPLIT, $0-24
	MOVQ         weights+0(FP), DI
	MOVQ         x+8(FP), SI
	VBROADCASTSS consts<>+40(SB), Y15
	VMOVDQU      order<>(SB), Y14
	VMOVUPS      (SI), Y0
	VMOVUPS      32(SI), Y1
	VMOVUPS      64(SI), Y2
	VMOVUPS      96(SI), Y3
	VANDPS       Y15, Y0, Y4
	VANDPS       Y15, Y1, Y5
	VANDPS       Y15, Y2, Y6
	VANDPS       Y15, Y3, Y7
	VMAXPS       Y5, Y4, Y4
	VMAXPS       Y7, Y6, Y6
	VMAXPS       Y6, Y4, Y4
	FOLDMAX(Y4, X4, X5)
	VMOVSS       X4, most+16(FP)
	VXORPS       X6, X6, X6
	VUCOMISS     consts<>+56(SB), X4
	JB           flat
	VMOVSS       consts<>+52(SB), X6
	VDIVSS       X4, X6, X6

flat:
	VBROADCASTSS X6, Y6
	VMULPS       Y6, Y0, Y0
	VMULPS       Y6, Y1, Y1
	VMULPS       Y6, Y2, Y2
	VMULPS       Y6, Y3, Y3
	VCVTPS2DQ    Y0, Y0
	VCVTPS2DQ    Y1, Y1
	VCVTPS2DQ    Y2, Y2
	VCVTPS2DQ    Y3, Y3
	VPADDD       Y0, Y1, Y4
	VPADDD       Y2, Y3, Y5
	VPADDD       Y4, Y5, Y4
	VEXTRACTI128 $1, Y4, X5
	VPADDD       X5, X4, X4
	VPSHUFD      $0x4e, X4, X5
	VPADDD       X5, X4, X4
	VPSHUFD      $0xb1, X4, X5
	VPADDD       X5, X4, X4
	VMOVD        X4, AX
	MOVL         AX, sum+20(FP)
	PACK(Y0, Y1, Y2, Y3, VPACKSSWB)
	VMOVD        X0, (DI)
	VPEXTRD      $1, X0, 128(DI)
	VPEXTRD      $2, X0, 256(DI)
	VPEXTRD      $3, X0, 384(DI)
	VEXTRACTI128 $1, Y0, X0
	VMOVD        X0, 512(DI)
	VPEXTRD      $1, X0, 640(DI)
	VPEXTRD      $2, X0, 768(DI)
	VPEXTRD      $3, X0, 896(DI)
	VZEROUPPER
	RET

// func columnMostAVX2(most *[32]float32, x *float32, step, n int)
TEXT ·columnMostAVX2(SB), NOSPLIT, $0-32
	MOVQ         most+0(FP), DI
	MOVQ         x+8(FP), SI
	MOVQ         step+16(FP), R8
	MOVQ         n+24(FP), CX
	VBROADCASTSS consts<>+40(SB), Y15
	VXORPS       Y0, Y0, Y0
	VXORPS       Y1, Y1, Y1
	VXORPS       Y2, Y2, Y2
	VXORPS       Y3, Y3, Y3

columns:
	VANDPS  (SI), Y15, Y4
	VANDPS  32(SI), Y15, Y5
	VANDPS  64(SI), Y15, Y6
	VANDPS  96(SI), Y15, Y7
	VMAXPS  Y4, Y0, Y0
	VMAXPS  Y5, Y1, Y1
	VMAXPS  Y6, Y2, Y2
	VMAXPS  Y7, Y3, Y3
	ADDQ    R8, SI
	DECQ    CX
	JNZ     columns
	VMOVUPS Y0, (DI)
	VMOVUPS Y1, 32(DI)
	VMOVUPS Y2, 64(DI)
	VMOVUPS Y3, 96(DI)
	VZEROUPPER
	RET

// QUARTER packs eight columns of four rows: byte r of each int32 is row r.
#define QUARTER(at, inverse) \
	VMULPS    at(SI), inverse, Y0           \
	VMULPS    at(SI)(R8*1), inverse, Y1     \
	VMULPS    at(SI)(R8*2), inverse, Y2     \
	VMULPS    at(SI)(R9*1), inverse, Y3     \
	VCVTPS2DQ Y0, Y0                       \
	VCVTPS2DQ Y1, Y1                       \
	VCVTPS2DQ Y2, Y2                       \
	VCVTPS2DQ Y3, Y3                       \
	VPAND     Y15, Y0, Y0                  \
	VPAND     Y15, Y1, Y1                  \
	VPAND     Y15, Y2, Y2                  \
	VPSLLD    $8, Y1, Y1                   \
	VPSLLD    $16, Y2, Y2                  \
	VPSLLD    $24, Y3, Y3                  \
	VPOR      Y1, Y0, Y0                   \
	VPOR      Y3, Y2, Y2                   \
	VPOR      Y2, Y0, Y0                   \
	VMOVDQU   Y0, at(DI)

// func packColumnsAVX2(weights *int8, x *float32, step, blocks int, inverse *[32]float32)
TEXT ·packColumnsAVX2(SB), NOSPLIT, $0-40
	MOVQ         weights+0(FP), DI
	MOVQ         x+8(FP), SI
	MOVQ         step+16(FP), R8
	MOVQ         blocks+24(FP), CX
	MOVQ         inverse+32(FP), BX
	LEAQ         (R8)(R8*2), R9
	VPBROADCASTD consts<>+48(SB), Y15
	VMOVUPS      (BX), Y8
	VMOVUPS      32(BX), Y9
	VMOVUPS      64(BX), Y10
	VMOVUPS      96(BX), Y11

block:
	QUARTER(0, Y8)
	QUARTER(32, Y9)
	QUARTER(64, Y10)
	QUARTER(96, Y11)
	LEAQ (SI)(R8*4), SI
	ADDQ $128, DI
	DECQ CX
	JNZ  block
	VZEROUPPER
	RET

// ADDROW adds eight numbers of a row, scaled.
#define ADDROW(at, sum) \
	VPMOVSXBD at(SI)(AX*1), Y8   \
	VCVTDQ2PS Y8, Y8             \
	VMULPS    Y9, Y8, Y8         \
	VADDPS    Y8, sum, sum

// func addAVX2(x, y *float32, n int)
TEXT ·addAVX2(SB), NOSPLIT, $0-24
	MOVQ x+0(FP), DI
	MOVQ y+8(FP), SI
	MOVQ n+16(FP), CX

sum:
	VMOVUPS (DI), Y0
	VADDPS  (SI), Y0, Y0
	VMOVUPS Y0, (DI)
	ADDQ    $32, DI
	ADDQ    $32, SI
	SUBQ    $8, CX
	JNZ     sum
	VZEROUPPER
	RET

// func timesAVX2(dst, x, y *float32, n int)
TEXT ·timesAVX2(SB), NOSPLIT, $0-32
	MOVQ dst+0(FP), DI
	MOVQ x+8(FP), SI
	MOVQ y+16(FP), DX
	MOVQ n+24(FP), CX

product:
	VMOVUPS (SI), Y0
	VMULPS  (DX), Y0, Y0
	VMOVUPS Y0, (DI)
	ADDQ    $32, DI
	ADDQ    $32, SI
	ADDQ    $32, DX
	SUBQ    $8, CX
	JNZ     product
	VZEROUPPER
	RET

// func sumRowsAVX2(dst *float32, values *int8, scale *float32, rows *uint16, n, step int)
// 64 columns of rows step apart.
TEXT ·sumRowsAVX2(SB), NOSPLIT, $0-48
	MOVQ   step+40(FP), DX
	MOVQ   dst+0(FP), DI
	MOVQ   values+8(FP), SI
	MOVQ   scale+16(FP), R8
	MOVQ   rows+24(FP), BX
	MOVQ   n+32(FP), CX
	VXORPS Y0, Y0, Y0
	VXORPS Y1, Y1, Y1
	VXORPS Y2, Y2, Y2
	VXORPS Y3, Y3, Y3
	VXORPS Y4, Y4, Y4
	VXORPS Y5, Y5, Y5
	VXORPS Y6, Y6, Y6
	VXORPS Y7, Y7, Y7

row:
	MOVWQZX      (BX), AX
	VBROADCASTSS (R8)(AX*4), Y9
	IMULQ        DX, AX
	ADDROW(0, Y0)
	ADDROW(8, Y1)
	ADDROW(16, Y2)
	ADDROW(24, Y3)
	ADDROW(32, Y4)
	ADDROW(40, Y5)
	ADDROW(48, Y6)
	ADDROW(56, Y7)
	ADDQ         $2, BX
	DECQ         CX
	JNZ          row
	VMOVUPS      Y0, (DI)
	VMOVUPS      Y1, 32(DI)
	VMOVUPS      Y2, 64(DI)
	VMOVUPS      Y3, 96(DI)
	VMOVUPS      Y4, 128(DI)
	VMOVUPS      Y5, 160(DI)
	VMOVUPS      Y6, 192(DI)
	VMOVUPS      Y7, 224(DI)
	VZEROUPPER
	RET

// ADDHALVES adds eight numbers of the low halves and eight of the high halves of bytes.
#define ADDHALVES(at, low, high) \
	VPMOVSXBD at(SI)(AX*1), Y8      \
	VPSRAD    $4, Y8, Y10           \
	VPSLLD    $28, Y8, Y8           \
	VPSRAD    $28, Y8, Y8           \
	VCVTDQ2PS Y8, Y8                \
	VCVTDQ2PS Y10, Y10              \
	VMULPS    Y9, Y8, Y8            \
	VMULPS    Y9, Y10, Y10          \
	VADDPS    Y8, low, low          \
	VADDPS    Y10, high, high

// func sumPackedRowsAVX2(dst *float32, values *int8, scale *float32, rows *uint16, n int)
// Rows are 64 wide.
TEXT ·sumPackedRowsAVX2(SB), NOSPLIT, $0-40
	MOVQ   dst+0(FP), DI
	MOVQ   values+8(FP), SI
	MOVQ   scale+16(FP), R8
	MOVQ   rows+24(FP), BX
	MOVQ   n+32(FP), CX
	VXORPS Y0, Y0, Y0
	VXORPS Y1, Y1, Y1
	VXORPS Y2, Y2, Y2
	VXORPS Y3, Y3, Y3
	VXORPS Y4, Y4, Y4
	VXORPS Y5, Y5, Y5
	VXORPS Y6, Y6, Y6
	VXORPS Y7, Y7, Y7

packed:
	MOVWQZX      (BX), AX
	VBROADCASTSS (R8)(AX*4), Y9
	SHLQ         $5, AX
	ADDHALVES(0, Y0, Y4)
	ADDHALVES(8, Y1, Y5)
	ADDHALVES(16, Y2, Y6)
	ADDHALVES(24, Y3, Y7)
	ADDQ         $2, BX
	DECQ         CX
	JNZ          packed
	VMOVUPS      Y0, (DI)
	VMOVUPS      Y1, 32(DI)
	VMOVUPS      Y2, 64(DI)
	VMOVUPS      Y3, 96(DI)
	VMOVUPS      Y4, 128(DI)
	VMOVUPS      Y5, 160(DI)
	VMOVUPS      Y6, 192(DI)
	VMOVUPS      Y7, 224(DI)
	VZEROUPPER
	RET
