//go:build amd64 && !purego

#include "textflag.h"

// Twins of kernels in kernel_amd64.s that take sixteen numbers at a time: of each number
// the same operations in the same order.

// Constants, one float or int32 each.
DATA  wide<>+0(SB)/4, $0x4b400000    // roundMagic
DATA  wide<>+4(SB)/4, $0x42fc0000    // exp2Bound
DATA  wide<>+8(SB)/4, $0xc2fc0000    // -exp2Bound
DATA  wide<>+12(SB)/4, $127          // exponent bias
DATA  wide<>+16(SB)/4, $0x42fe0000   // inputMax
DATA  wide<>+20(SB)/4, $0x40800000   // geluBound
DATA  wide<>+24(SB)/4, $0xc0800000   // -geluBound
DATA  wide<>+28(SB)/4, $0x3f000000   // 1/2
GLOBL wide<>(SB), RODATA|NOPTR, $32

// FOLDWIDE leaves the greatest (or least) of sixteen numbers in the first.
#define FOLDWIDE(op, z, y, x, yt, xt) \
	VEXTRACTF64X4 $1, z, yt    \
	op            yt, y, y     \
	VEXTRACTF128  $1, y, xt    \
	op            xt, x, x     \
	VPERMILPS     $0x4e, x, xt \
	op            xt, x, x     \
	VPERMILPS     $0xb1, x, xt \
	op            xt, x, x

// func extremesAVX512(src *float32, n int, floor float32) (lo, hi float32)
TEXT ·extremesAVX512(SB), NOSPLIT, $0-32
	MOVQ         src+0(FP), SI
	MOVQ         n+8(FP), CX
	VBROADCASTSS floor+16(FP), Z15
	VPXORD       Z0, Z0, Z0
	VPXORD       Z1, Z1, Z1
	VPXORD       Z2, Z2, Z2
	VPXORD       Z3, Z3, Z3

extremes:
	VMAXPS (SI), Z15, Z4
	VMAXPS 64(SI), Z15, Z5
	VMINPS Z4, Z0, Z0
	VMAXPS Z4, Z1, Z1
	VMINPS Z5, Z2, Z2
	VMAXPS Z5, Z3, Z3
	ADDQ   $128, SI
	SUBQ   $32, CX
	JNZ    extremes
	VMINPS Z2, Z0, Z0
	VMAXPS Z3, Z1, Z1
	FOLDWIDE(VMINPS, Z0, Y0, X0, Y2, X2)
	FOLDWIDE(VMAXPS, Z1, Y1, X1, Y2, X2)
	VMOVSS X0, lo+24(FP)
	VMOVSS X1, hi+28(FP)
	VZEROUPPER
	RET

// func packAVX512(dst *uint8, src *float32, n int, floor, inverse float32, zero int32)
TEXT ·packAVX512(SB), NOSPLIT, $0-36
	MOVQ         dst+0(FP), DI
	MOVQ         src+8(FP), SI
	MOVQ         n+16(FP), CX
	VBROADCASTSS floor+24(FP), Z15
	VBROADCASTSS inverse+28(FP), Z13
	MOVL         zero+32(FP), AX
	VPBROADCASTD AX, Z12
	VPXORD       Z14, Z14, Z14

pack:
	VMAXPS    (SI), Z15, Z0
	VMAXPS    64(SI), Z15, Z1
	VMULPS    Z13, Z0, Z0
	VMULPS    Z13, Z1, Z1
	VCVTPS2DQ Z0, Z0
	VCVTPS2DQ Z1, Z1
	VPADDD    Z12, Z0, Z0
	VPADDD    Z12, Z1, Z1
	VPMAXSD   Z14, Z0, Z0
	VPMAXSD   Z14, Z1, Z1
	VPMOVSDB  Z0, (DI)
	VPMOVSDB  Z1, 16(DI)
	ADDQ      $128, SI
	ADDQ      $32, DI
	SUBQ      $32, CX
	JNZ       pack
	VZEROUPPER
	RET

