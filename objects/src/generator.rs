//! `generator`, `coroutine`, `async_generator`: a suspended frame.
//!
//! While suspended, the frame's slots and operand stack lie in `words`; to run, the interpreter moves them to its own
//! stack and back. So the heap holds no machine address, and the collector sees plain references.

use crate::{Code, Function, PyResult, Str, TypeDef, TypeFlags, Vm, kinds, value_error};
use rpython_heap::{BufVec, Obj, OptObj, Payload, Ref};

/// Where a generator stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GeneratorState {
    /// Not started.
    Created,
    /// At a `yield`.
    Suspended,
    /// At a `yield from` or `await`: what it waits for is on top of its stack.
    Delegating,
    /// Running now.
    Running,
    /// Returned, raised or closed.
    Finished,
}

/// The payload of generators, coroutines and asynchronous generators.
pub struct Generator {
    /// Slots and operand stack of the suspended frame.
    pub words: BufVec<Obj>,
    /// The function.
    pub function: Ref<Function>,
    /// The code that runs.
    pub code: Ref<Code>,
    /// `__name__`
    pub name: Ref<Str>,
    /// `__qualname__`
    pub qualname: Ref<Str>,
    /// The exception that was being handled when it was suspended.
    pub handled: OptObj,
    /// The frame object, if one was asked for.
    pub frame: OptObj,
    /// `cr_origin`; finaliser and hooks of an asynchronous generator.
    pub origin: OptObj,
    /// The finaliser that `sys.set_asyncgen_hooks` named when iteration began.
    pub finalizer: OptObj,
    /// The instruction that suspended it, in code units.
    pub last: u32,
    /// Where it stands.
    pub state: GeneratorState,
    /// An asynchronous generator: hooks called, closed, an `anext` or `asend` under way.
    pub hooked: bool,
    /// An asynchronous generator that was closed.
    pub closed: bool,
    /// An asynchronous generator with an awaitable under way.
    pub running_async: bool,
}

impl Payload for Generator {
    const KIND: u8 = kinds::GENERATOR;
    const NAME: &'static str = "generator";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        self.words.iter().filter(|w| !w.is_unbound()).for_each(&mut *visit);
        visit(&self.function);
        visit(&self.code);
        visit(&self.name);
        visit(&self.qualname);
        let own = [&self.handled, &self.frame, &self.origin, &self.finalizer];
        own.into_iter().filter_map(OptObj::get).for_each(visit);
    }
    fn clear(&mut self) {
        self.words.clear();
        self.state = GeneratorState::Finished;
        for field in [&mut self.handled, &mut self.frame, &mut self.origin, &mut self.finalizer] {
            field.take();
        }
    }
}

/// `generator`
pub static DEF: TypeDef = TypeDef {
    name: "generator",
    kind: kinds::GENERATOR,
    flags: TypeFlags::NO_NEW,
    weakly_referable: true,
    ..TypeDef::EMPTY
};
/// `coroutine`
pub static COROUTINE_DEF: TypeDef = TypeDef { name: "coroutine", ..DEF };
/// `async_generator`
pub static ASYNC_GENERATOR_DEF: TypeDef = TypeDef { name: "async_generator", ..DEF };

/// How a generator is resumed.
pub enum Resume {
    /// With the value of its `yield`.
    Send(Obj),
    /// With an exception, raised at its `yield`.
    Throw(Obj),
}

/// What resuming a generator led to.
pub enum Resumed {
    /// It yielded.
    Yielded(Obj),
    /// It returned.
    Returned(Obj),
}

/// `g.send(value)`
///
/// # Errors
/// What the generator raises; `ValueError` if it is running.
pub fn send(vm: &mut Vm, g: &Ref<Generator>, value: &Obj) -> PyResult<Resumed> {
    match g.get(vm).state {
        GeneratorState::Running => Err(value_error!(vm, "generator already executing")),
        GeneratorState::Finished => Ok(Resumed::Returned(Obj::NONE)),
        _ => (vm.hooks.resume)(vm, g, Resume::Send(value.clone())),
    }
}

/// What an asynchronous generator yields to the loop that runs it: the value, wrapped.
pub fn wrap_yield(vm: &mut Vm, value: &Obj) -> Obj {
    let _ = vm;
    value.clone()
}

/// `anext(iterator, default)`: awaits, with a default for the end.
///
/// # Errors
/// `MemoryError`.
pub fn anext_with_default(vm: &mut Vm, awaitable: &Obj, default: &Obj) -> PyResult {
    let _ = (awaitable, default);
    Err(crate::raise!(vm, crate::types::NOT_IMPLEMENTED_ERROR, "anext() with a default is not there yet"))
}
