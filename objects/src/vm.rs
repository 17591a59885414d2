//! The token of a running thread, as Python objects see it: exceptions in flight, the hooks into the interpreter, the
//! registries of native code.

use crate::{
    CallArgs, Dict, PyResult, Raised, Slots, Str, Type, TypeDef, TypeExt, exception, native::NativeDef,
    slots::SlotView, types,
};
pub use rpython_heap::EVAL_BREAKER;
use rpython_heap::{Borrowed, Kind, Obj, OptObj, OutOfMemory, Payload, Ref, Shape, SlotId, Token, Value};
use rustc_hash::FxHashMap;
use std::{
    any::Any,
    ops::{Deref, DerefMut},
    sync::atomic::{AtomicU64, Ordering},
};

/// What only the interpreter can do, reached from below.
#[derive(Clone, Copy)]
pub struct Hooks {
    /// Runs a Python function.
    pub call_function: fn(&mut Vm, &Obj, CallArgs<'_>) -> PyResult,
    /// The frame object of a generator, `None` for a finished one.
    pub generator_frame: fn(&mut Vm, &Ref<crate::Generator>) -> PyResult,
    /// Resumes a generator that is neither running nor finished.
    pub resume: fn(&mut Vm, &Ref<crate::Generator>, crate::Resume) -> PyResult<crate::Resumed>,
    /// The same for its next item, `None` at its end, whose value is noted.
    pub advance: fn(&mut Vm, &Ref<crate::Generator>) -> PyResult<Option<Obj>>,
    /// Class and first argument for `super()` without arguments.
    pub super_arguments: fn(&mut Vm) -> PyResult<(Obj, Obj)>,
    /// `__import__(name, globals, locals, fromlist, level)`.
    pub import: fn(&mut Vm, [&Obj; 5]) -> PyResult,
    /// What `sys.modules` has under a name.
    pub loaded_module: fn(&mut Vm, &Ref<Str>) -> PyResult<Option<Obj>>,
    /// The file that a module's spec says it comes from, and whether it hides a library: spec, module's name.
    pub shadowing: fn(&mut Vm, &Obj, &Ref<Str>) -> PyResult<(Option<Obj>, crate::module::Shadow)>,
    /// Runs `work`, which throws into what a delegating generator waits for, while the generator's frame lies on the stack:
    /// what `work` answers was yielded, what it raises is raised in the generator.
    pub delegate: fn(&mut Vm, &Ref<crate::Generator>, &mut dyn FnMut(&mut Vm) -> PyResult) -> PyResult<crate::Resumed>,
    /// Runs what may run between two instructions: pending finalisers, signals, a collection.
    pub poll: fn(&mut Vm) -> PyResult<()>,
    /// Puts what threads share aside, before others may take the token; see [`Vm::exchange`].
    pub park: fn(&mut Vm),
    /// Takes what threads share back.
    pub unpark: fn(&mut Vm),
    /// The globals of the running frame, if one runs.
    pub globals: fn(&mut Vm) -> Option<Ref<Dict>>,
    /// Adds the running frame to the traceback of `exception` and sets its context; see `Vm::raise_object`.
    pub raised: fn(&mut Vm, &Obj),
    /// What lies in frames and code.
    pub frames: crate::frame::FrameHooks,
    /// Reports an exception that cannot be raised (`sys.unraisablehook`): what was going on, and the object at fault.
    pub unraisable: fn(&mut Vm, &str, Option<&Obj>),
    /// Issues a warning about a place in a source: category, message, file name, line.
    pub warn_at: fn(&mut Vm, &Ref<Type>, &str, &str, i64) -> PyResult<()>,
    /// Issues a warning: category, message, how many frames up.
    pub warn: fn(&mut Vm, &Ref<Type>, &str, usize) -> PyResult<()>,
    /// Issues the warning that a coroutine, or the step of an asynchronous generator, was never awaited: message, object.
    pub warn_unawaited: fn(&mut Vm, &str, &Obj) -> PyResult<()>,
}

/// Hooks of a program without an interpreter: every use is an error.
const NO_HOOKS: Hooks = Hooks {
    loaded_module: |_, _| Ok(None),
    shadowing: |_, _, _| Ok((None, crate::module::Shadow::Nothing)),
    call_function: |vm, _, _| Err(vm.raise(types::RUNTIME_ERROR, "no interpreter is attached")),
    generator_frame: |_, _| Ok(Obj::NONE),
    resume: |vm, _, _| Err(vm.raise(types::RUNTIME_ERROR, "no interpreter is attached")),
    advance: |vm, _| Err(vm.raise(types::RUNTIME_ERROR, "no interpreter is attached")),
    delegate: |vm, _, _| Err(vm.raise(types::RUNTIME_ERROR, "no interpreter is attached")),
    super_arguments: |vm| Err(vm.raise(types::RUNTIME_ERROR, "super(): no arguments")),
    import: |vm, _| Err(vm.raise(types::RUNTIME_ERROR, "no interpreter is attached")),
    poll: |_| Ok(()),
    park: |_| {},
    unpark: |_| {},
    globals: |_| None,
    raised: |_, _| {},
    frames: crate::frame::NO_FRAMES,
    unraisable: |vm, what, _| {
        vm.exception.take();
        eprintln!("Exception ignored {what}");
    },
    warn_at: |_, _, _, _, _| Ok(()),
    warn: |_, _, _, _| Ok(()),
    warn_unawaited: |_, _, _| Ok(()),
};

/// A native type's operations, its bases' included.
pub(crate) struct NativeType {
    pub(crate) def: &'static TypeDef,
    pub(crate) slots: &'static Slots,
}

/// What the threads of an interpreter share. It lies in the `Vm` of the thread that has the token, and aside while none has.
pub struct Shared {
    hooks: Hooks,
    state: FxHashMap<std::any::TypeId, Box<dyn Any>>,
    native_types: Vec<NativeType>,
    functions: Vec<&'static NativeDef>,
    getsets: Vec<&'static crate::GetSetDef>,
    kind_types: Box<[Option<Ref<Type>>; 256]>,
    interned: Ref<Dict>,
    method_cache: crate::type_object::MethodCache,
    hash_key: crate::hash::Key,
    int_max_str_digits: usize,
    versions: u32,
}

/// The running thread's right to touch objects, and its state.
pub struct Vm {
    token: Token,
    interpreter_id: u64,
    /// The exception that travels as `Err(Raised)`; empty for one that stands for a `MemoryError`.
    pub exception: OptObj,
    /// Exceptions being handled: one place for the thread and one for each running generator, innermost last. The last that
    /// is filled is `sys.exception()`.
    pub handled: Vec<OptObj>,
    /// The interpreter's own state; see `rpython_vm`, which sets it.
    pub interpreter: Box<dyn Any>,
    /// Its address, 0 as long as there is none: the interpreter asks for it too often to look at the type each time.
    pub interpreter_address: usize,
    /// The interpreter above.
    pub hooks: Hooks,
    /// The state of the interpreter above, and of native modules, by type.
    pub state: FxHashMap<std::any::TypeId, Box<dyn Any>>,
    pub(crate) native_types: Vec<NativeType>,
    pub(crate) functions: Vec<&'static NativeDef>,
    pub(crate) getsets: Vec<&'static crate::GetSetDef>,
    /// Types of native payloads that are not built in, by kind.
    kind_types: Box<[Option<Ref<Type>>; 256]>,
    /// Interned strings: each its own key and value.
    pub(crate) interned: Ref<Dict>,
    pub(crate) method_cache: crate::type_object::MethodCache,
    /// Key of the string hash.
    pub hash_key: crate::hash::Key,
    /// `sys.set_int_max_str_digits`; 0 is no limit.
    pub int_max_str_digits: usize,
    /// `sys.set_coroutine_origin_tracking_depth`
    pub origin_depth: u32,
    /// The value of the last `StopIteration` that `protocol::next` swallowed, where someone wants it.
    stop_value: OptObj,
    async_first: OptObj,
    async_finalizer: OptObj,
    keeps_stop_value: bool,
    /// Objects whose `repr` is under way, for `[...]`.
    pub(crate) in_repr: rustc_hash::FxHashSet<SlotId>,
    /// Lowest machine stack address that native recursion may reach.
    stack_limit: usize,
    stack_top: usize,
    /// Dicts' and types' versions given out so far.
    pub(crate) versions: u32,
}

/// Interned strings that a small program has.
const INTERNED: usize = 5000;
/// Machine stack kept for what runs after a `RecursionError`.
const STACK_MARGIN: usize = 256 << 10;

impl Vm {
    /// Takes the token and builds the built-in types; hashes of text do not depend on a secret.
    ///
    /// # Errors
    /// When the system grants no memory.
    pub fn new(stack_bytes: usize) -> Result<Vm, OutOfMemory> {
        Vm::with_hash_key(stack_bytes, crate::hash::Key::ZERO)
    }

