//! `Pickler`: a saver that keeps its memo from one object to the next, and that programs subclass.

use super::{error, memo::PickleMemo, opcode::*, output::Output, proxy, save::Saver, shared};
use crate::kinds;
use rpython_heap::Kind;
use rpython_objects::{
    Args, CallArgs, NativeDef, Obj, OptObj, Payload, PyResult, Ref, Slots, Str, StrExt, Type, TypeDef, TypeFlags, Vm,
    argument, function, getset, int, native, object, protocol, raise, type_error, types, value_error,
};

/// The payload of a `Pickler`; without `write` until `__init__` has run.
#[derive(Default)]
pub(super) struct Pickler {
    pub(super) memo: PickleMemo,
    /// The file's `write`.
    write: OptObj,
    proto: u8,
    pub(super) bin: i32,
    pub(super) fast: i32,
    fix_imports: bool,
    /// What the program has set as `persistent_id`.
    persistent_id: OptObj,
    dispatch_table: OptObj,
    buffer_callback: OptObj,
    /// Whether it is at work.
    running: bool,
}

impl Payload for Pickler {
    const KIND: Kind = kinds::PICKLER;
    const NAME: &'static str = "pickler";
    const TRACKED: bool = true;
    const FOREIGN: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        let own = [&self.write, &self.persistent_id, &self.dispatch_table, &self.buffer_callback];
        own.into_iter().filter_map(OptObj::get).chain(self.memo.entries().iter().map(|(o, _)| o)).for_each(visit);
    }
    fn clear(&mut self) {
        let old = std::mem::take(self);
        drop(old);
    }
}

/// The protocol that an argument asks for.
pub(super) fn protocol_of(vm: &mut Vm, given: Option<&Obj>) -> PyResult<u8> {
    let Some(given) = given else { return Ok(DEFAULT_PROTOCOL) };
    match argument::c_int(vm, given)? {
        ..0 => Ok(HIGHEST_PROTOCOL),
        n if n <= HIGHEST_PROTOCOL.into() => Ok(n as u8),
        _ => Err(value_error!(vm, "pickle protocol must be <= {HIGHEST_PROTOCOL}")),
    }
}

/// The `write` of a file.
pub(super) fn write_of(vm: &mut Vm, file: &Obj) -> PyResult {
    match protocol::find_attr(vm, file, rpython_objects::names::write)? {
        Some(write) => Ok(write),
        None => Err(type_error!(vm, "file must have a 'write' attribute")),
    }
}

/// The callback for buffers, which only protocol 5 has.
pub(super) fn callback_of(vm: &mut Vm, given: Option<&Obj>, proto: u8) -> PyResult<Option<Obj>> {
    match given {
        Some(_) if proto < 5 => Err(value_error!(vm, "buffer_callback needs protocol >= 5")),
        given => Ok(given.cloned()),
    }
}

fn new(vm: &mut Vm, class: &Ref<Type>, _: CallArgs<'_>) -> PyResult {
    let blank = Pickler { proto: DEFAULT_PROTOCOL, ..Pickler::default() };
    Ok(vm.alloc_in(class, blank).into_obj())
}

static CONSTRUCTOR: NativeDef =
    native("Pickler", "(file, protocol=None, fix_imports=True, buffer_callback=None)", |_, _| Ok(Obj::NONE), "");

/// Refuses a pickler that is at work.
fn idle(vm: &mut Vm, this: &Ref<Pickler>) -> PyResult<()> {
    match this.get(vm).running {
        true => Err(raise!(vm, types::RUNTIME_ERROR, "Pickler object is already used")),
        false => Ok(()),
    }
}

