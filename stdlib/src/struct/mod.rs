//! `_struct`: values as the bytes of a C struct (CPython: `Modules/_struct.c`).
//!
//! `format.rs` parses formats, `item.rs` converts single values, `iterator.rs` is what `iter_unpack` returns. The functions
//! of the module keep the last hundred formats they were called with.

mod format;
mod item;
mod iterator;

use rpython_heap::{BufVec, Kind, OutOfMemory, Payload};
use rpython_objects::{
    Args, Bytes, CallArgs, Dict, Module, NativeDef, Obj, OptObj, PyResult, Raised, Ref, Slots, Str, StrExt, Tuple,
    Type, TypeDef, TypeFlags, Vm, argument, buffer, codecs, getter, int, native, protocol, raise,
    sequence::{finish, write_repr},
    text::{Text, TextBuf},
    type_error, types,
};

use crate::{kinds, table};
use format::{Code, Layout};
use iterator::Iterator;

/// The payload of a `Struct`; without a format until `__init__` has run.
pub(crate) struct Struct {
    /// The format, as bytes.
    format: OptObj,
    codes: BufVec<Code>,
    size: usize,
    len: usize,
}

impl Payload for Struct {
    const KIND: Kind = kinds::STRUCT;
    const NAME: &'static str = "struct";
    const TRACKED: bool = false;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        self.format.get().into_iter().for_each(visit);
    }
}

/// What the module keeps.
#[derive(Default)]
struct State {
    error: Option<Ref<Type>>,
    class: Option<Ref<Type>>,
    cache: Option<Ref<Dict>>,
}

/// Raises `struct.error`.
#[cold]
fn error(vm: &mut Vm, message: &str) -> Raised {
    let class = vm.state_of::<State>().error.clone();
    vm.raise(class.as_ref().unwrap_or(types::VALUE_ERROR), message)
}

fn new(vm: &mut Vm, class: &Ref<Type>, _: CallArgs<'_>) -> PyResult {
    let blank = Struct { format: OptObj::NONE, codes: BufVec::new(), size: 0, len: 0 };
    Ok(vm.alloc_in(class, blank).into_obj())
}

static CONSTRUCTOR: NativeDef = native("Struct", "(format)", |_, args| Ok(args.at(0).clone()), "");

