//! Strings that exist from the start, in slots of fixed number: the Latin-1 characters, the empty string, and the names
//! that the runtime itself uses. `names::__init__` is a constant handle; comparing with it is comparing slots.

use crate::{Str, types};
use rpython_heap::{Ref, region};

/// Granules of a fixed string: 48 characters fit.
pub(crate) const GRANULES: u32 = 5;
/// The first page of the fixed strings: behind the fixed types.
pub(crate) const FIRST_PAGE: u32 = types::FIRST_PAGE + region::fixed_pages(types::GRANULES, types::COUNT);
/// Number of the empty string, behind the 256 characters.
const EMPTY_NUMBER: u32 = 256;

const fn handle(number: u32) -> Ref<Str> {
    Ref::fixed(region::fixed_slot(FIRST_PAGE, GRANULES, number))
}

/// The string of one Latin-1 character.
pub fn character(c: u8) -> Ref<Str> {
    handle(c.into())
}

/// `""`
#[allow(clippy::declare_interior_mutable_const)]
pub const EMPTY: &Ref<Str> = &handle(EMPTY_NUMBER);

macro_rules! names {
    ($($name:ident)*) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        #[repr(u32)]
        enum Number { $($name,)* END }
        $(
            #[doc = concat!("`\"", stringify!($name), "\"`")]
            #[allow(non_upper_case_globals, clippy::declare_interior_mutable_const)]
            pub const $name: &Ref<Str> = &handle(EMPTY_NUMBER + 1 + Number::$name as u32);
        )*
        /// Number of fixed strings.
        pub(crate) const COUNT: u32 = EMPTY_NUMBER + 1 + Number::END as u32;
        /// The names' texts, by number.
        pub(crate) static TEXTS: &[&str] = &[$(stringify!($name),)*];
    };
}

/// The name of an entry of `slots::SPECIAL`.
pub(crate) fn special(entry: usize) -> Ref<Str> {
    handle(EMPTY_NUMBER + 1 + SPECIAL_NUMBERS[entry])
}

/// The slots that a name among those of `slots::SPECIAL` defines, as bits; 0 for other names.
pub(crate) fn special_bits(method: &Ref<Str>) -> u128 {
    static BITS: std::sync::LazyLock<rustc_hash::FxHashMap<u32, u128>> = std::sync::LazyLock::new(|| {
        let mut bits = rustc_hash::FxHashMap::default();
        for (i, &(_, bit)) in crate::slots::SPECIAL.iter().enumerate() {
            *bits.entry(special(i).slot().0).or_insert(0) |= 1 << bit;
        }
        bits
    });
    BITS.get(&method.slot().0).copied().unwrap_or(0)
}

static SPECIAL_NUMBERS: std::sync::LazyLock<Vec<u32>> = std::sync::LazyLock::new(|| {
    let number = |wanted: &str| TEXTS.iter().position(|t| *t == wanted);
    crate::slots::SPECIAL
        .iter()
        .map(|&(method, _)| number(method).unwrap_or_else(|| panic!("{method} is missing among the names")) as u32)
        .collect()
});

names! {
    // Special methods that fill slots
    __repr__ __str__ __hash__ __call__ __getattribute__ __getattr__ __setattr__ __delattr__ __lt__ __le__ __eq__ __ne__
    __gt__ __ge__ __iter__ __next__ __get__ __set__ __delete__ __new__ __init__ __bool__ __add__ __radd__ __sub__ __rsub__
    __mul__ __rmul__ __mod__ __rmod__ __divmod__ __rdivmod__ __pow__ __rpow__ __lshift__ __rlshift__ __rshift__ __rrshift__
    __and__ __rand__ __xor__ __rxor__ __or__ __ror__ __floordiv__ __rfloordiv__ __truediv__ __rtruediv__ __matmul__
    __rmatmul__ __iadd__ __isub__ __imul__ __imod__ __ipow__ __ilshift__ __irshift__ __iand__ __ixor__ __ior__ __ifloordiv__
    __itruediv__ __imatmul__ __neg__ __pos__ __abs__ __invert__ __int__ __float__ __index__ __len__ __getitem__ __setitem__
    __delitem__ __contains__ __await__ __aiter__ __anext__ __buffer__ __del__ __release_buffer__
    // Other special methods
    __complex__ __bytes__ __format__ __round__ __trunc__ __floor__ __ceil__ __reversed__ __length_hint__ __missing__ __sizeof__
    __dir__ __class_getitem__ __init_subclass__ __set_name__ __prepare__ __mro_entries__ mro __instancecheck__
    __subclasscheck__ __subclasshook__ __reduce__ __reduce_ex__ __getstate__ __setstate__ __getnewargs__ __getnewargs_ex__
    __copy__ __deepcopy__ __enter__ __exit__ __aenter__ __aexit__ __fspath__ __typing_subst__
    __typing_prepare_subst__ __typing_unpacked_tuple_args__ __typing_is_unpacked_typevartuple__ __mro__
    // Attributes
    __class__ __dict__ __doc__ __name__ __qualname__ __module__ __slots__ __weakref__ __bases__ __base__ __abstractmethods__
    __annotations__ __annotate__ __annotate_func__ __annotations_cache__ __type_params__ __static_attributes__ __firstlineno__
    __classcell__ __classdictcell__ __classdict__ __conditional_annotations__ __match_args__ __isabstractmethod__ __wrapped__ __self__ __func__
    __text_signature__ __signature__ __objclass__ __defaults__ __kwdefaults__ __code__ __closure__ __globals__ __builtins__
    __file__ __path__ __package__ __spec__ __loader__ __cached__ __all__ __import__ __main__ __build_class__ __debug__
    __origin__ __args__ __parameters__ __orig_class__ __orig_bases__ __unpacked__ __value__ __bound__ __constraints__
    __covariant__ __contravariant__ __infer_variance__ __default__ __notes__ __cause__ __context__ __suppress_context__
    __traceback__ __version__ __warningregistry__ _initializing
    // Words
    args builtins sys keys values items get update pop append extend clear copy send throw close name path obj value code
    msg filename lineno offset text end_lineno end_offset print_file_and_line _metadata errno strerror filename2 encoding object start end reason add
    write flush stdout stderr stdin key reverse default metaclass strict real imag numerator denominator fget fset fdel doc
    exceptions message sep file n_fields n_sequence_fields n_unnamed_fields utf_8 replace ignore big little
    upper lower join split format modules excepthook unraisablehook displayhook argv last_exc last_type last_value
    last_traceback ps1 ps2 isatty readline buffer mode closed
    // Streams and codecs
    __IOBase_closed _finalizing _dealloc_warn read readall read1 readinto readinto1 readable writable seekable seek tell truncate
    peek detach fileno raw encode decode getstate setstate reset errors newlines
}
