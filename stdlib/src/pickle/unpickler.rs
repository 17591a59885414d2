//! `Unpickler`: a loader that keeps its memo and its place in the file from one object to the next, and that programs subclass.

use super::{
    error, global,
    input::{File, Input},
    load::{Decoding, Loader},
    memo::UnpickleMemo,
    pickler::overridden,
    proxy, shared,
};
use crate::kinds;
use rpython_heap::Kind;
use rpython_objects::{
    Args, CallArgs, NativeDef, Obj, OptObj, Payload, PyResult, Ref, Slots, Str, StrExt, Type, TypeDef, TypeFlags, Vm,
    argument, getset, int, native, object, protocol, raise, type_error, types,
};

/// The payload of an `Unpickler`; without an input until `__init__` has run.
#[derive(Default)]
pub(super) struct Unpickler {
    pub(super) memo: UnpickleMemo,
    input: Option<Box<Input>>,
    /// The protocol of the stream that is being read.
    pub(super) proto: u8,
    decoding: Decoding,
    buffers: OptObj,
    /// What the program has set as `persistent_load`.
    persistent_load: OptObj,
    /// Most marks that there were at once.
    marks: usize,
    running: bool,
}

impl Payload for Unpickler {
    const KIND: Kind = kinds::UNPICKLER;
    const NAME: &'static str = "unpickler";
    const TRACKED: bool = true;
    const FOREIGN: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        [&self.buffers, &self.persistent_load].into_iter().filter_map(OptObj::get).for_each(&mut *visit);
        self.memo.entries().for_each(|(_, o)| visit(o));
        self.input.iter().for_each(|input| input.traverse(visit));
    }
    fn clear(&mut self) {
        let old = std::mem::take(self);
        drop(old);
    }
}

/// The iterator of the buffers that travel beside a pickle.
pub(super) fn buffers_of(vm: &mut Vm, given: Option<&Obj>) -> PyResult<Option<Obj>> {
    given.map(|given| protocol::iter(vm, given)).transpose()
}

static CONSTRUCTOR: NativeDef = native(
    "Unpickler",
    "(file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())",
    |_, _| Ok(Obj::NONE),
    "",
);

/// Refuses an unpickler that is at work.
fn idle(vm: &mut Vm, this: &Ref<Unpickler>) -> PyResult<()> {
    match this.get(vm).running {
        true => Err(raise!(vm, types::RUNTIME_ERROR, "Unpickler object is already used")),
        false => Ok(()),
    }
}

fn new(vm: &mut Vm, class: &Ref<Type>, _: CallArgs<'_>) -> PyResult {
    Ok(vm.alloc_in(class, Unpickler::default()).into_obj())
}