    /// As [`Vm::new`], with a key of text hashes.
    ///
    /// # Errors
    /// When the system grants no memory.
    pub fn with_hash_key(stack_bytes: usize, hash_key: crate::hash::Key) -> Result<Vm, OutOfMemory> {
        static INTERPRETERS: AtomicU64 = AtomicU64::new(0);
        let mut token = Token::acquire()?;
        crate::bootstrap::lay_out(&mut token)?;
        let interned = Dict::bare(&token);
        interned.get_mut(&mut token).reserve(INTERNED)?;
        let mut shared = Shared::new(interned);
        shared.hash_key = hash_key;
        let id = INTERPRETERS.fetch_add(1, Ordering::Relaxed);
        let mut vm = Vm::with(token, id, shared, stack_bytes);
        crate::bootstrap::build(&mut vm);
        Ok(vm)
    }

    /// The state of another thread of interpreter `id`, whose shared part is aside: see [`Vm::exchange`].
    pub fn beside(token: Token, id: u64, aside: &Shared, stack_bytes: usize) -> Vm {
        let empty = Shared::new(aside.interned.clone());
        Vm::with(token, id, empty, stack_bytes)
    }

    fn with(token: Token, interpreter_id: u64, shared: Shared, stack_bytes: usize) -> Vm {
        let here = stack_address();
        let Shared {
            hooks,
            state,
            native_types,
            functions,
            getsets,
            kind_types,
            interned,
            method_cache,
            hash_key,
            int_max_str_digits,
            versions,
        } = shared;
        Vm {
            token,
            interpreter_id,
            exception: OptObj::NONE,
            handled: vec![OptObj::NONE],
            interpreter: Box::new(()),
            interpreter_address: 0,
            hooks,
            state,
            native_types,
            functions,
            getsets,
            kind_types,
            interned,
            method_cache,
            hash_key,
            int_max_str_digits,
            origin_depth: 0,
            stop_value: OptObj::NONE,
            async_first: OptObj::NONE,
            async_finalizer: OptObj::NONE,
            keeps_stop_value: false,
            in_repr: rustc_hash::FxHashSet::default(),
            stack_limit: here.saturating_sub(stack_bytes.saturating_sub(STACK_MARGIN)),
            stack_top: here,
            versions,
        }
    }