fn init(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult<()> {
    let values = native::bind(vm, &CONSTRUCTOR, args)?;
    let args = Args::new(&values);
    let Some(this) = o.downcast_ref::<Pickler>() else { return Ok(()) };
    idle(vm, this)?;
    let fix_imports = match args.opt(2) {
        Some(given) => protocol::is_true(vm, given)?,
        None => true,
    };
    let proto = protocol_of(vm, args.some(1))?;
    let write = write_of(vm, args.at(0))?;
    let callback = callback_of(vm, args.some(3), proto)?;
    let table = {
        let name = Str::intern(vm, "dispatch_table");
        protocol::find_attr(vm, o, &name)?
    };
    let made = Pickler {
        memo: PickleMemo::default(),
        write: OptObj::some(write),
        proto,
        bin: i32::from(proto > 0),
        fast: 0,
        fix_imports,
        persistent_id: this.get_mut(vm).persistent_id.take().into(),
        dispatch_table: table.into(),
        buffer_callback: callback.into(),
        running: false,
    };
    let old = std::mem::replace(this.get_mut(vm), made);
    drop(old);
    Ok(())
}

/// The method of a pickler or unpickler under a name, unless it is the type's own.
pub(super) fn overridden(vm: &mut Vm, o: &Obj, name: &'static str) -> PyResult<Option<Obj>> {
    let interned = Str::intern(vm, name);
    let found = protocol::find_attr(vm, o, &interned)?;
    Ok(found.filter(|f| function::native_of(vm, f).is_none_or(|def| def.name != name)))
}

fn dump(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.this::<Pickler>();
    idle(vm, this)?;
    let Some(write) = this.get(vm).write.cloned() else {
        let class = argument::full_class_name(vm, this);
        let message = format!("Pickler.__init__() was not called by {class}.__init__()");
        return Err(error::pickling(vm, message));
    };
    this.get_mut(vm).running = true;
    let done = dump_to(vm, this, write, args.at(1));
    this.get_mut(vm).running = false;
    done.map(|()| Obj::NONE)
}

fn dump_to(vm: &mut Vm, this: &Ref<Pickler>, write: Obj, o: &Obj) -> PyResult<()> {
    let shared = shared(vm)?;
    let persistent_id = overridden(vm, this, "persistent_id")?;
    let reducer_override = {
        let name = Str::intern(vm, "reducer_override");
        protocol::find_attr(vm, this, &name)?
    };
    let p = this.get(vm);
    let mut saver = Saver::new(shared, Output::new(Some(write)), p.proto, p.fix_imports);
    (saver.bin, saver.fast) = (p.bin != 0, p.fast != 0);
    saver.dispatch_table = p.dispatch_table.cloned();
    saver.buffer_callback = p.buffer_callback.cloned();
    saver.persistent_id = persistent_id;
    saver.reducer_override = reducer_override;
    saver.owner = Some(this.clone());
    std::mem::swap(&mut saver.memo, &mut this.get_mut(vm).memo);
    let done = saver.dump(vm, o).and_then(|()| saver.out.flush(vm));
    std::mem::swap(&mut saver.memo, &mut this.get_mut(vm).memo);
    done
}

/// Empties the memo.
pub(super) fn clear_memo(vm: &mut Vm, this: &Ref<Pickler>) {
    let old = std::mem::take(&mut this.get_mut(vm).memo);
    drop(old);
}

fn sizeof(vm: &mut Vm, args: Args<'_>) -> PyResult {
    // As CPython counts it: the object, the memo's head and places, and the buffer until the first pickle is written.
    const OBJECT: usize = 152;
    const MEMO: usize = 32;
    const PLACE: usize = 16;
    const BUFFER: usize = 4096 + 33;
    let p = args.this::<Pickler>().get(vm);
    let buffer = if p.memo.len() == 0 { BUFFER } else { 0 };
    Ok(int::from_i64(vm, (OBJECT + MEMO + PLACE * p.memo.places() + buffer) as i64))
}

/// `persistent_id` may be set on the instance, which has no dict.
fn get_attr(vm: &mut Vm, o: &Obj, name: &Obj) -> PyResult {
    if let (Some(this), Some(asked)) = (o.downcast_ref::<Pickler>(), name.downcast_ref::<Str>())
        && let Some(own) = this.get(vm).persistent_id.cloned()
        && asked.is_text(vm, "persistent_id")
    {
        return Ok(own);
    }
    object::generic_get_attr(vm, o, name)
}

fn set_attr(vm: &mut Vm, o: &Obj, name: &Obj, value: Option<&Obj>) -> PyResult<()> {
    if let (Some(this), Some(asked)) = (o.downcast_ref::<Pickler>(), name.downcast_ref::<Str>())
        && asked.is_text(vm, "persistent_id")
    {
        let old = std::mem::replace(&mut this.get_mut(vm).persistent_id, value.cloned().into());
        drop(old);
        return Ok(());
    }
    object::generic_set_attr(vm, o, name, value)
}

/// A C int that a program sets.
fn number(vm: &mut Vm, value: Option<&Obj>) -> PyResult<i32> {
    let Some(value) = value else {
        return Err(type_error!(vm, "can't delete numeric/char attribute"));
    };
    let index = protocol::index(vm, value)?;
    let Some(wide) = int::to_i64(vm, &index) else { return Err(int::too_large(vm, "long")) };
    if i32::try_from(wide).is_err() {
        let warn = vm.hooks.warn;
        warn(vm, types::RUNTIME_WARNING, "Truncation of value to int", 1)?;
    }
    Ok(wide as i32)
}

fn read<R>(vm: &mut Vm, o: &Obj, get: impl FnOnce(&Pickler) -> R) -> Option<R> {
    o.downcast_ref::<Pickler>().map(|this| get(this.get(vm)))
}

fn set_dispatch_table(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let Some(this) = o.downcast_ref::<Pickler>() else { return Ok(()) };
    let old = std::mem::replace(&mut this.get_mut(vm).dispatch_table, value.cloned().into());
    match (value, old.is_none()) {
        (None, true) => Err(raise!(vm, types::ATTRIBUTE_ERROR, "dispatch_table")),
        _ => Ok(()),
    }
}

fn dispatch_table(vm: &mut Vm, o: &Obj) -> PyResult {
    match read(vm, o, |p| p.dispatch_table.cloned()).flatten() {
        Some(table) => Ok(table),
        None => {
            let name = Str::intern(vm, "dispatch_table");
            Err(protocol::no_attribute(vm, o, &name))
        }
    }
}

/// `_pickle.Pickler`
pub(super) static DEF: TypeDef = TypeDef {
    name: "Pickler",
    module: "_pickle",
    kind: kinds::PICKLER,
    flags: TypeFlags::BASE,
    doc: PICKLER_DOC,
    signature: "(file, protocol=None, fix_imports=True, buffer_callback=None)",
    slots: Slots {
        new: Some(new),
        init: Some(init),
        get_attr: Some(get_attr),
        set_attr: Some(set_attr),
        ..Slots::EMPTY
    },
    methods: &[
        native("persistent_id", "($self, obj, /)", |_, _| Ok(Obj::NONE), ""),
        native("dump", "($self, obj, /)", dump, "Write a pickled representation of the given object to the open file."),
        native(
            "clear_memo",
            "($self, /)",
            |vm, a| {
                clear_memo(vm, a.this());
                Ok(Obj::NONE)
            },
            "Clears the pickler's \"memo\".\n\nThe memo is the data structure that remembers which objects the\npickler has already seen, so that shared or recursive objects are\npickled by reference and not by value.  This method is useful when\nre-using picklers.",
        ),
        native("__sizeof__", "($self, /)", sizeof, "Returns size in memory, in bytes."),
    ],
    getsets: &[
        getset(
            "bin",
            |vm, o| {
                let bin = read(vm, o, |p| p.bin).unwrap_or_default();
                Ok(int::from_i64(vm, bin.into()))
            },
            |vm, o, value| {
                let number = number(vm, value)?;
                if let Some(this) = o.downcast_ref::<Pickler>() {
                    this.get_mut(vm).bin = number;
                }
                Ok(())
            },
            "",
        )
        .as_member(),
        getset(
            "fast",
            |vm, o| {
                let fast = read(vm, o, |p| p.fast).unwrap_or_default();
                Ok(int::from_i64(vm, fast.into()))
            },
            |vm, o, value| {
                let number = number(vm, value)?;
                if let Some(this) = o.downcast_ref::<Pickler>() {
                    this.get_mut(vm).fast = number;
                }
                Ok(())
            },
            "",
        )
        .as_member(),
        getset("dispatch_table", dispatch_table, set_dispatch_table, "").as_member(),
        getset("memo", proxy::of_pickler, proxy::set_pickler_memo, ""),
    ],
    ..TypeDef::EMPTY
};

const PICKLER_DOC: &str = "This takes a binary file for writing a pickle data stream.\n\nThe optional *protocol* argument tells the pickler to use the given\nprotocol; supported protocols are 0, 1, 2, 3, 4 and 5.  The default\nprotocol is 5. It was introduced in Python 3.8, and is incompatible\nwith previous versions.\n\nSpecifying a negative protocol version selects the highest protocol\nversion supported.  The higher the protocol used, the more recent the\nversion of Python needed to read the pickle produced.\n\nThe *file* argument must have a write() method that accepts a single\nbytes argument. It can thus be a file object opened for binary\nwriting, an io.BytesIO instance, or any other custom object that meets\nthis interface.\n\nIf *fix_imports* is True and protocol is less than 3, pickle will try\nto map the new Python 3 names to the old module names used in Python\n2, so that the pickle data stream is readable with Python 2.\n\nIf *buffer_callback* is None (the default), buffer views are\nserialized into *file* as part of the pickle stream.\n\nIf *buffer_callback* is not None, then it can be called any number\nof times with a buffer view.  If the callback returns a false value\n(such as None), the given buffer is out-of-band; otherwise the\nbuffer is serialized in-band, i.e. inside the pickle stream.\n\nIt is an error if *buffer_callback* is not None and *protocol*\nis None or smaller than 5.";