fn init(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult<()> {
    let values = native::bind(vm, &CONSTRUCTOR, args)?;
    let args = Args::new(&values);
    let Some(this) = o.downcast_ref::<Unpickler>() else { return Ok(()) };
    idle(vm, this)?;
    let decoding = Decoding::of(vm, "Unpickler", args, 1)?;
    let file = File::new(vm, args.at(0))?;
    let buffers = buffers_of(vm, args.some(4))?;
    let made = Unpickler {
        input: Some(Box::new(Input::of_file(file))),
        decoding,
        buffers: buffers.into(),
        persistent_load: this.get_mut(vm).persistent_load.take().into(),
        ..Unpickler::default()
    };
    let mut old = std::mem::replace(this.get_mut(vm), made);
    if let Some(mut input) = old.input.take() {
        input.close(vm);
    }
    drop(old);
    Ok(())
}

fn load(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.this::<Unpickler>();
    idle(vm, this)?;
    let Some(input) = this.get_mut(vm).input.take() else {
        let class = argument::full_class_name(vm, this);
        let message = format!("Unpickler.__init__() was not called by {class}.__init__()");
        return Err(error::unpickling(vm, message));
    };
    this.get_mut(vm).running = true;
    let (loaded, input) = load_from(vm, this, input);
    let unpickler = this.get_mut(vm);
    unpickler.running = false;
    unpickler.input = Some(input);
    loaded
}

fn load_from(vm: &mut Vm, this: &Ref<Unpickler>, mut input: Box<Input>) -> (PyResult, Box<Input>) {
    let found = (|| {
        let persistent_load = overridden(vm, this, "persistent_load")?;
        let find_class = overridden(vm, this, "find_class")?;
        Ok((shared(vm)?, persistent_load, find_class))
    })();
    let (shared, persistent_load, find_class) = match found {
        Ok(found) => found,
        Err(raised) => return (Err(raised), input),
    };
    let u = this.get(vm);
    let mut loader = Loader::new(shared, std::mem::take(&mut *input), u.decoding.clone(), u.buffers.cloned());
    loader.persistent_load = persistent_load;
    loader.find_class = find_class;
    loader.owner = Some(this.clone());
    std::mem::swap(&mut loader.memo, &mut this.get_mut(vm).memo);
    let loaded = loader.load(vm);
    std::mem::swap(&mut loader.memo, &mut this.get_mut(vm).memo);
    let unpickler = this.get_mut(vm);
    unpickler.proto = loader.proto;
    unpickler.marks = unpickler.marks.max(loader.most_marks);
    *input = std::mem::take(&mut loader.input);
    drop(loader);
    (loaded, input)
}

fn find_class(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let u = args.this::<Unpickler>().get(vm);
    let (proto, fix_imports) = (u.proto, u.decoding.fix_imports);
    let shared = shared(vm)?;
    global::find(vm, &shared, proto, fix_imports, args.at(1), args.at(2))
}

fn sizeof(vm: &mut Vm, args: Args<'_>) -> PyResult {
    // As CPython counts it: the object, the memo's places, the marks' places, the names with their ends.
    const OBJECT: usize = 296;
    const WORD: usize = 8;
    let u = args.this::<Unpickler>().get(vm);
    let mut marks = 0;
    while u.marks > marks {
        marks = marks + (marks >> 1) + 20;
    }
    let names = u.decoding.encoding.len() + u.decoding.errors.len() + 2;
    Ok(int::from_i64(vm, (OBJECT + WORD * (u.memo.places() + marks) + names) as i64))
}

/// `persistent_load` may be set on the instance, which has no dict.
fn get_attr(vm: &mut Vm, o: &Obj, name: &Obj) -> PyResult {
    if let (Some(this), Some(asked)) = (o.downcast_ref::<Unpickler>(), name.downcast_ref::<Str>())
        && let Some(own) = this.get(vm).persistent_load.cloned()
        && asked.is_text(vm, "persistent_load")
    {
        return Ok(own);
    }
    object::generic_get_attr(vm, o, name)
}

fn set_attr(vm: &mut Vm, o: &Obj, name: &Obj, value: Option<&Obj>) -> PyResult<()> {
    if let (Some(this), Some(asked)) = (o.downcast_ref::<Unpickler>(), name.downcast_ref::<Str>())
        && asked.is_text(vm, "persistent_load")
    {
        let old = std::mem::replace(&mut this.get_mut(vm).persistent_load, value.cloned().into());
        drop(old);
        return Ok(());
    }
    object::generic_set_attr(vm, o, name, value)
}

/// Raises the error of a persistent id that nobody knows.
pub(super) fn no_persistent_load(vm: &mut Vm) -> rpython_objects::Raised {
    error::unpickling(
        vm,
        "A load persistent id instruction was encountered, but no persistent_load function was specified.",
    )
}

impl Decoding {
    /// The arguments `fix_imports`, `encoding` and `errors`, the first of them at `at`.
    pub(super) fn of(vm: &mut Vm, function: &str, args: Args<'_>, at: usize) -> PyResult<Decoding> {
        let mut decoding = Decoding::default();
        if let Some(given) = args.opt(at) {
            decoding.fix_imports = protocol::is_true(vm, given)?;
        }
        for (name, i) in [("encoding", at + 1), ("errors", at + 2)] {
            let Some(given) = args.opt(i) else { continue };
            let Some(text) = given.downcast_ref::<Str>() else {
                let class = argument::shown_class(vm, given);
                return Err(type_error!(vm, "{function}() argument '{name}' must be str, not {class}"));
            };
            let text = text.to_string_lossy(vm);
            if text.contains('\0') {
                return Err(rpython_objects::value_error!(vm, "embedded null character"));
            }
            match name {
                "encoding" => decoding.encoding = text.into(),
                _ => decoding.errors = text.into(),
            }
        }
        Ok(decoding)
    }
}

/// `_pickle.Unpickler`
pub(super) static DEF: TypeDef = TypeDef {
    name: "Unpickler",
    module: "_pickle",
    kind: kinds::UNPICKLER,
    flags: TypeFlags::BASE,
    doc: "This takes a binary file for reading a pickle data stream.\n\nThe protocol version of the pickle is detected automatically, so no\nprotocol argument is needed.  Bytes past the pickled object's\nrepresentation are ignored.\n\nThe argument *file* must have two methods, a read() method that takes\nan integer argument, and a readline() method that requires no\narguments.  Both methods should return bytes.  Thus *file* can be a\nbinary file object opened for reading, an io.BytesIO object, or any\nother custom object that meets this interface.\n\nOptional keyword arguments are *fix_imports*, *encoding* and *errors*,\nwhich are used to control compatibility support for pickle stream\ngenerated by Python 2.  If *fix_imports* is True, pickle will try to\nmap the old Python 2 names to the new names used in Python 3.  The\n*encoding* and *errors* tell pickle how to decode 8-bit string\ninstances pickled by Python 2; these default to 'ASCII' and 'strict',\nrespectively.  The *encoding* can be 'bytes' to read these 8-bit\nstring instances as bytes objects.",
    signature: "(file, *, fix_imports=True, encoding='ASCII', errors='strict',\n          buffers=())",
    slots: Slots {
        new: Some(new),
        init: Some(init),
        get_attr: Some(get_attr),
        set_attr: Some(set_attr),
        ..Slots::EMPTY
    },
    methods: &[
        native("persistent_load", "($self, pid, /)", |vm, _| Err(no_persistent_load(vm)), ""),
        native(
            "load",
            "($self, /)",
            load,
            "Load a pickle.\n\nRead a pickled object representation from the open file object given\nin the constructor, and return the reconstituted object hierarchy\nspecified therein.",
        ),
        native(
            "find_class",
            "($self, module_name, global_name, /)",
            find_class,
            "Return an object from a specified module.\n\nIf necessary, the module will be imported. Subclasses may override\nthis method (e.g. to restrict unpickling of arbitrary classes and\nfunctions).\n\nThis method is called whenever a class or a function object is\nneeded.  Both arguments passed are str objects.",
        ),
        native("__sizeof__", "($self, /)", sizeof, "Returns size in memory, in bytes."),
    ],
    getsets: &[getset("memo", proxy::of_unpickler, proxy::set_unpickler_memo, "")],
    ..TypeDef::EMPTY
};