    /// Tells interpreters apart.
    pub fn interpreter_id(&self) -> u64 {
        self.interpreter_id
    }

    /// An empty shared part, to be exchanged for this thread's.
    pub fn empty_shared(&self) -> Shared {
        Shared::new(self.interned.clone())
    }

    /// Exchanges the part that threads share: what lies aside for what lies here.
    pub fn exchange(&mut self, aside: &mut Shared) {
        std::mem::swap(&mut self.hooks, &mut aside.hooks);
        std::mem::swap(&mut self.state, &mut aside.state);
        std::mem::swap(&mut self.native_types, &mut aside.native_types);
        std::mem::swap(&mut self.functions, &mut aside.functions);
        std::mem::swap(&mut self.getsets, &mut aside.getsets);
        std::mem::swap(&mut self.kind_types, &mut aside.kind_types);
        std::mem::swap(&mut self.method_cache, &mut aside.method_cache);
        std::mem::swap(&mut self.hash_key, &mut aside.hash_key);
        std::mem::swap(&mut self.int_max_str_digits, &mut aside.int_max_str_digits);
        std::mem::swap(&mut self.versions, &mut aside.versions);
    }

    /// Lets other threads have the token while `work` runs, which touches no object.
    pub fn suspend<R: Send>(&mut self, work: impl FnOnce() -> R + Send) -> R {
        /// Takes the shared part back even if `work` panics.
        struct Back<'a>(&'a mut Vm, fn(&mut Vm));
        impl Drop for Back<'_> {
            fn drop(&mut self) {
                (self.1)(self.0);
            }
        }
        let Hooks { park, unpark, .. } = self.hooks;
        park(self);
        let back = Back(self, unpark);
        back.0.token.suspend(work)
    }

    /// Lets a waiting thread have the token, and takes it again after that.
    pub fn give_way(&mut self) {
        let Hooks { park, unpark, .. } = self.hooks;
        park(self);
        self.token.give_way();
        unpark(self);
    }

    /// The exception being handled, if any: `sys.exception()`.
    pub fn handled_exception(&self) -> Option<&Obj> {
        self.handled.iter().rev().find_map(OptObj::get)
    }

    /// The state of a layer above; made on first use.
    pub fn state_of<T: Any + Default>(&mut self) -> &mut T {
        let entry = self.state.entry(std::any::TypeId::of::<T>()).or_insert_with(|| Box::<T>::default());
        entry.downcast_mut().expect("entries are keyed by their type")
    }

    /// Makes an instance of a built-in payload's own type.
    #[inline]
    pub fn alloc<T: Payload>(&self, class: &Ref<Type>, payload: T) -> Ref<T> {
        Ref::new(&self.token, Shape { class: class.slot(), subclass: false, extra: 0 }, payload)
    }

    /// Makes an instance of `class`, which may be a subclass of the payload's own type.
    pub fn alloc_in<T: Payload>(&self, class: &Ref<Type>, payload: T) -> Ref<T> {
        let shape = class.shape(self);
        let made = Ref::new(&self.token, shape, payload);
        if shape.subclass && class.get(self).flags.tracks_instances() {
            made.track();
        }
        made
    }

    /// Makes an instance of the type that `type_object::define_kind` made for the payload.
    ///
    /// # Panics
    /// If the type has not been made: a module makes its types before its functions can be called.
    #[inline]
    pub fn make<T: Payload>(&self, payload: T) -> Ref<T> {
        match self.type_of_kind(T::KIND) {
            Some(class) => self.alloc_in(class, payload),
            None => panic!("the type of {} payloads has not been made", T::NAME),
        }
    }

    /// The class of a value.
    #[inline(always)]
    pub fn class_of<'a>(&'a self, o: &'a Obj) -> Borrowed<'a, Type> {
        match o.class(self) {
            Some(class) => class,
            None => Borrowed::from(immediate_class(o.value())),
        }
    }

    /// The operations of a value.
    #[inline]
    pub fn slots_of(&self, o: &Obj) -> SlotView {
        self.slots(&self.class_of(o))
    }

    /// The operations of a type.
    #[inline]
    pub fn slots(&self, class: &Ref<Type>) -> SlotView {
        let t = class.get(self);
        SlotView { native: self.native_slots(t.native), overrides: t.overrides }
    }

    #[inline]
    fn native_slots(&self, native: u16) -> &'static Slots {
        // Leaked at registration: see `Vm::register`.
        self.native_types[native as usize].slots
    }

    /// The type of a native payload that is not built in.
    pub fn type_of_kind(&self, kind: Kind) -> Option<&Ref<Type>> {
        self.kind_types[kind as usize].as_ref()
    }

    /// Raises an exception of a built-in class with a message.
    #[cold]
    #[inline(never)]
    pub fn raise(&mut self, class: &Ref<Type>, message: impl std::fmt::Display) -> Raised {
        let message = Str::from_display(self, message);
        let made = exception::with_args(self, class, &[message.into_obj()]);
        self.raise_object(made)
    }

    /// As [`Vm::raise`], of a message that needs no formatting.
    #[cold]
    #[inline(never)]
    pub fn raise_text(&mut self, class: &Ref<Type>, message: &str) -> Raised {
        let message = Str::new(self, message);
        let made = exception::with_args(self, class, &[message.into_obj()]);
        self.raise_object(made)
    }

    /// Raises an exception object.
    pub fn raise_object(&mut self, exception: Obj) -> Raised {
        (self.hooks.raised)(self, &exception);
        self.exception = OptObj::some(exception);
        Raised::new()
    }

    /// Lets an exception travel that was raised before: its context and traceback stay as they are.
    pub fn travel(&mut self, exception: Obj) -> Raised {
        self.exception = OptObj::some(exception);
        Raised::new()
    }

    /// Raises `class` without arguments.
    #[cold]
    pub fn raise_bare(&mut self, class: &Ref<Type>) -> Raised {
        let made = exception::with_args(self, class, &[]);
        self.raise_object(made)
    }

    /// Takes the exception that travels as `Err(Raised)`.
    pub fn take_exception(&mut self) -> Obj {
        match self.exception.take() {
            Some(e) => e,
            None => exception::with_args(self, types::MEMORY_ERROR, &[]),
        }
    }

    /// Whether the travelling exception is an instance of `class`.
    pub fn raised_is(&self, class: &Ref<Type>) -> bool {
        match self.exception.get() {
            Some(e) => self.class_of(e).is_subtype(self, class),
            None => types::MEMORY_ERROR.is_subtype(self, class),
        }
    }

    /// Drops the travelling exception if it is a `class`; otherwise lets it travel on.
    pub fn swallow(&mut self, raised: Raised, class: &Ref<Type>) -> PyResult<()> {
        if self.raised_is(class) {
            self.exception.take();
            Ok(())
        } else {
            Err(raised)
        }
    }

    /// Fails with a `RecursionError` if the machine stack is nearly used up. `doing` continues the message:
    /// `" in comparison"`.
    #[inline(always)]
    pub fn check_stack(&mut self, doing: &str) -> PyResult<()> {
        if stack_address() < self.stack_limit { Err(self.stack_exhausted(doing)) } else { Ok(()) }
    }

    /// Bytes of machine stack that native recursion may still take.
    pub fn stack_left(&self) -> usize {
        stack_address().saturating_sub(self.stack_limit)
    }

    #[cold]
    #[inline(never)]
    fn stack_exhausted(&mut self, doing: &str) -> Raised {
        let used = self.stack_top.saturating_sub(stack_address()) >> 10;
        self.raise(types::RECURSION_ERROR, format_args!("Stack overflow (used {used} kB){doing}"))
    }

    /// What `sys.set_asyncgen_hooks` set: called at the first iteration, and at finalisation.
    pub fn async_generator_hooks(&self) -> (Option<Obj>, Option<Obj>) {
        (self.async_first.cloned(), self.async_finalizer.cloned())
    }

    /// `sys.set_asyncgen_hooks`
    pub fn set_async_generator_hooks(&mut self, first: Option<Obj>, finalizer: Option<Obj>) {
        self.async_first = first.into();
        self.async_finalizer = finalizer.into();
    }

    /// Says whether iterators that end by `StopIteration` shall leave its value; answers what was said before.
    pub(crate) fn keep_stop_value(&mut self, keep: bool) -> bool {
        std::mem::replace(&mut self.keeps_stop_value, keep)
    }

    /// Whether iterators that end by `StopIteration` leave its value.
    #[inline(always)]
    pub(crate) fn keeps_stop_value(&self) -> bool {
        self.keeps_stop_value
    }

    /// Notes the value with which an iterator has ended, if someone wants it.
    pub fn note_stop_value(&mut self, value: Obj) {
        if self.keeps_stop_value {
            self.stop_value = OptObj::some(value);
        }
    }

    /// The value with which the last iterator ended.
    pub fn take_stop_value(&mut self) -> Obj {
        self.stop_value.take().unwrap_or(Obj::NONE)
    }

    /// Lets signals and other threads in, from inside a long native loop. Cheap enough for every iteration.
    #[inline(always)]
    pub fn poll(&mut self) -> PyResult<()> {
        if EVAL_BREAKER.load(Ordering::Relaxed) { (self.hooks.poll)(self) } else { Ok(()) }
    }

    /// A number that no version had before; versions tell caches that a dict's keys or a type have changed.
    pub fn next_version(&mut self) -> u32 {
        self.versions = self.versions.saturating_add(1);
        if self.versions == u32::MAX { 0 } else { self.versions }
    }

    /// How many strings are interned.
    pub fn interned_count(&self) -> usize {
        self.interned.get(self).len()
    }

    /// Registers a native function and returns its number.
    pub(crate) fn register_function(&mut self, def: &'static NativeDef) -> u32 {
        self.functions.push(def);
        self.functions.len() as u32 - 1
    }

    /// A native function by number.
    #[inline(always)]
    pub fn function(&self, number: u32) -> &'static NativeDef {
        self.functions[number as usize]
    }

    pub(crate) fn register(&mut self, def: &'static TypeDef, base: Option<u16>) -> u16 {
        let slots = match base {
            Some(b) => def.slots.inherit(self.native_slots(b)),
            None => def.slots,
        };
        self.native_types.push(NativeType { def, slots: Box::leak(Box::new(slots)) });
        self.native_types.len() as u16 - 1
    }

    pub(crate) fn set_kind_type(&mut self, kind: Kind, class: Ref<Type>) {
        self.kind_types[kind as usize] = Some(class);
    }
}