// WIDESTEP is one step of a polynomial: sum = sum*x + term.
#define WIDESTEP(term, x, sum) \
	VMULPS x, sum, sum    \
	VADDPS term, sum, sum

// func geluAVX512(x *float32, n int, terms *float32)
TEXT ·geluAVX512(SB), NOSPLIT, $0-24
	MOVQ         x+0(FP), DI
	MOVQ         n+8(FP), CX
	MOVQ         terms+16(FP), R8
	VBROADCASTSS wide<>+20(SB), Z10
	VBROADCASTSS wide<>+24(SB), Z11
	VBROADCASTSS wide<>+28(SB), Z12
	VBROADCASTSS (R8), Z16
	VBROADCASTSS 4(R8), Z17
	VBROADCASTSS 8(R8), Z18
	VBROADCASTSS 12(R8), Z19
	VBROADCASTSS 16(R8), Z20
	VBROADCASTSS 20(R8), Z21
	VBROADCASTSS 24(R8), Z22
	VBROADCASTSS 28(R8), Z23
	VBROADCASTSS 32(R8), Z24

gelu:
	VMOVUPS (DI), Z0
	VMAXPS  Z11, Z0, Z1
	VMINPS  Z10, Z1, Z1
	VMULPS  Z1, Z1, Z2
	VMULPS  Z2, Z16, Z3
	VADDPS  Z17, Z3, Z3
	WIDESTEP(Z18, Z2, Z3)
	WIDESTEP(Z19, Z2, Z3)
	WIDESTEP(Z20, Z2, Z3)
	WIDESTEP(Z21, Z2, Z3)
	WIDESTEP(Z22, Z2, Z3)
	WIDESTEP(Z23, Z2, Z3)
	WIDESTEP(Z24, Z2, Z3)
	VMULPS  Z3, Z1, Z3
	VADDPS  Z12, Z3, Z3
	VMULPS  Z3, Z0, Z0
	VMOVUPS Z0, (DI)
	ADDQ    $64, DI
	SUBQ    $16, CX
	JNZ     gelu
	VZEROUPPER
	RET

// WIDEEXP2 is exp2 of x into sum; n is for what comes between, Z8 is roundMagic, Z9 and
// Z10 are the bounds, Z11 the exponent's bias, Z16-Z21 the terms.
#define WIDEEXP2(x, sum, n) \
	VMAXPS    Z10, x, x     \
	VMINPS    Z9, x, x      \
	VADDPS    Z8, x, n      \
	VSUBPS    Z8, n, n      \
	VSUBPS    n, x, x       \
	VMULPS    x, Z16, sum   \
	VADDPS    Z17, sum, sum \
	WIDESTEP(Z18, x, sum)   \
	WIDESTEP(Z19, x, sum)   \
	WIDESTEP(Z20, x, sum)   \
	WIDESTEP(Z21, x, sum)   \
	VCVTPS2DQ n, n          \
	VPADDD    Z11, n, n     \
	VPSLLD    $23, n, n     \
	VMULPS    n, sum, sum

// func softmaxAVX512(dst *uint8, x *float32, n int, terms *float32) int32
TEXT ·softmaxAVX512(SB), NOSPLIT, $0-36
	MOVQ         dst+0(FP), DI
	MOVQ         x+8(FP), SI
	MOVQ         n+16(FP), CX
	MOVQ         terms+24(FP), R8
	VBROADCASTSS wide<>+0(SB), Z8
	VBROADCASTSS wide<>+4(SB), Z9
	VBROADCASTSS wide<>+8(SB), Z10
	VPBROADCASTD wide<>+12(SB), Z11
	VBROADCASTSS wide<>+16(SB), Z15
	VBROADCASTSS (R8), Z16
	VBROADCASTSS 4(R8), Z17
	VBROADCASTSS 8(R8), Z18
	VBROADCASTSS 12(R8), Z19
	VBROADCASTSS 16(R8), Z20
	VBROADCASTSS 20(R8), Z21
	VPXORD       Z7, Z7, Z7
	VMOVUPS      (SI), Z0
	VMOVUPS      64(SI), Z1
	XORQ         AX, AX

