//! The facts of CPython 3.14's instruction set, recorded by `record.py`; do not edit by hand.
//!
//! Source: `_opcode_metadata.py`, `_opcode`, `opcode_ids.h`, `pycore_opcode_metadata.h`.

/// The instructions' numbers, as they stand in `co_code`.
pub mod op {
    /// `CACHE`.
    pub const CACHE: u8 = 0;
    /// `BINARY_SLICE`.
    pub const BINARY_SLICE: u8 = 1;
    /// `BUILD_TEMPLATE`.
    pub const BUILD_TEMPLATE: u8 = 2;
    /// `BINARY_OP_INPLACE_ADD_UNICODE`.
    pub const BINARY_OP_INPLACE_ADD_UNICODE: u8 = 3;
    /// `CALL_FUNCTION_EX`.
    pub const CALL_FUNCTION_EX: u8 = 4;
    /// `CHECK_EG_MATCH`.
    pub const CHECK_EG_MATCH: u8 = 5;
    /// `CHECK_EXC_MATCH`.
    pub const CHECK_EXC_MATCH: u8 = 6;
    /// `CLEANUP_THROW`.
    pub const CLEANUP_THROW: u8 = 7;
    /// `DELETE_SUBSCR`.
    pub const DELETE_SUBSCR: u8 = 8;
    /// `END_FOR`.
    pub const END_FOR: u8 = 9;
    /// `END_SEND`.
    pub const END_SEND: u8 = 10;
    /// `EXIT_INIT_CHECK`.
    pub const EXIT_INIT_CHECK: u8 = 11;
    /// `FORMAT_SIMPLE`.
    pub const FORMAT_SIMPLE: u8 = 12;
    /// `FORMAT_WITH_SPEC`.
    pub const FORMAT_WITH_SPEC: u8 = 13;
    /// `GET_AITER`.
    pub const GET_AITER: u8 = 14;
    /// `GET_ANEXT`.
    pub const GET_ANEXT: u8 = 15;
    /// `GET_ITER`.
    pub const GET_ITER: u8 = 16;
    /// `RESERVED`.
    pub const RESERVED: u8 = 17;
    /// `GET_LEN`.
    pub const GET_LEN: u8 = 18;
    /// `GET_YIELD_FROM_ITER`.
    pub const GET_YIELD_FROM_ITER: u8 = 19;
    /// `INTERPRETER_EXIT`.
    pub const INTERPRETER_EXIT: u8 = 20;
    /// `LOAD_BUILD_CLASS`.
    pub const LOAD_BUILD_CLASS: u8 = 21;
    /// `LOAD_LOCALS`.
    pub const LOAD_LOCALS: u8 = 22;
    /// `MAKE_FUNCTION`.
    pub const MAKE_FUNCTION: u8 = 23;
    /// `MATCH_KEYS`.
    pub const MATCH_KEYS: u8 = 24;
    /// `MATCH_MAPPING`.
    pub const MATCH_MAPPING: u8 = 25;
    /// `MATCH_SEQUENCE`.
    pub const MATCH_SEQUENCE: u8 = 26;
    /// `NOP`.
    pub const NOP: u8 = 27;
    /// `NOT_TAKEN`.
    pub const NOT_TAKEN: u8 = 28;
    /// `POP_EXCEPT`.
    pub const POP_EXCEPT: u8 = 29;
    /// `POP_ITER`.
    pub const POP_ITER: u8 = 30;
    /// `POP_TOP`.
    pub const POP_TOP: u8 = 31;
    /// `PUSH_EXC_INFO`.
    pub const PUSH_EXC_INFO: u8 = 32;
    /// `PUSH_NULL`.
    pub const PUSH_NULL: u8 = 33;
    /// `RETURN_GENERATOR`.
    pub const RETURN_GENERATOR: u8 = 34;
    /// `RETURN_VALUE`.
    pub const RETURN_VALUE: u8 = 35;
    /// `SETUP_ANNOTATIONS`.
    pub const SETUP_ANNOTATIONS: u8 = 36;
    /// `STORE_SLICE`.
    pub const STORE_SLICE: u8 = 37;
    /// `STORE_SUBSCR`.
    pub const STORE_SUBSCR: u8 = 38;
    /// `TO_BOOL`.
    pub const TO_BOOL: u8 = 39;
    /// `UNARY_INVERT`.
    pub const UNARY_INVERT: u8 = 40;
    /// `UNARY_NEGATIVE`.
    pub const UNARY_NEGATIVE: u8 = 41;
    /// `UNARY_NOT`.
    pub const UNARY_NOT: u8 = 42;
    /// `WITH_EXCEPT_START`.
    pub const WITH_EXCEPT_START: u8 = 43;
    /// `BINARY_OP`.
    pub const BINARY_OP: u8 = 44;
    /// `BUILD_INTERPOLATION`.
    pub const BUILD_INTERPOLATION: u8 = 45;
    /// `BUILD_LIST`.
    pub const BUILD_LIST: u8 = 46;
    /// `BUILD_MAP`.
    pub const BUILD_MAP: u8 = 47;
    /// `BUILD_SET`.
    pub const BUILD_SET: u8 = 48;
    /// `BUILD_SLICE`.
    pub const BUILD_SLICE: u8 = 49;
    /// `BUILD_STRING`.
    pub const BUILD_STRING: u8 = 50;
    /// `BUILD_TUPLE`.
    pub const BUILD_TUPLE: u8 = 51;
    /// `CALL`.
    pub const CALL: u8 = 52;
    /// `CALL_INTRINSIC_1`.
    pub const CALL_INTRINSIC_1: u8 = 53;
    /// `CALL_INTRINSIC_2`.
    pub const CALL_INTRINSIC_2: u8 = 54;
    /// `CALL_KW`.
    pub const CALL_KW: u8 = 55;
    /// `COMPARE_OP`.
    pub const COMPARE_OP: u8 = 56;
    /// `CONTAINS_OP`.
    pub const CONTAINS_OP: u8 = 57;
    /// `CONVERT_VALUE`.
    pub const CONVERT_VALUE: u8 = 58;
    /// `COPY`.
    pub const COPY: u8 = 59;
    /// `COPY_FREE_VARS`.
    pub const COPY_FREE_VARS: u8 = 60;
    /// `DELETE_ATTR`.
    pub const DELETE_ATTR: u8 = 61;
    /// `DELETE_DEREF`.
    pub const DELETE_DEREF: u8 = 62;
    /// `DELETE_FAST`.
    pub const DELETE_FAST: u8 = 63;
    /// `DELETE_GLOBAL`.
    pub const DELETE_GLOBAL: u8 = 64;
    /// `DELETE_NAME`.
    pub const DELETE_NAME: u8 = 65;
    /// `DICT_MERGE`.
    pub const DICT_MERGE: u8 = 66;
    /// `DICT_UPDATE`.
    pub const DICT_UPDATE: u8 = 67;
    /// `END_ASYNC_FOR`.
    pub const END_ASYNC_FOR: u8 = 68;
    /// `EXTENDED_ARG`.
    pub const EXTENDED_ARG: u8 = 69;
    /// `FOR_ITER`.
    pub const FOR_ITER: u8 = 70;
    /// `GET_AWAITABLE`.
    pub const GET_AWAITABLE: u8 = 71;
    /// `IMPORT_FROM`.
    pub const IMPORT_FROM: u8 = 72;
    /// `IMPORT_NAME`.
    pub const IMPORT_NAME: u8 = 73;
    /// `IS_OP`.
    pub const IS_OP: u8 = 74;
    /// `JUMP_BACKWARD`.
    pub const JUMP_BACKWARD: u8 = 75;
    /// `JUMP_BACKWARD_NO_INTERRUPT`.
    pub const JUMP_BACKWARD_NO_INTERRUPT: u8 = 76;
    /// `JUMP_FORWARD`.
    pub const JUMP_FORWARD: u8 = 77;
    /// `LIST_APPEND`.
    pub const LIST_APPEND: u8 = 78;
    /// `LIST_EXTEND`.
    pub const LIST_EXTEND: u8 = 79;
    /// `LOAD_ATTR`.
    pub const LOAD_ATTR: u8 = 80;
    /// `LOAD_COMMON_CONSTANT`.
    pub const LOAD_COMMON_CONSTANT: u8 = 81;
    /// `LOAD_CONST`.
    pub const LOAD_CONST: u8 = 82;
    /// `LOAD_DEREF`.
    pub const LOAD_DEREF: u8 = 83;
    /// `LOAD_FAST`.
    pub const LOAD_FAST: u8 = 84;
    /// `LOAD_FAST_AND_CLEAR`.
    pub const LOAD_FAST_AND_CLEAR: u8 = 85;
    /// `LOAD_FAST_BORROW`.
    pub const LOAD_FAST_BORROW: u8 = 86;
    /// `LOAD_FAST_BORROW_LOAD_FAST_BORROW`.
    pub const LOAD_FAST_BORROW_LOAD_FAST_BORROW: u8 = 87;
    /// `LOAD_FAST_CHECK`.
    pub const LOAD_FAST_CHECK: u8 = 88;
    /// `LOAD_FAST_LOAD_FAST`.
    pub const LOAD_FAST_LOAD_FAST: u8 = 89;
    /// `LOAD_FROM_DICT_OR_DEREF`.
    pub const LOAD_FROM_DICT_OR_DEREF: u8 = 90;
    /// `LOAD_FROM_DICT_OR_GLOBALS`.
    pub const LOAD_FROM_DICT_OR_GLOBALS: u8 = 91;
    /// `LOAD_GLOBAL`.
    pub const LOAD_GLOBAL: u8 = 92;
    /// `LOAD_NAME`.
    pub const LOAD_NAME: u8 = 93;
    /// `LOAD_SMALL_INT`.
    pub const LOAD_SMALL_INT: u8 = 94;
    /// `LOAD_SPECIAL`.
    pub const LOAD_SPECIAL: u8 = 95;
    /// `LOAD_SUPER_ATTR`.
    pub const LOAD_SUPER_ATTR: u8 = 96;
    /// `MAKE_CELL`.
    pub const MAKE_CELL: u8 = 97;
    /// `MAP_ADD`.
    pub const MAP_ADD: u8 = 98;
    /// `MATCH_CLASS`.
    pub const MATCH_CLASS: u8 = 99;
    /// `POP_JUMP_IF_FALSE`.
    pub const POP_JUMP_IF_FALSE: u8 = 100;
    /// `POP_JUMP_IF_NONE`.
    pub const POP_JUMP_IF_NONE: u8 = 101;
    /// `POP_JUMP_IF_NOT_NONE`.
    pub const POP_JUMP_IF_NOT_NONE: u8 = 102;
    /// `POP_JUMP_IF_TRUE`.
    pub const POP_JUMP_IF_TRUE: u8 = 103;
    /// `RAISE_VARARGS`.
    pub const RAISE_VARARGS: u8 = 104;
    /// `RERAISE`.
    pub const RERAISE: u8 = 105;
    /// `SEND`.
    pub const SEND: u8 = 106;
    /// `SET_ADD`.
    pub const SET_ADD: u8 = 107;
    /// `SET_FUNCTION_ATTRIBUTE`.
    pub const SET_FUNCTION_ATTRIBUTE: u8 = 108;
    /// `SET_UPDATE`.
    pub const SET_UPDATE: u8 = 109;
    /// `STORE_ATTR`.
    pub const STORE_ATTR: u8 = 110;
    /// `STORE_DEREF`.
    pub const STORE_DEREF: u8 = 111;
    /// `STORE_FAST`.
    pub const STORE_FAST: u8 = 112;
    /// `STORE_FAST_LOAD_FAST`.
    pub const STORE_FAST_LOAD_FAST: u8 = 113;
    /// `STORE_FAST_STORE_FAST`.
    pub const STORE_FAST_STORE_FAST: u8 = 114;
    /// `STORE_GLOBAL`.
    pub const STORE_GLOBAL: u8 = 115;
    /// `STORE_NAME`.
    pub const STORE_NAME: u8 = 116;
    /// `SWAP`.
    pub const SWAP: u8 = 117;
    /// `UNPACK_EX`.
    pub const UNPACK_EX: u8 = 118;
    /// `UNPACK_SEQUENCE`.
    pub const UNPACK_SEQUENCE: u8 = 119;
    /// `YIELD_VALUE`.
    pub const YIELD_VALUE: u8 = 120;
    /// `RESUME`.
    pub const RESUME: u8 = 128;
    /// `BINARY_OP_ADD_FLOAT` (specialised form of `BINARY_OP`).
    pub const BINARY_OP_ADD_FLOAT: u8 = 129;
    /// `BINARY_OP_ADD_INT` (specialised form of `BINARY_OP`).
    pub const BINARY_OP_ADD_INT: u8 = 130;
    /// `BINARY_OP_ADD_UNICODE` (specialised form of `BINARY_OP`).
    pub const BINARY_OP_ADD_UNICODE: u8 = 131;
    /// `BINARY_OP_EXTEND` (specialised form of `BINARY_OP`).
    pub const BINARY_OP_EXTEND: u8 = 132;
    /// `BINARY_OP_MULTIPLY_FLOAT` (specialised form of `BINARY_OP`).
    pub const BINARY_OP_MULTIPLY_FLOAT: u8 = 133;
    /// `BINARY_OP_MULTIPLY_INT` (specialised form of `BINARY_OP`).
    pub const BINARY_OP_MULTIPLY_INT: u8 = 134;
    /// `BINARY_OP_SUBSCR_DICT` (specialised form of `BINARY_OP`).
    pub const BINARY_OP_SUBSCR_DICT: u8 = 135;
    /// `BINARY_OP_SUBSCR_GETITEM` (specialised form of `BINARY_OP`).
    pub const BINARY_OP_SUBSCR_GETITEM: u8 = 136;
    /// `BINARY_OP_SUBSCR_LIST_INT` (specialised form of `BINARY_OP`).
    pub const BINARY_OP_SUBSCR_LIST_INT: u8 = 137;
    /// `BINARY_OP_SUBSCR_LIST_SLICE` (specialised form of `BINARY_OP`).
    pub const BINARY_OP_SUBSCR_LIST_SLICE: u8 = 138;
    /// `BINARY_OP_SUBSCR_STR_INT` (specialised form of `BINARY_OP`).
    pub const BINARY_OP_SUBSCR_STR_INT: u8 = 139;
    /// `BINARY_OP_SUBSCR_TUPLE_INT` (specialised form of `BINARY_OP`).
    pub const BINARY_OP_SUBSCR_TUPLE_INT: u8 = 140;
    /// `BINARY_OP_SUBTRACT_FLOAT` (specialised form of `BINARY_OP`).
    pub const BINARY_OP_SUBTRACT_FLOAT: u8 = 141;
    /// `BINARY_OP_SUBTRACT_INT` (specialised form of `BINARY_OP`).
    pub const BINARY_OP_SUBTRACT_INT: u8 = 142;
    /// `CALL_ALLOC_AND_ENTER_INIT` (specialised form of `CALL`).
    pub const CALL_ALLOC_AND_ENTER_INIT: u8 = 143;
    /// `CALL_BOUND_METHOD_EXACT_ARGS` (specialised form of `CALL`).
    pub const CALL_BOUND_METHOD_EXACT_ARGS: u8 = 144;
    /// `CALL_BOUND_METHOD_GENERAL` (specialised form of `CALL`).
    pub const CALL_BOUND_METHOD_GENERAL: u8 = 145;
    /// `CALL_BUILTIN_CLASS` (specialised form of `CALL`).
    pub const CALL_BUILTIN_CLASS: u8 = 146;
    /// `CALL_BUILTIN_FAST` (specialised form of `CALL`).
    pub const CALL_BUILTIN_FAST: u8 = 147;
    /// `CALL_BUILTIN_FAST_WITH_KEYWORDS` (specialised form of `CALL`).
    pub const CALL_BUILTIN_FAST_WITH_KEYWORDS: u8 = 148;
    /// `CALL_BUILTIN_O` (specialised form of `CALL`).
    pub const CALL_BUILTIN_O: u8 = 149;
    /// `CALL_ISINSTANCE` (specialised form of `CALL`).
    pub const CALL_ISINSTANCE: u8 = 150;
    /// `CALL_KW_BOUND_METHOD` (specialised form of `CALL_KW`).
    pub const CALL_KW_BOUND_METHOD: u8 = 151;
    /// `CALL_KW_NON_PY` (specialised form of `CALL_KW`).
    pub const CALL_KW_NON_PY: u8 = 152;
    /// `CALL_KW_PY` (specialised form of `CALL_KW`).
    pub const CALL_KW_PY: u8 = 153;
    /// `CALL_LEN` (specialised form of `CALL`).
    pub const CALL_LEN: u8 = 154;
    /// `CALL_LIST_APPEND` (specialised form of `CALL`).
    pub const CALL_LIST_APPEND: u8 = 155;
    /// `CALL_METHOD_DESCRIPTOR_FAST` (specialised form of `CALL`).
    pub const CALL_METHOD_DESCRIPTOR_FAST: u8 = 156;
    /// `CALL_METHOD_DESCRIPTOR_FAST_WITH_KEYWORDS` (specialised form of `CALL`).
    pub const CALL_METHOD_DESCRIPTOR_FAST_WITH_KEYWORDS: u8 = 157;
    /// `CALL_METHOD_DESCRIPTOR_NOARGS` (specialised form of `CALL`).
    pub const CALL_METHOD_DESCRIPTOR_NOARGS: u8 = 158;
    /// `CALL_METHOD_DESCRIPTOR_O` (specialised form of `CALL`).
    pub const CALL_METHOD_DESCRIPTOR_O: u8 = 159;
    /// `CALL_NON_PY_GENERAL` (specialised form of `CALL`).
    pub const CALL_NON_PY_GENERAL: u8 = 160;
    /// `CALL_PY_EXACT_ARGS` (specialised form of `CALL`).
    pub const CALL_PY_EXACT_ARGS: u8 = 161;
    /// `CALL_PY_GENERAL` (specialised form of `CALL`).
    pub const CALL_PY_GENERAL: u8 = 162;
    /// `CALL_STR_1` (specialised form of `CALL`).
    pub const CALL_STR_1: u8 = 163;
    /// `CALL_TUPLE_1` (specialised form of `CALL`).
    pub const CALL_TUPLE_1: u8 = 164;
    /// `CALL_TYPE_1` (specialised form of `CALL`).
    pub const CALL_TYPE_1: u8 = 165;
    /// `COMPARE_OP_FLOAT` (specialised form of `COMPARE_OP`).
    pub const COMPARE_OP_FLOAT: u8 = 166;
    /// `COMPARE_OP_INT` (specialised form of `COMPARE_OP`).
    pub const COMPARE_OP_INT: u8 = 167;
    /// `COMPARE_OP_STR` (specialised form of `COMPARE_OP`).
    pub const COMPARE_OP_STR: u8 = 168;
    /// `CONTAINS_OP_DICT` (specialised form of `CONTAINS_OP`).
    pub const CONTAINS_OP_DICT: u8 = 169;
    /// `CONTAINS_OP_SET` (specialised form of `CONTAINS_OP`).
    pub const CONTAINS_OP_SET: u8 = 170;
    /// `FOR_ITER_GEN` (specialised form of `FOR_ITER`).
    pub const FOR_ITER_GEN: u8 = 171;
    /// `FOR_ITER_LIST` (specialised form of `FOR_ITER`).
    pub const FOR_ITER_LIST: u8 = 172;
    /// `FOR_ITER_RANGE` (specialised form of `FOR_ITER`).
    pub const FOR_ITER_RANGE: u8 = 173;
    /// `FOR_ITER_TUPLE` (specialised form of `FOR_ITER`).
    pub const FOR_ITER_TUPLE: u8 = 174;
    /// `JUMP_BACKWARD_JIT` (specialised form of `JUMP_BACKWARD`).
    pub const JUMP_BACKWARD_JIT: u8 = 175;
    /// `JUMP_BACKWARD_NO_JIT` (specialised form of `JUMP_BACKWARD`).
    pub const JUMP_BACKWARD_NO_JIT: u8 = 176;
    /// `LOAD_ATTR_CLASS` (specialised form of `LOAD_ATTR`).
    pub const LOAD_ATTR_CLASS: u8 = 177;
    /// `LOAD_ATTR_CLASS_WITH_METACLASS_CHECK` (specialised form of `LOAD_ATTR`).
    pub const LOAD_ATTR_CLASS_WITH_METACLASS_CHECK: u8 = 178;
    /// `LOAD_ATTR_GETATTRIBUTE_OVERRIDDEN` (specialised form of `LOAD_ATTR`).
    pub const LOAD_ATTR_GETATTRIBUTE_OVERRIDDEN: u8 = 179;
    /// `LOAD_ATTR_INSTANCE_VALUE` (specialised form of `LOAD_ATTR`).
    pub const LOAD_ATTR_INSTANCE_VALUE: u8 = 180;
    /// `LOAD_ATTR_METHOD_LAZY_DICT` (specialised form of `LOAD_ATTR`).
    pub const LOAD_ATTR_METHOD_LAZY_DICT: u8 = 181;
    /// `LOAD_ATTR_METHOD_NO_DICT` (specialised form of `LOAD_ATTR`).
    pub const LOAD_ATTR_METHOD_NO_DICT: u8 = 182;
    /// `LOAD_ATTR_METHOD_WITH_VALUES` (specialised form of `LOAD_ATTR`).
    pub const LOAD_ATTR_METHOD_WITH_VALUES: u8 = 183;
    /// `LOAD_ATTR_MODULE` (specialised form of `LOAD_ATTR`).
    pub const LOAD_ATTR_MODULE: u8 = 184;
    /// `LOAD_ATTR_NONDESCRIPTOR_NO_DICT` (specialised form of `LOAD_ATTR`).
    pub const LOAD_ATTR_NONDESCRIPTOR_NO_DICT: u8 = 185;
    /// `LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES` (specialised form of `LOAD_ATTR`).
    pub const LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES: u8 = 186;
    /// `LOAD_ATTR_PROPERTY` (specialised form of `LOAD_ATTR`).
    pub const LOAD_ATTR_PROPERTY: u8 = 187;
    /// `LOAD_ATTR_SLOT` (specialised form of `LOAD_ATTR`).
    pub const LOAD_ATTR_SLOT: u8 = 188;
    /// `LOAD_ATTR_WITH_HINT` (specialised form of `LOAD_ATTR`).
    pub const LOAD_ATTR_WITH_HINT: u8 = 189;
    /// `LOAD_CONST_IMMORTAL` (specialised form of `LOAD_CONST`).
    pub const LOAD_CONST_IMMORTAL: u8 = 190;
    /// `LOAD_CONST_MORTAL` (specialised form of `LOAD_CONST`).
    pub const LOAD_CONST_MORTAL: u8 = 191;
    /// `LOAD_GLOBAL_BUILTIN` (specialised form of `LOAD_GLOBAL`).
    pub const LOAD_GLOBAL_BUILTIN: u8 = 192;
    /// `LOAD_GLOBAL_MODULE` (specialised form of `LOAD_GLOBAL`).
    pub const LOAD_GLOBAL_MODULE: u8 = 193;
    /// `LOAD_SUPER_ATTR_ATTR` (specialised form of `LOAD_SUPER_ATTR`).
    pub const LOAD_SUPER_ATTR_ATTR: u8 = 194;
    /// `LOAD_SUPER_ATTR_METHOD` (specialised form of `LOAD_SUPER_ATTR`).
    pub const LOAD_SUPER_ATTR_METHOD: u8 = 195;
    /// `RESUME_CHECK` (specialised form of `RESUME`).
    pub const RESUME_CHECK: u8 = 196;
    /// `SEND_GEN` (specialised form of `SEND`).
    pub const SEND_GEN: u8 = 197;
    /// `STORE_ATTR_INSTANCE_VALUE` (specialised form of `STORE_ATTR`).
    pub const STORE_ATTR_INSTANCE_VALUE: u8 = 198;
    /// `STORE_ATTR_SLOT` (specialised form of `STORE_ATTR`).
    pub const STORE_ATTR_SLOT: u8 = 199;
    /// `STORE_ATTR_WITH_HINT` (specialised form of `STORE_ATTR`).
    pub const STORE_ATTR_WITH_HINT: u8 = 200;
    /// `STORE_SUBSCR_DICT` (specialised form of `STORE_SUBSCR`).
    pub const STORE_SUBSCR_DICT: u8 = 201;
    /// `STORE_SUBSCR_LIST_INT` (specialised form of `STORE_SUBSCR`).
    pub const STORE_SUBSCR_LIST_INT: u8 = 202;
    /// `TO_BOOL_ALWAYS_TRUE` (specialised form of `TO_BOOL`).
    pub const TO_BOOL_ALWAYS_TRUE: u8 = 203;
    /// `TO_BOOL_BOOL` (specialised form of `TO_BOOL`).
    pub const TO_BOOL_BOOL: u8 = 204;
    /// `TO_BOOL_INT` (specialised form of `TO_BOOL`).
    pub const TO_BOOL_INT: u8 = 205;
    /// `TO_BOOL_LIST` (specialised form of `TO_BOOL`).
    pub const TO_BOOL_LIST: u8 = 206;
    /// `TO_BOOL_NONE` (specialised form of `TO_BOOL`).
    pub const TO_BOOL_NONE: u8 = 207;
    /// `TO_BOOL_STR` (specialised form of `TO_BOOL`).
    pub const TO_BOOL_STR: u8 = 208;
    /// `UNPACK_SEQUENCE_LIST` (specialised form of `UNPACK_SEQUENCE`).
    pub const UNPACK_SEQUENCE_LIST: u8 = 209;
    /// `UNPACK_SEQUENCE_TUPLE` (specialised form of `UNPACK_SEQUENCE`).
    pub const UNPACK_SEQUENCE_TUPLE: u8 = 210;
    /// `UNPACK_SEQUENCE_TWO_TUPLE` (specialised form of `UNPACK_SEQUENCE`).
    pub const UNPACK_SEQUENCE_TWO_TUPLE: u8 = 211;
    /// `INSTRUMENTED_END_FOR`.
    pub const INSTRUMENTED_END_FOR: u8 = 234;
    /// `INSTRUMENTED_POP_ITER`.
    pub const INSTRUMENTED_POP_ITER: u8 = 235;
    /// `INSTRUMENTED_END_SEND`.
    pub const INSTRUMENTED_END_SEND: u8 = 236;
    /// `INSTRUMENTED_FOR_ITER`.
    pub const INSTRUMENTED_FOR_ITER: u8 = 237;
    /// `INSTRUMENTED_INSTRUCTION`.
    pub const INSTRUMENTED_INSTRUCTION: u8 = 238;
    /// `INSTRUMENTED_JUMP_FORWARD`.
    pub const INSTRUMENTED_JUMP_FORWARD: u8 = 239;
    /// `INSTRUMENTED_NOT_TAKEN`.
    pub const INSTRUMENTED_NOT_TAKEN: u8 = 240;
    /// `INSTRUMENTED_POP_JUMP_IF_TRUE`.
    pub const INSTRUMENTED_POP_JUMP_IF_TRUE: u8 = 241;
    /// `INSTRUMENTED_POP_JUMP_IF_FALSE`.
    pub const INSTRUMENTED_POP_JUMP_IF_FALSE: u8 = 242;
    /// `INSTRUMENTED_POP_JUMP_IF_NONE`.
    pub const INSTRUMENTED_POP_JUMP_IF_NONE: u8 = 243;
    /// `INSTRUMENTED_POP_JUMP_IF_NOT_NONE`.
    pub const INSTRUMENTED_POP_JUMP_IF_NOT_NONE: u8 = 244;
    /// `INSTRUMENTED_RESUME`.
    pub const INSTRUMENTED_RESUME: u8 = 245;
    /// `INSTRUMENTED_RETURN_VALUE`.
    pub const INSTRUMENTED_RETURN_VALUE: u8 = 246;
    /// `INSTRUMENTED_YIELD_VALUE`.
    pub const INSTRUMENTED_YIELD_VALUE: u8 = 247;
    /// `INSTRUMENTED_END_ASYNC_FOR`.
    pub const INSTRUMENTED_END_ASYNC_FOR: u8 = 248;
    /// `INSTRUMENTED_LOAD_SUPER_ATTR`.
    pub const INSTRUMENTED_LOAD_SUPER_ATTR: u8 = 249;
    /// `INSTRUMENTED_CALL`.
    pub const INSTRUMENTED_CALL: u8 = 250;
    /// `INSTRUMENTED_CALL_KW`.
    pub const INSTRUMENTED_CALL_KW: u8 = 251;
    /// `INSTRUMENTED_CALL_FUNCTION_EX`.
    pub const INSTRUMENTED_CALL_FUNCTION_EX: u8 = 252;
    /// `INSTRUMENTED_JUMP_BACKWARD`.
    pub const INSTRUMENTED_JUMP_BACKWARD: u8 = 253;
    /// `INSTRUMENTED_LINE`.
    pub const INSTRUMENTED_LINE: u8 = 254;
    /// `ENTER_EXECUTOR`.
    pub const ENTER_EXECUTOR: u8 = 255;
}
/// Numbers of the pseudo-instructions, which exist only between code generation and assembly.
pub mod pseudo {
    /// `ANNOTATIONS_PLACEHOLDER`.
    pub const ANNOTATIONS_PLACEHOLDER: u16 = 256;
    /// `JUMP`.
    pub const JUMP: u16 = 257;
    /// `JUMP_IF_FALSE`.
    pub const JUMP_IF_FALSE: u16 = 258;
    /// `JUMP_IF_TRUE`.
    pub const JUMP_IF_TRUE: u16 = 259;
    /// `JUMP_NO_INTERRUPT`.
    pub const JUMP_NO_INTERRUPT: u16 = 260;
    /// `LOAD_CLOSURE`.
    pub const LOAD_CLOSURE: u16 = 261;
    /// `POP_BLOCK`.
    pub const POP_BLOCK: u16 = 262;
    /// `SETUP_CLEANUP`.
    pub const SETUP_CLEANUP: u16 = 263;
    /// `SETUP_FINALLY`.
    pub const SETUP_FINALLY: u16 = 264;
    /// `SETUP_WITH`.
    pub const SETUP_WITH: u16 = 265;
    /// `STORE_FAST_MAYBE_NULL`.
    pub const STORE_FAST_MAYBE_NULL: u16 = 266;
}
/// The base instructions and the pseudo-instructions in one namespace, as the compiler's passes match on them.
pub mod wide {
    pub use super::pseudo::*;
    /// `BINARY_SLICE`.
    pub const BINARY_SLICE: u16 = super::op::BINARY_SLICE as u16;
    /// `BUILD_TEMPLATE`.
    pub const BUILD_TEMPLATE: u16 = super::op::BUILD_TEMPLATE as u16;
    /// `CALL_FUNCTION_EX`.
    pub const CALL_FUNCTION_EX: u16 = super::op::CALL_FUNCTION_EX as u16;
    /// `CHECK_EG_MATCH`.
    pub const CHECK_EG_MATCH: u16 = super::op::CHECK_EG_MATCH as u16;
    /// `CHECK_EXC_MATCH`.
    pub const CHECK_EXC_MATCH: u16 = super::op::CHECK_EXC_MATCH as u16;
    /// `CLEANUP_THROW`.
    pub const CLEANUP_THROW: u16 = super::op::CLEANUP_THROW as u16;
    /// `DELETE_SUBSCR`.
    pub const DELETE_SUBSCR: u16 = super::op::DELETE_SUBSCR as u16;
    /// `END_FOR`.
    pub const END_FOR: u16 = super::op::END_FOR as u16;
    /// `END_SEND`.
    pub const END_SEND: u16 = super::op::END_SEND as u16;
    /// `EXIT_INIT_CHECK`.
    pub const EXIT_INIT_CHECK: u16 = super::op::EXIT_INIT_CHECK as u16;
    /// `FORMAT_SIMPLE`.
    pub const FORMAT_SIMPLE: u16 = super::op::FORMAT_SIMPLE as u16;
    /// `FORMAT_WITH_SPEC`.
    pub const FORMAT_WITH_SPEC: u16 = super::op::FORMAT_WITH_SPEC as u16;
    /// `GET_AITER`.
    pub const GET_AITER: u16 = super::op::GET_AITER as u16;
    /// `GET_ANEXT`.
    pub const GET_ANEXT: u16 = super::op::GET_ANEXT as u16;
    /// `GET_ITER`.
    pub const GET_ITER: u16 = super::op::GET_ITER as u16;
    /// `GET_LEN`.
    pub const GET_LEN: u16 = super::op::GET_LEN as u16;
    /// `GET_YIELD_FROM_ITER`.
    pub const GET_YIELD_FROM_ITER: u16 = super::op::GET_YIELD_FROM_ITER as u16;
    /// `INTERPRETER_EXIT`.
    pub const INTERPRETER_EXIT: u16 = super::op::INTERPRETER_EXIT as u16;
    /// `LOAD_BUILD_CLASS`.
    pub const LOAD_BUILD_CLASS: u16 = super::op::LOAD_BUILD_CLASS as u16;
    /// `LOAD_LOCALS`.
    pub const LOAD_LOCALS: u16 = super::op::LOAD_LOCALS as u16;
    /// `MAKE_FUNCTION`.
    pub const MAKE_FUNCTION: u16 = super::op::MAKE_FUNCTION as u16;
    /// `MATCH_KEYS`.
    pub const MATCH_KEYS: u16 = super::op::MATCH_KEYS as u16;
    /// `MATCH_MAPPING`.
    pub const MATCH_MAPPING: u16 = super::op::MATCH_MAPPING as u16;
    /// `MATCH_SEQUENCE`.
    pub const MATCH_SEQUENCE: u16 = super::op::MATCH_SEQUENCE as u16;
    /// `NOP`.
    pub const NOP: u16 = super::op::NOP as u16;
    /// `NOT_TAKEN`.
    pub const NOT_TAKEN: u16 = super::op::NOT_TAKEN as u16;
    /// `POP_EXCEPT`.
    pub const POP_EXCEPT: u16 = super::op::POP_EXCEPT as u16;
    /// `POP_ITER`.
    pub const POP_ITER: u16 = super::op::POP_ITER as u16;
    /// `POP_TOP`.
    pub const POP_TOP: u16 = super::op::POP_TOP as u16;
    /// `PUSH_EXC_INFO`.
    pub const PUSH_EXC_INFO: u16 = super::op::PUSH_EXC_INFO as u16;
    /// `PUSH_NULL`.
    pub const PUSH_NULL: u16 = super::op::PUSH_NULL as u16;
    /// `RETURN_GENERATOR`.
    pub const RETURN_GENERATOR: u16 = super::op::RETURN_GENERATOR as u16;
    /// `RETURN_VALUE`.
    pub const RETURN_VALUE: u16 = super::op::RETURN_VALUE as u16;
    /// `SETUP_ANNOTATIONS`.
    pub const SETUP_ANNOTATIONS: u16 = super::op::SETUP_ANNOTATIONS as u16;
    /// `STORE_SLICE`.
    pub const STORE_SLICE: u16 = super::op::STORE_SLICE as u16;
    /// `STORE_SUBSCR`.
    pub const STORE_SUBSCR: u16 = super::op::STORE_SUBSCR as u16;
    /// `TO_BOOL`.
    pub const TO_BOOL: u16 = super::op::TO_BOOL as u16;
    /// `UNARY_INVERT`.
    pub const UNARY_INVERT: u16 = super::op::UNARY_INVERT as u16;
    /// `UNARY_NEGATIVE`.
    pub const UNARY_NEGATIVE: u16 = super::op::UNARY_NEGATIVE as u16;
    /// `UNARY_NOT`.
    pub const UNARY_NOT: u16 = super::op::UNARY_NOT as u16;
    /// `WITH_EXCEPT_START`.
    pub const WITH_EXCEPT_START: u16 = super::op::WITH_EXCEPT_START as u16;
    /// `BINARY_OP`.
    pub const BINARY_OP: u16 = super::op::BINARY_OP as u16;
    /// `BUILD_INTERPOLATION`.
    pub const BUILD_INTERPOLATION: u16 = super::op::BUILD_INTERPOLATION as u16;
    /// `BUILD_LIST`.
    pub const BUILD_LIST: u16 = super::op::BUILD_LIST as u16;
    /// `BUILD_MAP`.
    pub const BUILD_MAP: u16 = super::op::BUILD_MAP as u16;
    /// `BUILD_SET`.
    pub const BUILD_SET: u16 = super::op::BUILD_SET as u16;
    /// `BUILD_SLICE`.
    pub const BUILD_SLICE: u16 = super::op::BUILD_SLICE as u16;
    /// `BUILD_STRING`.
    pub const BUILD_STRING: u16 = super::op::BUILD_STRING as u16;
    /// `BUILD_TUPLE`.
    pub const BUILD_TUPLE: u16 = super::op::BUILD_TUPLE as u16;
    /// `CALL`.
    pub const CALL: u16 = super::op::CALL as u16;
    /// `CALL_INTRINSIC_1`.
    pub const CALL_INTRINSIC_1: u16 = super::op::CALL_INTRINSIC_1 as u16;
    /// `CALL_INTRINSIC_2`.
    pub const CALL_INTRINSIC_2: u16 = super::op::CALL_INTRINSIC_2 as u16;
    /// `CALL_KW`.
    pub const CALL_KW: u16 = super::op::CALL_KW as u16;
    /// `COMPARE_OP`.
    pub const COMPARE_OP: u16 = super::op::COMPARE_OP as u16;
    /// `CONTAINS_OP`.
    pub const CONTAINS_OP: u16 = super::op::CONTAINS_OP as u16;
    /// `CONVERT_VALUE`.
    pub const CONVERT_VALUE: u16 = super::op::CONVERT_VALUE as u16;
    /// `COPY`.
    pub const COPY: u16 = super::op::COPY as u16;
    /// `COPY_FREE_VARS`.
    pub const COPY_FREE_VARS: u16 = super::op::COPY_FREE_VARS as u16;
    /// `DELETE_ATTR`.
    pub const DELETE_ATTR: u16 = super::op::DELETE_ATTR as u16;
    /// `DELETE_DEREF`.
    pub const DELETE_DEREF: u16 = super::op::DELETE_DEREF as u16;
    /// `DELETE_FAST`.
    pub const DELETE_FAST: u16 = super::op::DELETE_FAST as u16;
    /// `DELETE_GLOBAL`.
    pub const DELETE_GLOBAL: u16 = super::op::DELETE_GLOBAL as u16;
    /// `DELETE_NAME`.
    pub const DELETE_NAME: u16 = super::op::DELETE_NAME as u16;
    /// `DICT_MERGE`.
    pub const DICT_MERGE: u16 = super::op::DICT_MERGE as u16;
    /// `DICT_UPDATE`.
    pub const DICT_UPDATE: u16 = super::op::DICT_UPDATE as u16;
    /// `END_ASYNC_FOR`.
    pub const END_ASYNC_FOR: u16 = super::op::END_ASYNC_FOR as u16;
    /// `EXTENDED_ARG`.
    pub const EXTENDED_ARG: u16 = super::op::EXTENDED_ARG as u16;
    /// `FOR_ITER`.
    pub const FOR_ITER: u16 = super::op::FOR_ITER as u16;
    /// `GET_AWAITABLE`.
    pub const GET_AWAITABLE: u16 = super::op::GET_AWAITABLE as u16;
    /// `IMPORT_FROM`.
    pub const IMPORT_FROM: u16 = super::op::IMPORT_FROM as u16;
    /// `IMPORT_NAME`.
    pub const IMPORT_NAME: u16 = super::op::IMPORT_NAME as u16;
    /// `IS_OP`.
    pub const IS_OP: u16 = super::op::IS_OP as u16;
    /// `JUMP_BACKWARD`.
    pub const JUMP_BACKWARD: u16 = super::op::JUMP_BACKWARD as u16;
    /// `JUMP_BACKWARD_NO_INTERRUPT`.
    pub const JUMP_BACKWARD_NO_INTERRUPT: u16 = super::op::JUMP_BACKWARD_NO_INTERRUPT as u16;
    /// `JUMP_FORWARD`.
    pub const JUMP_FORWARD: u16 = super::op::JUMP_FORWARD as u16;
    /// `LIST_APPEND`.
    pub const LIST_APPEND: u16 = super::op::LIST_APPEND as u16;
    /// `LIST_EXTEND`.
    pub const LIST_EXTEND: u16 = super::op::LIST_EXTEND as u16;
    /// `LOAD_ATTR`.
    pub const LOAD_ATTR: u16 = super::op::LOAD_ATTR as u16;
    /// `LOAD_COMMON_CONSTANT`.
    pub const LOAD_COMMON_CONSTANT: u16 = super::op::LOAD_COMMON_CONSTANT as u16;
    /// `LOAD_CONST`.
    pub const LOAD_CONST: u16 = super::op::LOAD_CONST as u16;
    /// `LOAD_DEREF`.
    pub const LOAD_DEREF: u16 = super::op::LOAD_DEREF as u16;
    /// `LOAD_FAST`.
    pub const LOAD_FAST: u16 = super::op::LOAD_FAST as u16;
    /// `LOAD_FAST_AND_CLEAR`.
    pub const LOAD_FAST_AND_CLEAR: u16 = super::op::LOAD_FAST_AND_CLEAR as u16;
    /// `LOAD_FAST_BORROW`.
    pub const LOAD_FAST_BORROW: u16 = super::op::LOAD_FAST_BORROW as u16;
    /// `LOAD_FAST_BORROW_LOAD_FAST_BORROW`.
    pub const LOAD_FAST_BORROW_LOAD_FAST_BORROW: u16 = super::op::LOAD_FAST_BORROW_LOAD_FAST_BORROW as u16;
    /// `LOAD_FAST_CHECK`.
    pub const LOAD_FAST_CHECK: u16 = super::op::LOAD_FAST_CHECK as u16;
    /// `LOAD_FAST_LOAD_FAST`.
    pub const LOAD_FAST_LOAD_FAST: u16 = super::op::LOAD_FAST_LOAD_FAST as u16;
    /// `LOAD_FROM_DICT_OR_DEREF`.
    pub const LOAD_FROM_DICT_OR_DEREF: u16 = super::op::LOAD_FROM_DICT_OR_DEREF as u16;
    /// `LOAD_FROM_DICT_OR_GLOBALS`.
    pub const LOAD_FROM_DICT_OR_GLOBALS: u16 = super::op::LOAD_FROM_DICT_OR_GLOBALS as u16;
    /// `LOAD_GLOBAL`.
    pub const LOAD_GLOBAL: u16 = super::op::LOAD_GLOBAL as u16;
    /// `LOAD_NAME`.
    pub const LOAD_NAME: u16 = super::op::LOAD_NAME as u16;
    /// `LOAD_SMALL_INT`.
    pub const LOAD_SMALL_INT: u16 = super::op::LOAD_SMALL_INT as u16;
    /// `LOAD_SPECIAL`.
    pub const LOAD_SPECIAL: u16 = super::op::LOAD_SPECIAL as u16;
    /// `LOAD_SUPER_ATTR`.
    pub const LOAD_SUPER_ATTR: u16 = super::op::LOAD_SUPER_ATTR as u16;
    /// `MAKE_CELL`.
    pub const MAKE_CELL: u16 = super::op::MAKE_CELL as u16;
    /// `MAP_ADD`.
    pub const MAP_ADD: u16 = super::op::MAP_ADD as u16;
    /// `MATCH_CLASS`.
    pub const MATCH_CLASS: u16 = super::op::MATCH_CLASS as u16;
    /// `POP_JUMP_IF_FALSE`.
    pub const POP_JUMP_IF_FALSE: u16 = super::op::POP_JUMP_IF_FALSE as u16;
    /// `POP_JUMP_IF_NONE`.
    pub const POP_JUMP_IF_NONE: u16 = super::op::POP_JUMP_IF_NONE as u16;
    /// `POP_JUMP_IF_NOT_NONE`.
    pub const POP_JUMP_IF_NOT_NONE: u16 = super::op::POP_JUMP_IF_NOT_NONE as u16;
    /// `POP_JUMP_IF_TRUE`.
    pub const POP_JUMP_IF_TRUE: u16 = super::op::POP_JUMP_IF_TRUE as u16;
    /// `RAISE_VARARGS`.
    pub const RAISE_VARARGS: u16 = super::op::RAISE_VARARGS as u16;
    /// `RERAISE`.
    pub const RERAISE: u16 = super::op::RERAISE as u16;
    /// `SEND`.
    pub const SEND: u16 = super::op::SEND as u16;
    /// `SET_ADD`.
    pub const SET_ADD: u16 = super::op::SET_ADD as u16;
    /// `SET_FUNCTION_ATTRIBUTE`.
    pub const SET_FUNCTION_ATTRIBUTE: u16 = super::op::SET_FUNCTION_ATTRIBUTE as u16;
    /// `SET_UPDATE`.
    pub const SET_UPDATE: u16 = super::op::SET_UPDATE as u16;
    /// `STORE_ATTR`.
    pub const STORE_ATTR: u16 = super::op::STORE_ATTR as u16;
    /// `STORE_DEREF`.
    pub const STORE_DEREF: u16 = super::op::STORE_DEREF as u16;
    /// `STORE_FAST`.
    pub const STORE_FAST: u16 = super::op::STORE_FAST as u16;
    /// `STORE_FAST_LOAD_FAST`.
    pub const STORE_FAST_LOAD_FAST: u16 = super::op::STORE_FAST_LOAD_FAST as u16;
    /// `STORE_FAST_STORE_FAST`.
    pub const STORE_FAST_STORE_FAST: u16 = super::op::STORE_FAST_STORE_FAST as u16;
    /// `STORE_GLOBAL`.
    pub const STORE_GLOBAL: u16 = super::op::STORE_GLOBAL as u16;
    /// `STORE_NAME`.
    pub const STORE_NAME: u16 = super::op::STORE_NAME as u16;
    /// `SWAP`.
    pub const SWAP: u16 = super::op::SWAP as u16;
    /// `UNPACK_EX`.
    pub const UNPACK_EX: u16 = super::op::UNPACK_EX as u16;
    /// `UNPACK_SEQUENCE`.
    pub const UNPACK_SEQUENCE: u16 = super::op::UNPACK_SEQUENCE as u16;
    /// `YIELD_VALUE`.
    pub const YIELD_VALUE: u16 = super::op::YIELD_VALUE as u16;
    /// `RESUME`.
    pub const RESUME: u16 = super::op::RESUME as u16;
}
/// Instructions with a number below this take no argument.
pub const HAVE_ARGUMENT: u8 = 43;
/// The first number of the specialised instructions.
pub const MIN_SPECIALIZED_OPCODE: u8 = 129;
/// The first number of the instrumented instructions.
pub const MIN_INSTRUMENTED_OPCODE: u8 = 234;
/// Bits of [`FLAGS`].
pub mod flag {
    /// `HAS_ARG_FLAG`.
    pub const ARG: u16 = 1;
    /// `HAS_CONST_FLAG`.
    pub const CONST: u16 = 2;
    /// `HAS_NAME_FLAG`.
    pub const NAME: u16 = 4;
    /// `HAS_JUMP_FLAG`.
    pub const JUMP: u16 = 8;
    /// `HAS_FREE_FLAG`.
    pub const FREE: u16 = 16;
    /// `HAS_LOCAL_FLAG`.
    pub const LOCAL: u16 = 32;
    /// `HAS_EVAL_BREAK_FLAG`.
    pub const EVAL_BREAK: u16 = 64;
    /// `HAS_DEOPT_FLAG`.
    pub const DEOPT: u16 = 128;
    /// `HAS_ERROR_FLAG`.
    pub const ERROR: u16 = 256;
    /// `HAS_ESCAPES_FLAG`.
    pub const ESCAPES: u16 = 512;
    /// `HAS_EXIT_FLAG`.
    pub const EXIT: u16 = 1024;
    /// `HAS_PURE_FLAG`.
    pub const PURE: u16 = 2048;
    /// `HAS_PASSTHROUGH_FLAG`.
    pub const PASSTHROUGH: u16 = 4096;
    /// `HAS_OPARG_AND_1_FLAG`.
    pub const OPARG_AND_1: u16 = 8192;
    /// `HAS_ERROR_NO_POP_FLAG`.
    pub const ERROR_NO_POP: u16 = 16384;
    /// `HAS_NO_SAVE_IP_FLAG`.
    pub const NO_SAVE_IP: u16 = 32768;
}
/// What each instruction (pseudo-instructions from 256 on) does, as bits of [`flag`]; zero where there is no instruction.
pub static FLAGS: [u16; 267] = [
    0, 768, 768, 1952, 17216, 768, 17152, 17152, 768, 33280, 2560, 17152, 768, 768, 768, 17152, 768, 0, 768, 17152,
    512, 768, 768, 768, 768, 0, 0, 2048, 2048, 512, 2560, 2560, 0, 2048, 768, 512, 768, 768, 768, 768, 768, 768, 2048,
    768, 17153, 769, 17153, 769, 769, 257, 257, 16641, 17217, 769, 769, 17153, 769, 769, 769, 2049, 1, 773, 17169, 801,
    17157, 17157, 769, 769, 17161, 1, 17161, 769, 773, 773, 1, 841, 9, 9, 257, 769, 773, 1, 3, 801, 2081, 33, 2081, 33,
    801, 33, 17169, 17157, 773, 773, 1, 17153, 773, 17169, 769, 769, 9, 9, 9, 9, 17153, 17153, 777, 769, 769, 769, 773,
    529, 545, 545, 545, 773, 773, 2049, 769, 769, 513, 0, 0, 0, 0, 0, 0, 0, 17217, 1280, 1792, 1280, 896, 1280, 1792,
    1792, 128, 1664, 1792, 1664, 1152, 1280, 1792, 17281, 1665, 18305, 961, 961, 961, 1857, 17281, 1921, 1857, 1921,
    17280, 897, 1857, 1857, 1857, 1857, 1857, 1153, 18305, 961, 961, 641, 1025, 1153, 1025, 1793, 897, 129, 1673, 1289,
    1545, 841, 841, 1025, 1025, 133, 1665, 1153, 1025, 1153, 641, 1537, 1665, 1153, 1153, 1669, 3, 3, 129, 129, 901,
    17285, 128, 129, 1536, 1664, 1669, 1792, 1664, 1536, 1024, 1536, 1024, 1024, 1536, 1153, 1153, 1665, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 49920, 512, 17152, 17161, 768, 1, 0, 1, 1, 513, 513, 17217, 768,
    17153, 17161, 773, 17217, 17153, 17216, 833, 512, 1, 2048, 841, 777, 777, 9, 2081, 2048, 2049, 2049, 2049, 545,
];
/// The names, by number; `None` where there is no instruction.
pub static NAMES: [Option<&str>; 267] = [
    Some("CACHE"),
    Some("BINARY_SLICE"),
    Some("BUILD_TEMPLATE"),
    Some("BINARY_OP_INPLACE_ADD_UNICODE"),
    Some("CALL_FUNCTION_EX"),
    Some("CHECK_EG_MATCH"),
    Some("CHECK_EXC_MATCH"),
    Some("CLEANUP_THROW"),
    Some("DELETE_SUBSCR"),
    Some("END_FOR"),
    Some("END_SEND"),
    Some("EXIT_INIT_CHECK"),
    Some("FORMAT_SIMPLE"),
    Some("FORMAT_WITH_SPEC"),
    Some("GET_AITER"),
    Some("GET_ANEXT"),
    Some("GET_ITER"),
    Some("RESERVED"),
    Some("GET_LEN"),
    Some("GET_YIELD_FROM_ITER"),
    Some("INTERPRETER_EXIT"),
    Some("LOAD_BUILD_CLASS"),
    Some("LOAD_LOCALS"),
    Some("MAKE_FUNCTION"),
    Some("MATCH_KEYS"),
    Some("MATCH_MAPPING"),
    Some("MATCH_SEQUENCE"),
    Some("NOP"),
    Some("NOT_TAKEN"),
    Some("POP_EXCEPT"),
    Some("POP_ITER"),
    Some("POP_TOP"),
    Some("PUSH_EXC_INFO"),
    Some("PUSH_NULL"),
    Some("RETURN_GENERATOR"),
    Some("RETURN_VALUE"),
    Some("SETUP_ANNOTATIONS"),
    Some("STORE_SLICE"),
    Some("STORE_SUBSCR"),
    Some("TO_BOOL"),
    Some("UNARY_INVERT"),
    Some("UNARY_NEGATIVE"),
    Some("UNARY_NOT"),
    Some("WITH_EXCEPT_START"),
    Some("BINARY_OP"),
    Some("BUILD_INTERPOLATION"),
    Some("BUILD_LIST"),
    Some("BUILD_MAP"),
    Some("BUILD_SET"),
    Some("BUILD_SLICE"),
    Some("BUILD_STRING"),
    Some("BUILD_TUPLE"),
    Some("CALL"),
    Some("CALL_INTRINSIC_1"),
    Some("CALL_INTRINSIC_2"),
    Some("CALL_KW"),
    Some("COMPARE_OP"),
    Some("CONTAINS_OP"),
    Some("CONVERT_VALUE"),
    Some("COPY"),
    Some("COPY_FREE_VARS"),
    Some("DELETE_ATTR"),
    Some("DELETE_DEREF"),
    Some("DELETE_FAST"),
    Some("DELETE_GLOBAL"),
    Some("DELETE_NAME"),
    Some("DICT_MERGE"),
    Some("DICT_UPDATE"),
    Some("END_ASYNC_FOR"),
    Some("EXTENDED_ARG"),
    Some("FOR_ITER"),
    Some("GET_AWAITABLE"),
    Some("IMPORT_FROM"),
    Some("IMPORT_NAME"),
    Some("IS_OP"),
    Some("JUMP_BACKWARD"),
    Some("JUMP_BACKWARD_NO_INTERRUPT"),
    Some("JUMP_FORWARD"),
    Some("LIST_APPEND"),
    Some("LIST_EXTEND"),
    Some("LOAD_ATTR"),
    Some("LOAD_COMMON_CONSTANT"),
    Some("LOAD_CONST"),
    Some("LOAD_DEREF"),
    Some("LOAD_FAST"),
    Some("LOAD_FAST_AND_CLEAR"),
    Some("LOAD_FAST_BORROW"),
    Some("LOAD_FAST_BORROW_LOAD_FAST_BORROW"),
    Some("LOAD_FAST_CHECK"),
    Some("LOAD_FAST_LOAD_FAST"),
    Some("LOAD_FROM_DICT_OR_DEREF"),
    Some("LOAD_FROM_DICT_OR_GLOBALS"),
    Some("LOAD_GLOBAL"),
    Some("LOAD_NAME"),
    Some("LOAD_SMALL_INT"),
    Some("LOAD_SPECIAL"),
    Some("LOAD_SUPER_ATTR"),
    Some("MAKE_CELL"),
    Some("MAP_ADD"),
    Some("MATCH_CLASS"),
    Some("POP_JUMP_IF_FALSE"),
    Some("POP_JUMP_IF_NONE"),
    Some("POP_JUMP_IF_NOT_NONE"),
    Some("POP_JUMP_IF_TRUE"),
    Some("RAISE_VARARGS"),
    Some("RERAISE"),
    Some("SEND"),
    Some("SET_ADD"),
    Some("SET_FUNCTION_ATTRIBUTE"),
    Some("SET_UPDATE"),
    Some("STORE_ATTR"),
    Some("STORE_DEREF"),
    Some("STORE_FAST"),
    Some("STORE_FAST_LOAD_FAST"),
    Some("STORE_FAST_STORE_FAST"),
    Some("STORE_GLOBAL"),
    Some("STORE_NAME"),
    Some("SWAP"),
    Some("UNPACK_EX"),
    Some("UNPACK_SEQUENCE"),
    Some("YIELD_VALUE"),
    None,
    None,
    None,
    None,
    None,
    None,
    None,
    Some("RESUME"),
    Some("BINARY_OP_ADD_FLOAT"),
    Some("BINARY_OP_ADD_INT"),
    Some("BINARY_OP_ADD_UNICODE"),
    Some("BINARY_OP_EXTEND"),
    Some("BINARY_OP_MULTIPLY_FLOAT"),
    Some("BINARY_OP_MULTIPLY_INT"),
    Some("BINARY_OP_SUBSCR_DICT"),
    Some("BINARY_OP_SUBSCR_GETITEM"),
    Some("BINARY_OP_SUBSCR_LIST_INT"),
    Some("BINARY_OP_SUBSCR_LIST_SLICE"),
    Some("BINARY_OP_SUBSCR_STR_INT"),
    Some("BINARY_OP_SUBSCR_TUPLE_INT"),
    Some("BINARY_OP_SUBTRACT_FLOAT"),
    Some("BINARY_OP_SUBTRACT_INT"),
    Some("CALL_ALLOC_AND_ENTER_INIT"),
    Some("CALL_BOUND_METHOD_EXACT_ARGS"),
    Some("CALL_BOUND_METHOD_GENERAL"),
    Some("CALL_BUILTIN_CLASS"),
    Some("CALL_BUILTIN_FAST"),
    Some("CALL_BUILTIN_FAST_WITH_KEYWORDS"),
    Some("CALL_BUILTIN_O"),
    Some("CALL_ISINSTANCE"),
    Some("CALL_KW_BOUND_METHOD"),
    Some("CALL_KW_NON_PY"),
    Some("CALL_KW_PY"),
    Some("CALL_LEN"),
    Some("CALL_LIST_APPEND"),
    Some("CALL_METHOD_DESCRIPTOR_FAST"),
    Some("CALL_METHOD_DESCRIPTOR_FAST_WITH_KEYWORDS"),
    Some("CALL_METHOD_DESCRIPTOR_NOARGS"),
    Some("CALL_METHOD_DESCRIPTOR_O"),
    Some("CALL_NON_PY_GENERAL"),
    Some("CALL_PY_EXACT_ARGS"),
    Some("CALL_PY_GENERAL"),
    Some("CALL_STR_1"),
    Some("CALL_TUPLE_1"),
    Some("CALL_TYPE_1"),
    Some("COMPARE_OP_FLOAT"),
    Some("COMPARE_OP_INT"),
    Some("COMPARE_OP_STR"),
    Some("CONTAINS_OP_DICT"),
    Some("CONTAINS_OP_SET"),
    Some("FOR_ITER_GEN"),
    Some("FOR_ITER_LIST"),
    Some("FOR_ITER_RANGE"),
    Some("FOR_ITER_TUPLE"),
    Some("JUMP_BACKWARD_JIT"),
    Some("JUMP_BACKWARD_NO_JIT"),
    Some("LOAD_ATTR_CLASS"),
    Some("LOAD_ATTR_CLASS_WITH_METACLASS_CHECK"),
    Some("LOAD_ATTR_GETATTRIBUTE_OVERRIDDEN"),
    Some("LOAD_ATTR_INSTANCE_VALUE"),
    Some("LOAD_ATTR_METHOD_LAZY_DICT"),
    Some("LOAD_ATTR_METHOD_NO_DICT"),
    Some("LOAD_ATTR_METHOD_WITH_VALUES"),
    Some("LOAD_ATTR_MODULE"),
    Some("LOAD_ATTR_NONDESCRIPTOR_NO_DICT"),
    Some("LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES"),
    Some("LOAD_ATTR_PROPERTY"),
    Some("LOAD_ATTR_SLOT"),
    Some("LOAD_ATTR_WITH_HINT"),
    Some("LOAD_CONST_IMMORTAL"),
    Some("LOAD_CONST_MORTAL"),
    Some("LOAD_GLOBAL_BUILTIN"),
    Some("LOAD_GLOBAL_MODULE"),
    Some("LOAD_SUPER_ATTR_ATTR"),
    Some("LOAD_SUPER_ATTR_METHOD"),
    Some("RESUME_CHECK"),
    Some("SEND_GEN"),
    Some("STORE_ATTR_INSTANCE_VALUE"),
    Some("STORE_ATTR_SLOT"),
    Some("STORE_ATTR_WITH_HINT"),
    Some("STORE_SUBSCR_DICT"),
    Some("STORE_SUBSCR_LIST_INT"),
    Some("TO_BOOL_ALWAYS_TRUE"),
    Some("TO_BOOL_BOOL"),
    Some("TO_BOOL_INT"),
    Some("TO_BOOL_LIST"),
    Some("TO_BOOL_NONE"),
    Some("TO_BOOL_STR"),
    Some("UNPACK_SEQUENCE_LIST"),
    Some("UNPACK_SEQUENCE_TUPLE"),
    Some("UNPACK_SEQUENCE_TWO_TUPLE"),
    None,
    None,
    None,
    None,
    None,
    None,
    None,
    None,
    None,
    None,
    None,
    None,
    None,
    None,
    None,
    None,
    None,
    None,
    None,
    None,
    None,
    None,
    Some("INSTRUMENTED_END_FOR"),
    Some("INSTRUMENTED_POP_ITER"),
    Some("INSTRUMENTED_END_SEND"),
    Some("INSTRUMENTED_FOR_ITER"),
    Some("INSTRUMENTED_INSTRUCTION"),
    Some("INSTRUMENTED_JUMP_FORWARD"),
    Some("INSTRUMENTED_NOT_TAKEN"),
    Some("INSTRUMENTED_POP_JUMP_IF_TRUE"),
    Some("INSTRUMENTED_POP_JUMP_IF_FALSE"),
    Some("INSTRUMENTED_POP_JUMP_IF_NONE"),
    Some("INSTRUMENTED_POP_JUMP_IF_NOT_NONE"),
    Some("INSTRUMENTED_RESUME"),
    Some("INSTRUMENTED_RETURN_VALUE"),
    Some("INSTRUMENTED_YIELD_VALUE"),
    Some("INSTRUMENTED_END_ASYNC_FOR"),
    Some("INSTRUMENTED_LOAD_SUPER_ATTR"),
    Some("INSTRUMENTED_CALL"),
    Some("INSTRUMENTED_CALL_KW"),
    Some("INSTRUMENTED_CALL_FUNCTION_EX"),
    Some("INSTRUMENTED_JUMP_BACKWARD"),
    Some("INSTRUMENTED_LINE"),
    Some("ENTER_EXECUTOR"),
    Some("ANNOTATIONS_PLACEHOLDER"),
    Some("JUMP"),
    Some("JUMP_IF_FALSE"),
    Some("JUMP_IF_TRUE"),
    Some("JUMP_NO_INTERRUPT"),
    Some("LOAD_CLOSURE"),
    Some("POP_BLOCK"),
    Some("SETUP_CLEANUP"),
    Some("SETUP_FINALLY"),
    Some("SETUP_WITH"),
    Some("STORE_FAST_MAYBE_NULL"),
];
/// How many 16-bit inline cache entries follow each instruction (specialised and instrumented forms included).
pub static CACHES: [u8; 256] = [
    0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    1, 3, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 3, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1,
    0, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1, 0, 0, 1, 0, 0, 0, 4, 0, 0, 0,
    0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 3, 3, 3, 3, 3, 3, 3, 3, 3,
    3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9,
    0, 0, 4, 4, 1, 1, 0, 1, 4, 4, 4, 1, 1, 3, 3, 3, 3, 3, 3, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 1, 3, 3, 0, 1, 0, 0,
];
/// The instruction that each instrumented one stands for; itself for every other. `INSTRUMENTED_LINE` and
/// `INSTRUMENTED_INSTRUCTION` stand for one that only the frame's code object knows, and map to themselves.
pub static DE_INSTRUMENT: [u8; 256] = [
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30,
    31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59,
    60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70, 71, 72, 73, 74, 75, 76, 77, 78, 79, 80, 81, 82, 83, 84, 85, 86, 87, 88,
    89, 90, 91, 92, 93, 94, 95, 96, 97, 98, 99, 100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113,
    114, 115, 116, 117, 118, 119, 120, 121, 122, 123, 124, 125, 126, 127, 128, 129, 130, 131, 132, 133, 134, 135, 136,
    137, 138, 139, 140, 141, 142, 143, 144, 145, 146, 147, 148, 149, 150, 151, 152, 153, 154, 155, 156, 157, 158, 159,
    160, 161, 162, 163, 164, 165, 166, 167, 168, 169, 170, 171, 172, 173, 174, 175, 176, 177, 178, 179, 180, 181, 182,
    183, 184, 185, 186, 187, 188, 189, 190, 191, 192, 193, 194, 195, 196, 197, 198, 199, 200, 201, 202, 203, 204, 205,
    206, 207, 208, 209, 210, 211, 212, 213, 214, 215, 216, 217, 218, 219, 220, 221, 222, 223, 224, 225, 226, 227, 228,
    229, 230, 231, 232, 233, 9, 30, 10, 70, 238, 77, 28, 103, 100, 101, 102, 128, 35, 120, 68, 96, 52, 55, 4, 75, 254,
    255,
];
/// The instruction that each specialised one stands for; itself for every other (instrumented ones too).
pub static DEOPT: [u8; 256] = [
    0, 1, 2, 44, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30,
    31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59,
    60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70, 71, 72, 73, 74, 75, 76, 77, 78, 79, 80, 81, 82, 83, 84, 85, 86, 87, 88,
    89, 90, 91, 92, 93, 94, 95, 96, 97, 98, 99, 100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113,
    114, 115, 116, 117, 118, 119, 120, 121, 122, 123, 124, 125, 126, 127, 128, 44, 44, 44, 44, 44, 44, 44, 44, 44, 44,
    44, 44, 44, 44, 52, 52, 52, 52, 52, 52, 52, 52, 55, 55, 55, 52, 52, 52, 52, 52, 52, 52, 52, 52, 52, 52, 52, 56, 56,
    56, 57, 57, 70, 70, 70, 70, 75, 75, 80, 80, 80, 80, 80, 80, 80, 80, 80, 80, 80, 80, 80, 82, 82, 92, 92, 96, 96,
    128, 106, 110, 110, 110, 38, 38, 39, 39, 39, 39, 39, 39, 119, 119, 119, 212, 213, 214, 215, 216, 217, 218, 219,
    220, 221, 222, 223, 224, 225, 226, 227, 228, 229, 230, 231, 232, 233, 234, 235, 236, 237, 238, 239, 240, 241, 242,
    243, 244, 245, 246, 247, 248, 249, 250, 251, 252, 253, 254, 255,
];
/// Every specialisation family: the base instruction and its specialised forms.
pub static FAMILIES: &[(u8, &[u8])] = &[
    (op::RESUME, &[op::RESUME_CHECK]),
    (op::LOAD_CONST, &[op::LOAD_CONST_MORTAL, op::LOAD_CONST_IMMORTAL]),
    (
        op::TO_BOOL,
        &[
            op::TO_BOOL_ALWAYS_TRUE,
            op::TO_BOOL_BOOL,
            op::TO_BOOL_INT,
            op::TO_BOOL_LIST,
            op::TO_BOOL_NONE,
            op::TO_BOOL_STR,
        ],
    ),
    (
        op::BINARY_OP,
        &[
            op::BINARY_OP_MULTIPLY_INT,
            op::BINARY_OP_ADD_INT,
            op::BINARY_OP_SUBTRACT_INT,
            op::BINARY_OP_MULTIPLY_FLOAT,
            op::BINARY_OP_ADD_FLOAT,
            op::BINARY_OP_SUBTRACT_FLOAT,
            op::BINARY_OP_ADD_UNICODE,
            op::BINARY_OP_SUBSCR_LIST_INT,
            op::BINARY_OP_SUBSCR_LIST_SLICE,
            op::BINARY_OP_SUBSCR_TUPLE_INT,
            op::BINARY_OP_SUBSCR_STR_INT,
            op::BINARY_OP_SUBSCR_DICT,
            op::BINARY_OP_SUBSCR_GETITEM,
            op::BINARY_OP_EXTEND,
            op::BINARY_OP_INPLACE_ADD_UNICODE,
        ],
    ),
    (op::STORE_SUBSCR, &[op::STORE_SUBSCR_DICT, op::STORE_SUBSCR_LIST_INT]),
    (op::SEND, &[op::SEND_GEN]),
    (op::UNPACK_SEQUENCE, &[op::UNPACK_SEQUENCE_TWO_TUPLE, op::UNPACK_SEQUENCE_TUPLE, op::UNPACK_SEQUENCE_LIST]),
    (op::STORE_ATTR, &[op::STORE_ATTR_INSTANCE_VALUE, op::STORE_ATTR_SLOT, op::STORE_ATTR_WITH_HINT]),
    (op::LOAD_GLOBAL, &[op::LOAD_GLOBAL_MODULE, op::LOAD_GLOBAL_BUILTIN]),
    (op::LOAD_SUPER_ATTR, &[op::LOAD_SUPER_ATTR_ATTR, op::LOAD_SUPER_ATTR_METHOD]),
    (
        op::LOAD_ATTR,
        &[
            op::LOAD_ATTR_INSTANCE_VALUE,
            op::LOAD_ATTR_MODULE,
            op::LOAD_ATTR_WITH_HINT,
            op::LOAD_ATTR_SLOT,
            op::LOAD_ATTR_CLASS,
            op::LOAD_ATTR_CLASS_WITH_METACLASS_CHECK,
            op::LOAD_ATTR_PROPERTY,
            op::LOAD_ATTR_GETATTRIBUTE_OVERRIDDEN,
            op::LOAD_ATTR_METHOD_WITH_VALUES,
            op::LOAD_ATTR_METHOD_NO_DICT,
            op::LOAD_ATTR_METHOD_LAZY_DICT,
            op::LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES,
            op::LOAD_ATTR_NONDESCRIPTOR_NO_DICT,
        ],
    ),
    (op::COMPARE_OP, &[op::COMPARE_OP_FLOAT, op::COMPARE_OP_INT, op::COMPARE_OP_STR]),
    (op::CONTAINS_OP, &[op::CONTAINS_OP_SET, op::CONTAINS_OP_DICT]),
    (op::JUMP_BACKWARD, &[op::JUMP_BACKWARD_NO_JIT, op::JUMP_BACKWARD_JIT]),
    (op::FOR_ITER, &[op::FOR_ITER_LIST, op::FOR_ITER_TUPLE, op::FOR_ITER_RANGE, op::FOR_ITER_GEN]),
    (
        op::CALL,
        &[
            op::CALL_BOUND_METHOD_EXACT_ARGS,
            op::CALL_PY_EXACT_ARGS,
            op::CALL_TYPE_1,
            op::CALL_STR_1,
            op::CALL_TUPLE_1,
            op::CALL_BUILTIN_CLASS,
            op::CALL_BUILTIN_O,
            op::CALL_BUILTIN_FAST,
            op::CALL_BUILTIN_FAST_WITH_KEYWORDS,
            op::CALL_LEN,
            op::CALL_ISINSTANCE,
            op::CALL_LIST_APPEND,
            op::CALL_METHOD_DESCRIPTOR_O,
            op::CALL_METHOD_DESCRIPTOR_FAST_WITH_KEYWORDS,
            op::CALL_METHOD_DESCRIPTOR_NOARGS,
            op::CALL_METHOD_DESCRIPTOR_FAST,
            op::CALL_ALLOC_AND_ENTER_INIT,
            op::CALL_PY_GENERAL,
            op::CALL_BOUND_METHOD_GENERAL,
            op::CALL_NON_PY_GENERAL,
        ],
    ),
    (op::CALL_KW, &[op::CALL_KW_BOUND_METHOD, op::CALL_KW_PY, op::CALL_KW_NON_PY]),
];
/// How many values an instruction (pseudo-instructions included) takes from the stack; `None` where there is no instruction.
pub const fn num_popped(opcode: u16, oparg: i32) -> Option<i32> {
    Some(match opcode {
        0 | 17 | 21 | 22 | 27 | 28 | 33 | 34 | 36 | 60 | 62 | 63 | 64 | 65 | 69 | 75 | 76 | 77 | 81 | 82 | 83 | 84
        | 85 | 86 | 87 | 88 | 89 | 92 | 93 | 94 | 97 | 128 | 175 | 176 | 190 | 191 | 192 | 193 | 196 | 238 | 239
        | 240 | 245 | 253 | 254 | 255 | 256 | 257 | 260 | 261 | 262 | 263 | 264 | 265 => 0,
        2 | 3 | 5 | 6 | 8 | 10 | 13 | 24 | 44 | 54 | 56 | 57 | 68 | 73 | 74 | 106 | 108 | 110 | 114 | 129 | 130
        | 131 | 132 | 133 | 134 | 135 | 136 | 137 | 138 | 139 | 140 | 141 | 142 | 166 | 167 | 168 | 169 | 170 | 197
        | 198 | 199 | 200 | 234 | 236 | 248 => 2,
        1 | 7 | 38 | 96 | 99 | 154 | 155 | 163 | 164 | 165 | 194 | 195 | 201 | 202 | 249 => 3,
        45 => 2 + (oparg & 1),
        46 | 48 | 49 | 50 | 51 | 104 => oparg,
        47 => oparg * 2,
        52 | 143 | 144 | 145 | 146 | 147 | 148 | 149 | 150 | 156 | 157 | 158 | 159 | 160 | 161 | 162 | 250 => 2 + oparg,
        4 | 37 | 252 => 4,
        9 | 11 | 12 | 14 | 15 | 16 | 18 | 19 | 20 | 23 | 25 | 26 | 29 | 30 | 31 | 32 | 35 | 39 | 40 | 41 | 42 | 53
        | 58 | 61 | 70 | 71 | 72 | 80 | 90 | 91 | 95 | 100 | 101 | 102 | 103 | 111 | 112 | 113 | 115 | 116 | 118
        | 119 | 120 | 171 | 172 | 173 | 174 | 177 | 178 | 179 | 180 | 181 | 182 | 183 | 184 | 185 | 186 | 187 | 188
        | 189 | 203 | 204 | 205 | 206 | 207 | 208 | 209 | 210 | 211 | 235 | 237 | 241 | 242 | 243 | 244 | 246 | 247
        | 258 | 259 | 266 => 1,
        55 | 151 | 152 | 153 | 251 => 3 + oparg,
        59 => 1 + oparg - 1,
        66 => 5 + oparg - 1,
        67 | 78 | 79 | 107 | 109 => 2 + oparg - 1,
        98 => 3 + oparg - 1,
        105 => 1 + oparg,
        117 => 2 + oparg - 2,
        43 => 5,
        _ => return None,
    })
}
/// How many values an instruction (pseudo-instructions included) puts on the stack; `None` where there is no instruction.
pub const fn num_pushed(opcode: u16, oparg: i32) -> Option<i32> {
    Some(match opcode {
        0 | 3 | 8 | 9 | 11 | 17 | 20 | 27 | 28 | 29 | 30 | 31 | 36 | 37 | 38 | 60 | 61 | 62 | 63 | 64 | 65 | 68
        | 69 | 75 | 76 | 77 | 97 | 100 | 101 | 102 | 103 | 104 | 110 | 111 | 112 | 114 | 115 | 116 | 128 | 136
        | 143 | 144 | 145 | 151 | 153 | 155 | 161 | 162 | 175 | 176 | 187 | 196 | 198 | 199 | 200 | 201 | 202 | 235
        | 238 | 239 | 240 | 241 | 242 | 243 | 244 | 245 | 248 | 253 | 254 | 255 | 256 | 257 | 260 | 262 | 266 => 0,
        1 | 2 | 4 | 10 | 12 | 13 | 14 | 16 | 19 | 21 | 22 | 23 | 33 | 34 | 35 | 39 | 40 | 41 | 42 | 44 | 45 | 46
        | 47 | 48 | 49 | 50 | 51 | 52 | 53 | 54 | 55 | 56 | 57 | 58 | 71 | 73 | 74 | 81 | 82 | 83 | 84 | 85 | 86
        | 88 | 90 | 91 | 93 | 94 | 99 | 108 | 113 | 120 | 129 | 130 | 131 | 132 | 133 | 134 | 135 | 137 | 138 | 139
        | 140 | 141 | 142 | 146 | 147 | 148 | 149 | 150 | 152 | 154 | 156 | 157 | 158 | 159 | 160 | 163 | 164 | 165
        | 166 | 167 | 168 | 169 | 170 | 171 | 179 | 185 | 186 | 190 | 191 | 194 | 197 | 203 | 204 | 205 | 206 | 207
        | 208 | 234 | 236 | 246 | 247 | 250 | 251 | 252 | 258 | 259 | 261 | 264 | 265 => 1,
        5 | 6 | 7 | 15 | 18 | 25 | 26 | 32 | 70 | 72 | 87 | 89 | 95 | 106 | 172 | 173 | 174 | 181 | 182 | 183 | 195
        | 211 | 237 | 263 => 2,
        59 => 2 + oparg - 1,
        66 => 4 + oparg - 1,
        67 | 78 | 79 | 98 | 107 | 109 => 1 + oparg - 1,
        80 | 92 | 96 | 177 | 178 | 180 | 184 | 188 | 189 | 192 | 193 | 249 => 1 + (oparg & 1),
        24 => 3,
        105 | 119 | 209 | 210 => oparg,
        117 => 2 + oparg - 2,
        118 => 1 + (oparg & 0xFF) + (oparg >> 8),
        43 => 6,
        _ => return None,
    })
}
/// Arguments of `BINARY_OP`.
pub mod nb {
    /// `+`.
    pub const ADD: u8 = 0;
    /// `&`.
    pub const AND: u8 = 1;
    /// `//`.
    pub const FLOOR_DIVIDE: u8 = 2;
    /// `<<`.
    pub const LSHIFT: u8 = 3;
    /// `@`.
    pub const MATRIX_MULTIPLY: u8 = 4;
    /// `*`.
    pub const MULTIPLY: u8 = 5;
    /// `%`.
    pub const REMAINDER: u8 = 6;
    /// `|`.
    pub const OR: u8 = 7;
    /// `**`.
    pub const POWER: u8 = 8;
    /// `>>`.
    pub const RSHIFT: u8 = 9;
    /// `-`.
    pub const SUBTRACT: u8 = 10;
    /// `/`.
    pub const TRUE_DIVIDE: u8 = 11;
    /// `^`.
    pub const XOR: u8 = 12;
    /// `+=`.
    pub const INPLACE_ADD: u8 = 13;
    /// `&=`.
    pub const INPLACE_AND: u8 = 14;
    /// `//=`.
    pub const INPLACE_FLOOR_DIVIDE: u8 = 15;
    /// `<<=`.
    pub const INPLACE_LSHIFT: u8 = 16;
    /// `@=`.
    pub const INPLACE_MATRIX_MULTIPLY: u8 = 17;
    /// `*=`.
    pub const INPLACE_MULTIPLY: u8 = 18;
    /// `%=`.
    pub const INPLACE_REMAINDER: u8 = 19;
    /// `|=`.
    pub const INPLACE_OR: u8 = 20;
    /// `**=`.
    pub const INPLACE_POWER: u8 = 21;
    /// `>>=`.
    pub const INPLACE_RSHIFT: u8 = 22;
    /// `-=`.
    pub const INPLACE_SUBTRACT: u8 = 23;
    /// `/=`.
    pub const INPLACE_TRUE_DIVIDE: u8 = 24;
    /// `^=`.
    pub const INPLACE_XOR: u8 = 25;
    /// `[]`.
    pub const SUBSCR: u8 = 26;
}
/// CPython's name and the symbol of each argument of `BINARY_OP`.
pub static NB_OPS: [(&str, &str); 27] = [
    ("NB_ADD", "+"),
    ("NB_AND", "&"),
    ("NB_FLOOR_DIVIDE", "//"),
    ("NB_LSHIFT", "<<"),
    ("NB_MATRIX_MULTIPLY", "@"),
    ("NB_MULTIPLY", "*"),
    ("NB_REMAINDER", "%"),
    ("NB_OR", "|"),
    ("NB_POWER", "**"),
    ("NB_RSHIFT", ">>"),
    ("NB_SUBTRACT", "-"),
    ("NB_TRUE_DIVIDE", "/"),
    ("NB_XOR", "^"),
    ("NB_INPLACE_ADD", "+="),
    ("NB_INPLACE_AND", "&="),
    ("NB_INPLACE_FLOOR_DIVIDE", "//="),
    ("NB_INPLACE_LSHIFT", "<<="),
    ("NB_INPLACE_MATRIX_MULTIPLY", "@="),
    ("NB_INPLACE_MULTIPLY", "*="),
    ("NB_INPLACE_REMAINDER", "%="),
    ("NB_INPLACE_OR", "|="),
    ("NB_INPLACE_POWER", "**="),
    ("NB_INPLACE_RSHIFT", ">>="),
    ("NB_INPLACE_SUBTRACT", "-="),
    ("NB_INPLACE_TRUE_DIVIDE", "/="),
    ("NB_INPLACE_XOR", "^="),
    ("NB_SUBSCR", "[]"),
];
/// Arguments of `CALL_INTRINSIC_1`.
pub mod intrinsic1 {
    /// `INTRINSIC_1_INVALID`.
    pub const INVALID: u8 = 0;
    /// `INTRINSIC_PRINT`.
    pub const PRINT: u8 = 1;
    /// `INTRINSIC_IMPORT_STAR`.
    pub const IMPORT_STAR: u8 = 2;
    /// `INTRINSIC_STOPITERATION_ERROR`.
    pub const STOPITERATION_ERROR: u8 = 3;
    /// `INTRINSIC_ASYNC_GEN_WRAP`.
    pub const ASYNC_GEN_WRAP: u8 = 4;
    /// `INTRINSIC_UNARY_POSITIVE`.
    pub const UNARY_POSITIVE: u8 = 5;
    /// `INTRINSIC_LIST_TO_TUPLE`.
    pub const LIST_TO_TUPLE: u8 = 6;
    /// `INTRINSIC_TYPEVAR`.
    pub const TYPEVAR: u8 = 7;
    /// `INTRINSIC_PARAMSPEC`.
    pub const PARAMSPEC: u8 = 8;
    /// `INTRINSIC_TYPEVARTUPLE`.
    pub const TYPEVARTUPLE: u8 = 9;
    /// `INTRINSIC_SUBSCRIPT_GENERIC`.
    pub const SUBSCRIPT_GENERIC: u8 = 10;
    /// `INTRINSIC_TYPEALIAS`.
    pub const TYPEALIAS: u8 = 11;
}
/// CPython's names of the arguments of `CALL_INTRINSIC_1`.
pub static INTRINSIC_1_NAMES: [&str; 12] = [
    "INTRINSIC_1_INVALID",
    "INTRINSIC_PRINT",
    "INTRINSIC_IMPORT_STAR",
    "INTRINSIC_STOPITERATION_ERROR",
    "INTRINSIC_ASYNC_GEN_WRAP",
    "INTRINSIC_UNARY_POSITIVE",
    "INTRINSIC_LIST_TO_TUPLE",
    "INTRINSIC_TYPEVAR",
    "INTRINSIC_PARAMSPEC",
    "INTRINSIC_TYPEVARTUPLE",
    "INTRINSIC_SUBSCRIPT_GENERIC",
    "INTRINSIC_TYPEALIAS",
];
/// Arguments of `CALL_INTRINSIC_2`.
pub mod intrinsic2 {
    /// `INTRINSIC_2_INVALID`.
    pub const INVALID: u8 = 0;
    /// `INTRINSIC_PREP_RERAISE_STAR`.
    pub const PREP_RERAISE_STAR: u8 = 1;
    /// `INTRINSIC_TYPEVAR_WITH_BOUND`.
    pub const TYPEVAR_WITH_BOUND: u8 = 2;
    /// `INTRINSIC_TYPEVAR_WITH_CONSTRAINTS`.
    pub const TYPEVAR_WITH_CONSTRAINTS: u8 = 3;
    /// `INTRINSIC_SET_FUNCTION_TYPE_PARAMS`.
    pub const SET_FUNCTION_TYPE_PARAMS: u8 = 4;
    /// `INTRINSIC_SET_TYPEPARAM_DEFAULT`.
    pub const SET_TYPEPARAM_DEFAULT: u8 = 5;
}
/// CPython's names of the arguments of `CALL_INTRINSIC_2`.
pub static INTRINSIC_2_NAMES: [&str; 6] = [
    "INTRINSIC_2_INVALID",
    "INTRINSIC_PREP_RERAISE_STAR",
    "INTRINSIC_TYPEVAR_WITH_BOUND",
    "INTRINSIC_TYPEVAR_WITH_CONSTRAINTS",
    "INTRINSIC_SET_FUNCTION_TYPE_PARAMS",
    "INTRINSIC_SET_TYPEPARAM_DEFAULT",
];
/// The methods that `LOAD_SPECIAL` looks up, by its argument.
pub static SPECIAL_METHODS: [&str; 4] = ["__enter__", "__exit__", "__aenter__", "__aexit__"];