impl Shared {
    fn new(interned: Ref<Dict>) -> Shared {
        Shared {
            hooks: NO_HOOKS,
            state: FxHashMap::default(),
            native_types: Vec::new(),
            functions: Vec::new(),
            getsets: Vec::new(),
            kind_types: Box::new([const { None }; 256]),
            interned,
            method_cache: Default::default(),
            hash_key: crate::hash::Key::from_seed(0),
            int_max_str_digits: 4300,
            versions: 0,
        }
    }
}

impl Deref for Vm {
    type Target = Token;
    #[inline(always)]
    fn deref(&self) -> &Token {
        &self.token
    }
}

impl DerefMut for Vm {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

/// The class of a value that names no slot.
fn immediate_class(v: Value) -> &'static Ref<Type> {
    match v {
        v if v.is_int() => types::INT,
        v if v.is_float() => types::FLOAT,
        Value::TRUE | Value::FALSE => types::BOOL,
        Value::ELLIPSIS => types::ELLIPSIS_TYPE,
        Value::NOT_IMPLEMENTED => types::NOT_IMPLEMENTED_TYPE,
        _ => types::NONE_TYPE,
    }
}

#[inline(always)]
fn stack_address() -> usize {
    let here = 0u8;
    std::hint::black_box(&raw const here) as usize
}
