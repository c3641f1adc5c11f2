//go:build amd64 && !purego

#include "go_asm.h"
#include "textflag.h"

// The assembler does not know the instructions of AMX.
#define LDTILECFG_R15     BYTE $0xc4; BYTE $0xc2; BYTE $0x78; BYTE $0x49; BYTE $0x07
#define TILERELEASE       BYTE $0xc4; BYTE $0xe2; BYTE $0x78; BYTE $0x49; BYTE $0xc0
#define TILEZERO(tile)    BYTE $0xc4; BYTE $0xe2; BYTE $0x7b; BYTE $0x49; BYTE $(0xc0+8*tile)
#define TILELOADD_SI_R8_4 BYTE $0xc4; BYTE $0xa2; BYTE $0x7b; BYTE $0x4b; BYTE $0x24; BYTE $0x06
#define TILELOADD_DX_R8_5 BYTE $0xc4; BYTE $0xa2; BYTE $0x7b; BYTE $0x4b; BYTE $0x2c; BYTE $0x02
#define TILELOADD_CX_R9_6 BYTE $0xc4; BYTE $0xa2; BYTE $0x7b; BYTE $0x4b; BYTE $0x34; BYTE $0x09
#define TILELOADD_CX_R9_7 BYTE $0xc4; BYTE $0xa2; BYTE $0x7b; BYTE $0x4b; BYTE $0x7c; BYTE $0x09; BYTE $0x40 // 64(CX)
#define TDPBUSD_6_4_0     BYTE $0xc4; BYTE $0xe2; BYTE $0x49; BYTE $0x5e; BYTE $0xc4
#define TDPBUSD_7_4_1     BYTE $0xc4; BYTE $0xe2; BYTE $0x41; BYTE $0x5e; BYTE $0xcc
#define TDPBUSD_6_5_2     BYTE $0xc4; BYTE $0xe2; BYTE $0x49; BYTE $0x5e; BYTE $0xd5
#define TDPBUSD_7_5_3     BYTE $0xc4; BYTE $0xe2; BYTE $0x41; BYTE $0x5e; BYTE $0xdd
#define TILESTORED_0_CX   BYTE $0xc4; BYTE $0xa2; BYTE $0x7a; BYTE $0x4b; BYTE $0x04; BYTE $0x09             // (CX)(R9*1)
#define TILESTORED_1_CX   BYTE $0xc4; BYTE $0xa2; BYTE $0x7a; BYTE $0x4b; BYTE $0x4c; BYTE $0x09; BYTE $0x40 // 64(CX)(R9*1)
#define TILESTORED_2_DX   BYTE $0xc4; BYTE $0xa2; BYTE $0x7a; BYTE $0x4b; BYTE $0x14; BYTE $0x0a             // (DX)(R9*1)
#define TILESTORED_3_DX   BYTE $0xc4; BYTE $0xa2; BYTE $0x7a; BYTE $0x4b; BYTE $0x5c; BYTE $0x0a; BYTE $0x40 // 64(DX)(R9*1)

// func dotAMX(p *tileProduct)
//
// Tiles 0-3 are the sums of a block of rows, its first and second half by each half of
// a panel; 4 and 5 inputs of the halves of the block, 6 and 7 weights. What tiles hold is
// gone before the function returns: nobody else saves it.
//
// AX p, BX outputs done in bytes of a number each, R15 panel, R8 step of the inputs, R9
// that of weights and sums, R10 inputs of the block, R11 its outputs, R12 rows left, R13
// scales, R14 zero points; Z24, Z25 biases of the panel, Z26, Z27 sums, Z28, Z29 scales.
TEXT ·dotAMX(SB), 0, $4160-8
	MOVQ p+0(FP), AX
	LEAQ tileProduct_config(AX), R15
	LDTILECFG_R15
	MOVQ (tileProduct_product+product_weights)(AX), R15
	MOVQ (tileProduct_product+product_srcStep)(AX), R8
	MOVQ $128, R9
	XORQ BX, BX