fn init(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult<()> {
    let given = native::call(vm, &CONSTRUCTOR, args)?;
    let format = match given.downcast_ref::<Str>() {
        Some(text) => codecs::encode(vm, text, Some("ascii"), None)?.into_obj(),
        None => given,
    };
    let Some(text) = format.downcast_ref::<Bytes>() else {
        let class = argument::class_name(vm, &format);
        return Err(type_error!(vm, "Struct() argument 1 must be a str or bytes object, not {class}"));
    };
    let Layout { codes, size, len } = match format::parse(text.tail(vm)) {
        Ok(layout) => layout,
        Err(fault) => return Err(error(vm, fault)),
    };
    let codes = BufVec::from_exact(codes.into_iter())?;
    if let Some(this) = o.downcast_ref::<Struct>() {
        let old = std::mem::replace(this.get_mut(vm), Struct { format: OptObj::some(format), codes, size, len });
        drop(old);
    }
    Ok(())
}

/// Refuses a struct whose `__init__` has not run.
fn ready(vm: &mut Vm, this: &Ref<Struct>) -> PyResult<()> {
    match this.get(vm).format.is_none() {
        true => Err(raise!(vm, types::RUNTIME_ERROR, "Struct object is not initialized")),
        false => Ok(()),
    }
}

/// The struct of a format, as the module's functions find it.
fn cached(vm: &mut Vm, format: &Obj) -> PyResult<Ref<Struct>> {
    const MOST: usize = 100;
    let cache = match vm.state_of::<State>().cache.clone() {
        Some(cache) => cache,
        None => {
            let cache = Dict::new(vm);
            vm.state_of::<State>().cache = Some(cache.clone());
            cache
        }
    };
    // Equal texts and bytes mean the same format; comparing the two may warn.
    let key = match format.downcast_ref::<Bytes>() {
        Some(bytes) => Str::from_text(vm, Text::latin1(bytes.tail(vm)))?.into_obj(),
        None => format.clone(),
    };
    let known = Dict::get_item(vm, &cache, &key)?;
    if let Some(Ok(known)) = known.map(Obj::downcast::<Struct>) {
        return Ok(known);
    }
    let Some(class) = vm.state_of::<State>().class.clone() else { return Err(OutOfMemory.into()) };
    let made = protocol::call(vm, &class, std::slice::from_ref(format))?;
    if cache.get(vm).len() >= MOST {
        let old = cache.get_mut(vm).take();
        drop(old);
    }
    Dict::set_item(vm, &cache, &key, made.clone())?;
    made.downcast::<Struct>().map_err(|_| OutOfMemory.into())
}

/// The bytes of values (`s_pack_internal`).
fn pack_values(vm: &mut Vm, this: &Ref<Struct>, values: &[Obj]) -> PyResult<Vec<u8>> {
    let size = this.get(vm).size;
    let mut out = Vec::new();
    out.try_reserve_exact(size).map_err(|_| OutOfMemory)?;
    out.resize(size, 0);
    let mut values = values.iter();
    for i in 0.. {
        let Some(&code) = this.get(vm).codes.get(i) else { break };
        for k in 0..code.repeat {
            let start = code.offset + k * code.size;
            // A struct that was initialised anew meanwhile may have another size.
            let (Some(value), Some(place)) = (values.next(), out.get_mut(start..start + code.size)) else {
                return Ok(out);
            };
            item::pack(vm, code, value, place)?;
        }
    }
    Ok(out)
}

/// The values in the bytes of a struct.
fn unpack_bytes(vm: &Vm, this: &Ref<Struct>, bytes: &[u8]) -> PyResult {
    let s = this.get(vm);
    let mut values = Vec::new();
    values.try_reserve_exact(s.len).map_err(|_| OutOfMemory)?;
    for &code in s.codes.iter() {
        for k in 0..code.repeat {
            let start = code.offset + k * code.size;
            values.push(item::unpack(vm, code, bytes.get(start..start + code.size).unwrap_or_default())?);
        }
    }
    Ok(Tuple::from_vec(vm, values)?.into_obj())
}

fn pack_in(vm: &mut Vm, this: &Ref<Struct>, values: &[Obj]) -> PyResult {
    ready(vm, this)?;
    let len = this.get(vm).len;
    if values.len() != len {
        let got = values.len();
        return Err(error(vm, &format!("pack expected {len} items for packing (got {got})")));
    }
    let out = pack_values(vm, this, values)?;
    Ok(Bytes::new(vm, &out)?.into_obj())
}

/// Where `size` bytes lie that begin at `offset`, which may count from the end, in a buffer of `len`.
fn place(len: usize, offset: isize, size: usize) -> Result<usize, String> {
    let (len, size, wide) = (len as i128, size as i128, offset as i128);
    if wide < 0 && wide + size > 0 {
        return Err(" at offset".to_string());
    }
    if wide < 0 && wide + len < 0 {
        return Err(format!("offset {offset} out of range for {len}-byte buffer"));
    }
    let start = if wide < 0 { wide + len } else { wide };
    if len - start < size { Err(String::new()) } else { Ok(start as usize) }
}

/// As [`place`], with the messages of packing or unpacking.
fn located(vm: &mut Vm, len: usize, offset: isize, size: usize, packs: bool) -> PyResult<usize> {
    place(len, offset, size).map_err(|fault| {
        let message = match (&fault[..], packs) {
            (" at offset", true) => format!("no space to pack {size} bytes at offset {offset}"),
            (" at offset", false) => format!("not enough data to unpack {size} bytes at offset {offset}"),
            ("", _) => {
                let (name, doing) = if packs { ("pack_into", "packing") } else { ("unpack_from", "unpacking") };
                let start = if offset < 0 { offset as i128 + len as i128 } else { offset as i128 };
                let least = size as i128 + start;
                format!(
                    "{name} requires a buffer of at least {least} bytes for {doing} {size} bytes at offset {start} (actual buffer size is {len})"
                )
            }
            (other, _) => other.to_string(),
        };
        error(vm, &message)
    })
}

fn pack_into_in(vm: &mut Vm, this: &Ref<Struct>, args: &[Obj]) -> PyResult {
    ready(vm, this)?;
    let len = this.get(vm).len;
    let (target, offset, values) = match args {
        [target, offset, values @ ..] if values.len() == len => (target, offset, values),
        [] => return Err(error(vm, "pack_into expected buffer argument")),
        [_] => return Err(error(vm, "pack_into expected offset argument")),
        [_, _, values @ ..] => {
            let got = values.len();
            return Err(error(vm, &format!("pack_into expected {len} items for packing (got {got})")));
        }
    };
    let target = match buffer::writable_bytes_of(vm, target) {
        Ok(view) => view,
        Err(raised) => {
            vm.swallow(raised, types::TYPE_ERROR)?;
            let class = argument::shown_class(vm, target);
            return Err(type_error!(vm, "argument must be read-write bytes-like object, not {class}"));
        }
    };
    let done = (|| {
        let offset = protocol::to_index(vm, offset, Some(types::INDEX_ERROR))?;
        let (size, room) = (this.get(vm).size, target.get(vm).len());
        let start = located(vm, room, offset, size, true)?;
        let out = pack_values(vm, this, values)?;
        if let Some(place) = target.get_mut(vm).get_mut(start..start + out.len()) {
            place.copy_from_slice(&out);
        }
        Ok(Obj::NONE)
    })();
    target.release(vm);
    done
}

fn unpack_in(vm: &mut Vm, this: &Ref<Struct>, source: &Obj) -> PyResult {
    ready(vm, this)?;
    let view = buffer::bytes_of(vm, source)?;
    let size = this.get(vm).size;
    let made = match view.get(vm).len() == size {
        true => unpack_bytes(vm, this, view.get(vm)),
        false => Err(error(vm, &format!("unpack requires a buffer of {size} bytes"))),
    };
    view.release(vm);
    made
}

fn unpack_from_in(vm: &mut Vm, this: &Ref<Struct>, source: &Obj, offset: Option<&Obj>) -> PyResult {
    ready(vm, this)?;
    let view = buffer::bytes_of(vm, source)?;
    let made = (|| {
        let offset = argument::ssize_or(vm, offset, 0)?;
        let (size, len) = (this.get(vm).size, view.get(vm).len());
        let start = located(vm, len, offset, size, false)?;
        unpack_bytes(vm, this, view.get(vm).get(start..start + size).unwrap_or_default())
    })();
    view.release(vm);
    made
}

/// The values of `*args` behind the fixed parameters.
fn rest(vm: &Vm, o: &Obj) -> Vec<Obj> {
    o.downcast_ref::<Tuple>().map(|t| t.tail(vm).to_vec()).unwrap_or_default()
}

/// Calls `run` with the struct of the first of the arguments and the others.
fn with_format(vm: &mut Vm, args: Args<'_>, run: fn(&mut Vm, &Ref<Struct>, &[Obj]) -> PyResult) -> PyResult {
    let given = rest(vm, args.at(1));
    let Some((format, values)) = given.split_first() else {
        return Err(type_error!(vm, "missing format argument"));
    };
    let this = cached(vm, format)?;
    run(vm, &this, values)
}

fn sizeof(vm: &mut Vm, args: Args<'_>) -> PyResult {
    // As CPython counts it: the object, and a record of a code each and one for the end.
    const OBJECT: usize = 56;
    const CODE: usize = 32;
    let this = args.this::<Struct>();
    ready(vm, this)?;
    let codes = this.get(vm).codes.len();
    Ok(int::from_i64(vm, (OBJECT + CODE * (codes + 1)) as i64))
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let text = format_of(vm, o)?;
    let name = vm.class_of(o).get(vm).name.to_string_lossy(vm);
    let mut buf = TextBuf::new();
    buf.push_str(&name);
    buf.push_ascii(b"(");
    write_repr(vm, &text, &mut buf)?;
    buf.push_ascii(b")");
    finish(vm, buf)
}

fn format_of(vm: &mut Vm, o: &Obj) -> PyResult {
    let Some(this) = o.downcast_ref::<Struct>() else { return Ok(Obj::NONE) };
    ready(vm, this)?;
    let bytes = this.get(vm).format.cloned().and_then(|o| o.downcast::<Bytes>().ok());
    let text = bytes.map(|bytes| TextBuf::from_latin1(bytes.tail(vm).to_vec())).unwrap_or(TextBuf::new());
    finish(vm, text)
}

fn size_of_struct(vm: &mut Vm, o: &Obj) -> PyResult {
    let size = o.downcast_ref::<Struct>().map(|s| s.get(vm)).filter(|s| !s.format.is_none()).map(|s| s.size as i64);
    Ok(int::from_i64(vm, size.unwrap_or(-1)))
}

/// `_struct.Struct`
static STRUCT: TypeDef = TypeDef {
    name: "Struct",
    module: "_struct",
    kind: kinds::STRUCT,
    flags: TypeFlags::BASE,
    doc: "Struct(fmt) --> compiled struct object\n\n",
    slots: Slots { new: Some(new), init: Some(init), repr: Some(repr), ..Slots::EMPTY },
    methods: &[
        native(
            "iter_unpack",
            "($self, buffer, /)",
            |vm, a| iterator::new(vm, a.this(), a.at(1)),
            "Return an iterator yielding tuples.\n\nTuples are unpacked from the given bytes source, like a repeated\ninvocation of unpack_from().\n\nRequires that the bytes length be a multiple of the struct size.",
        ),
        native(
            "pack",
            "($self, *values)",
            |vm, a| {
                let values = rest(vm, a.at(1));
                pack_in(vm, a.this(), &values)
            },
            "S.pack(v1, v2, ...) -> bytes\n\nReturn a bytes object containing values v1, v2, ... packed according\nto the format string S.format.  See help(struct) for more on format\nstrings.",
        ),
        native(
            "pack_into",
            "($self, *values)",
            |vm, a| {
                let values = rest(vm, a.at(1));
                pack_into_in(vm, a.this(), &values)
            },
            "S.pack_into(buffer, offset, v1, v2, ...)\n\nPack the values v1, v2, ... according to the format string S.format\nand write the packed bytes into the writable buffer buf starting at\noffset.  Note that the offset is a required argument.  A negative\noffset counts from the end of the buffer.  See help(struct) for more\non format strings.",
        ),
        native(
            "unpack",
            "($self, buffer, /)",
            |vm, a| unpack_in(vm, a.this(), a.at(1)),
            "Return a tuple containing unpacked values.\n\nUnpack according to the format string Struct.format. The buffer's size\nin bytes must be Struct.size.\n\nSee help(struct) for more on format strings.",
        ),
        native(
            "unpack_from",
            "($self, /, buffer, offset=0)",
            |vm, a| unpack_from_in(vm, a.this(), a.at(1), a.opt(2)),
            "Return a tuple containing unpacked values.\n\nValues are unpacked according to the format string Struct.format.\n\nThe buffer's size in bytes, starting at position offset, must be\nat least Struct.size.  A negative offset counts from the end of the\nbuffer.\n\nSee help(struct) for more on format strings.",
        ),
        native("__sizeof__", "($self, /)", sizeof, "S.__sizeof__() -> size of S in memory, in bytes"),
    ],
    getsets: &[
        getter("format", format_of, "struct format string"),
        getter("size", size_of_struct, "struct size in bytes"),
    ],
    weakly_referable: true,
    ..TypeDef::EMPTY
};

static FUNCTIONS: &[NativeDef] = &[
    native(
        "_clearcache",
        "($module, /)",
        |vm, _| {
            let cache = vm.state_of::<State>().cache.take();
            drop(cache);
            Ok(Obj::NONE)
        },
        "Clear the internal cache.",
    ),
    native(
        "calcsize",
        "($module, format, /)",
        |vm, a| {
            let this = cached(vm, a.at(1))?;
            let size = this.get(vm).size as i64;
            Ok(int::from_i64(vm, size))
        },
        "Return size in bytes of the struct described by the format string.",
    ),
    native(
        "iter_unpack",
        "($module, format, buffer, /)",
        |vm, a| {
            let this = cached(vm, a.at(1))?;
            iterator::new(vm, &this, a.at(2))
        },
        "Return an iterator yielding tuples unpacked from the given bytes.\n\nThe bytes are unpacked according to the format string, like\na repeated invocation of unpack_from().\n\nRequires that the bytes length be a multiple of the format struct size.",
    ),
    native(
        "pack",
        "($module, *values)",
        |vm, a| with_format(vm, a, pack_in),
        "pack(format, v1, v2, ...) -> bytes\n\nReturn a bytes object containing the values v1, v2, ... packed according\nto the format string.  See help(struct) for more on format strings.",
    ),
    native(
        "pack_into",
        "($module, *values)",
        |vm, a| with_format(vm, a, pack_into_in),
        "pack_into(format, buffer, offset, v1, v2, ...)\n\nPack the values v1, v2, ... according to the format string and write\nthe packed bytes into the writable buffer buf starting at offset.  Note\nthat the offset is a required argument.  A negative offset counts from\nthe end of the buffer.  See help(struct) for more on format strings.",
    ),
    native(
        "unpack",
        "($module, format, buffer, /)",
        |vm, a| {
            let this = cached(vm, a.at(1))?;
            unpack_in(vm, &this, a.at(2))
        },
        "Return a tuple containing values unpacked according to the format string.\n\nThe buffer's size in bytes must be calcsize(format).\n\nSee help(struct) for more on format strings.",
    ),
    native(
        "unpack_from",
        "($module, format, /, buffer, offset=0)",
        |vm, a| {
            let this = cached(vm, a.at(1))?;
            unpack_from_in(vm, &this, a.at(2), a.opt(3))
        },
        "Return a tuple containing values unpacked according to the format string.\n\nThe buffer's size, minus offset, must be at least calcsize(format).\nA negative offset counts from the end of the buffer.\n\nSee help(struct) for more on format strings.",
    ),
];

const DOC: &str = "Functions to convert between Python values and C structs.\nPython bytes objects are used to hold the data representing the C struct.";

/// Makes the module.
///
/// # Errors
/// `MemoryError`.
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let module = table::module(vm, "_struct", DOC, FUNCTIONS)?;
    let class = table::add_type::<Struct>(vm, &module, &STRUCT)?;
    rpython_objects::type_object::define_kind::<Iterator>(vm, &iterator::DEF)?;
    let base = types::EXCEPTION.clone();
    let error = table::add_exception(vm, &module, "struct", "error", &base)?;
    let state = vm.state_of::<State>();
    state.class = Some(class);
    state.error = Some(error);
    Ok(module)
}