most:
	VMAXPS (SI)(AX*4), Z0, Z0
	VMAXPS 64(SI)(AX*4), Z1, Z1
	ADDQ   $32, AX
	CMPQ   AX, CX
	JNE    most
	VMAXPS Z1, Z0, Z0
	FOLDWIDE(VMAXPS, Z0, Y0, X0, Y1, X1)
	VBROADCASTSS X0, Z12

powers:
	VMOVUPS   (SI), Z0
	VMOVUPS   64(SI), Z1
	VSUBPS    Z12, Z0, Z0
	VSUBPS    Z12, Z1, Z1
	WIDEEXP2(Z0, Z2, Z4)
	WIDEEXP2(Z1, Z3, Z5)
	VMULPS    Z15, Z2, Z2
	VMULPS    Z15, Z3, Z3
	VCVTPS2DQ Z2, Z2
	VCVTPS2DQ Z3, Z3
	VPADDD    Z2, Z7, Z7
	VPADDD    Z3, Z7, Z7
	VPMOVDB   Z2, (DI)
	VPMOVDB   Z3, 16(DI)
	ADDQ      $128, SI
	ADDQ      $32, DI
	SUBQ      $32, CX
	JNZ       powers

	VEXTRACTI64X4 $1, Z7, Y0
	VPADDD        Y0, Y7, Y7
	VEXTRACTI128  $1, Y7, X0
	VPADDD        X0, X7, X7
	VPSHUFD       $0x4e, X7, X0
	VPADDD        X0, X7, X7
	VPSHUFD       $0xb1, X7, X0
	VPADDD        X0, X7, X7
	VMOVD         X7, AX
	MOVL          AX, ret+32(FP)
	VZEROUPPER
	RET

// func sumPackedRowsAVX512(dst *float32, values *int8, scale *float32, rows *uint16, n int)
// Rows are 64 wide.
TEXT ·sumPackedRowsAVX512(SB), NOSPLIT, $0-40
	MOVQ   dst+0(FP), DI
	MOVQ   values+8(FP), SI
	MOVQ   scale+16(FP), R8
	MOVQ   rows+24(FP), BX
	MOVQ   n+32(FP), CX
	VPXORD Z0, Z0, Z0
	VPXORD Z1, Z1, Z1
	VPXORD Z2, Z2, Z2
	VPXORD Z3, Z3, Z3

packed:
	MOVWQZX      (BX), AX
	VBROADCASTSS (R8)(AX*4), Z9
	SHLQ         $5, AX
	VPMOVSXBD    (SI)(AX*1), Z4
	VPMOVSXBD    16(SI)(AX*1), Z5
	VPSRAD       $4, Z4, Z6
	VPSRAD       $4, Z5, Z7
	VPSLLD       $28, Z4, Z4
	VPSLLD       $28, Z5, Z5
	VPSRAD       $28, Z4, Z4
	VPSRAD       $28, Z5, Z5
	VCVTDQ2PS    Z4, Z4
	VCVTDQ2PS    Z5, Z5
	VCVTDQ2PS    Z6, Z6
	VCVTDQ2PS    Z7, Z7
	VMULPS       Z9, Z4, Z4
	VMULPS       Z9, Z5, Z5
	VMULPS       Z9, Z6, Z6
	VMULPS       Z9, Z7, Z7
	VADDPS       Z4, Z0, Z0
	VADDPS       Z5, Z1, Z1
	VADDPS       Z6, Z2, Z2
	VADDPS       Z7, Z3, Z3
	ADDQ         $2, BX
	DECQ         CX
	JNZ          packed
	VMOVUPS      Z0, (DI)
	VMOVUPS      Z1, 64(DI)
	VMOVUPS      Z2, 128(DI)
	VMOVUPS      Z3, 192(DI)
	VZEROUPPER
	RET