panel:
	MOVQ      (tileProduct_product+product_outScale)(AX), CX
	VMOVUPS   (CX)(BX*1), Z28
	VMOVUPS   64(CX)(BX*1), Z29
	MOVQ      (tileProduct_product+product_sums)(AX), CX
	VMOVDQU32 (CX)(BX*1), Z26
	VMOVDQU32 64(CX)(BX*1), Z27
	MOVQ      (tileProduct_product+product_bias)(AX), CX
	VMOVUPS   (CX)(BX*1), Z24
	VMOVUPS   64(CX)(BX*1), Z25
	MOVQ      (tileProduct_product+product_src)(AX), R10
	MOVQ      (tileProduct_product+product_dst)(AX), R11
	ADDQ      BX, R11
	MOVQ      tileProduct_rows(AX), R12
	MOVQ      (tileProduct_product+product_scale)(AX), R13
	MOVQ      (tileProduct_product+product_zero)(AX), R14

block:
	MOVQ R10, SI
	MOVQ tileProduct_second(AX), DX
	IMULQ R8, DX
	ADDQ R10, DX
	MOVQ R15, CX
	MOVQ (tileProduct_product+product_depth)(AX), DI
	TILEZERO(0)
	TILEZERO(1)
	TILEZERO(2)
	TILEZERO(3)

depth:
	TILELOADD_SI_R8_4
	TILELOADD_CX_R9_6
	TILELOADD_CX_R9_7
	TDPBUSD_6_4_0
	TDPBUSD_7_4_1
	TILELOADD_DX_R8_5
	TDPBUSD_6_5_2
	TDPBUSD_7_5_3
	ADDQ tileProduct_inputs(AX), SI
	ADDQ tileProduct_inputs(AX), DX
	ADDQ tileProduct_weightStep(AX), CX
	DECQ DI
	JNZ  depth

	LEAQ 63(SP), CX
	ANDQ $~63, CX
	MOVQ tileProduct_second(AX), DX
	SHLQ $7, DX
	ADDQ CX, DX
	TILESTORED_0_CX
	TILESTORED_1_CX
	TILESTORED_2_DX
	TILESTORED_3_DX

	MOVQ R11, SI
	MOVQ tileProduct_block(AX), DI
	XORQ DX, DX

finish:
	VPBROADCASTD (R14)(DX*4), Z0
	VPMULLD      Z0, Z26, Z1
	VPMULLD      Z0, Z27, Z2
	VMOVDQA32    (CX), Z3
	VMOVDQA32    64(CX), Z4
	VPSUBD       Z1, Z3, Z3
	VPSUBD       Z2, Z4, Z4
	VCVTDQ2PS    Z3, Z3
	VCVTDQ2PS    Z4, Z4
	VBROADCASTSS (R13)(DX*4), Z0
	VMULPS       Z28, Z0, Z1
	VMULPS       Z29, Z0, Z2
	VMULPS       Z1, Z3, Z3
	VMULPS       Z2, Z4, Z4
	VADDPS       Z24, Z3, Z3
	VADDPS       Z25, Z4, Z4
	VMOVUPS      Z3, (SI)
	VMOVUPS      Z4, 64(SI)
	ADDQ         (tileProduct_product+product_dstStep)(AX), SI
	ADDQ         $128, CX
	INCQ         DX
	CMPQ         DX, DI
	JNE          finish

	// The last block ends with the last row: rows that it shares with the one before
	// get the same numbers again.
	SUBQ    DI, R12
	JLE     last
	CMPQ    R12, DI
	CMOVQLT R12, DI
	LEAQ    (R13)(DI*4), R13
	LEAQ    (R14)(DI*4), R14
	MOVQ    DI, CX
	IMULQ   R8, CX
	ADDQ    CX, R10
	IMULQ   (tileProduct_product+product_dstStep)(AX), DI
	ADDQ    DI, R11
	JMP     block

last:
	ADDQ tileProduct_panelStep(AX), R15
	ADDQ $128, BX
	CMPQ BX, tileProduct_width(AX)
	JNE  panel
	TILERELEASE
	VZEROUPPER
	RET

// func enabledState() uint32
TEXT ·enabledState(SB), NOSPLIT, $0-4
	XORL CX, CX
	XGETBV
	MOVL AX, ret+0(FP)
	RET
