//! The kind numbers of native modules' payloads, above the built-in ones.

use rpython_objects::kinds::FIRST_FREE;

macro_rules! kinds {
    ($($name:ident),* $(,)?) => {
        #[repr(u8)]
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        enum Number { $($name,)* END }
        $(
            #[doc = concat!("Kind of `", stringify!($name), "` payloads.")]
            pub(crate) const $name: u8 = FIRST_OF_MODULES + Number::$name as u8;
        )*
        const _: () = assert!((FIRST_OF_MODULES as usize + Number::END as usize) < 255, "kind 255 is the heap's own");
    };
}

/// The interpreter (`vm`) may take a few numbers of its own below.
const FIRST_OF_MODULES: u8 = FIRST_FREE + 16;

// One line a module, so that additions do not collide.
kinds! {
    SRE_PATTERN, SRE_MATCH, SRE_SCANNER, SRE_TEMPLATE,
    STRUCT, STRUCT_ITERATOR,
    UCD,
    ABC_DATA,
    ATTR_GETTER, ITEM_GETTER, METHOD_CALLER,
    COMPARISON_KEY, LRU_CACHE, PARTIAL, PLACEHOLDER,
    COUNT, CYCLE, REPEAT, ACCUMULATE, BATCHED, CHAIN, FILTERED, SELECTION, GROUP_BY, GROUPER, ISLICE, TEE, TEE_DATA, ZIP_LONGEST,
    DEQUE, DEQUE_ITERATOR, TUPLE_GETTER, ORDERED_ITERATOR,
    THREAD_LOCK, THREAD_RLOCK, THREAD_LOCAL, THREAD_HANDLE, // _thread
    SCANDIR, DIR_ENTRY, SIMPLE_QUEUE, POLL, EPOLL, // posix, _queue, select
    CONTEXT, CONTEXT_VAR, CONTEXT_TOKEN, TOKEN_MISSING,
    JSON_SCANNER, JSON_ENCODER,
    HASH, HMAC,
    ZLIB_COMPRESS, ZLIB_DECOMPRESS, ZLIB_BUFFERED,
    BYTES_IO, BYTES_IO_BUFFER, STRING_IO, NEWLINE_DECODER, FILE_IO, BUFFERED, RW_PAIR, TEXT_IO, // _io
    ENCODING_MAP, // _codecs
    FORMAT_PARTS, RANDOM, SYMTABLE_ENTRY, TOKENIZER, ARRAY, ARRAY_ITERATOR,
    CSV_DIALECT, CSV_READER, CSV_WRITER,
    XML_PARSER, // pyexpat
    XML_ELEMENT, XML_ELEMENT_ITERATOR, XML_TREE_BUILDER, XML_TREE_PARSER, // _elementtree
    BZ2_COMPRESSOR, BZ2_DECOMPRESSOR, LZMA_COMPRESSOR, LZMA_DECOMPRESSOR,
    TIMEDELTA, TIME, DATE, TZINFO, // _datetime
    SOCKET,
    MULTIBYTE_CODEC, MULTIBYTE_ENCODER, MULTIBYTE_DECODER, MULTIBYTE_READER, MULTIBYTE_WRITER, // _multibytecodec
    SEM_LOCK, MMAP,
    DECIMAL, DECIMAL_CONTEXT, SIGNAL_DICT, CONTEXT_MANAGER, // _decimal
    FUTURE, FUTURE_ITERATOR, TASK_STEP, // _asyncio
    PROFILER, // _lsprof
    PICKLER, UNPICKLER, PICKLER_MEMO, UNPICKLER_MEMO, PICKLE_BUFFER, // _pickle
}
