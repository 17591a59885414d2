//! `_sre.SRE_Scanner`: searches a subject match by match; what `finditer` iterates with.

use rpython_heap::{Kind, Payload};
use rpython_objects::{
    Args, Obj, PyResult, Ref, Slots, Str, TypeDef, TypeFlags, Vm, getter, native, protocol, value_error,
};

use super::{
    super::State,
    matched,
    pattern::{self, Pattern, Task},
    subject::Held,
};
use crate::kinds;

/// The payload of a scanner.
pub(super) struct Scanner {
    pattern: Ref<Pattern>,
    held: Option<Held>,
    /// The state and whether there is nothing left; absent while a match is under way.
    state: Option<State>,
    finished: bool,
}

impl Payload for Scanner {
    const KIND: Kind = kinds::SRE_SCANNER;
    const NAME: &'static str = "scanner";
    const TRACKED: bool = true;
    const FOREIGN: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.pattern);
        self.held.iter().for_each(|held| held.traverse(visit));
    }
    fn clear(&mut self) {
        self.held = None;
    }
}

impl Scanner {
    /// A scanner over a subject.
    pub(super) fn make(vm: &mut Vm, pattern: &Ref<Pattern>, held: Held, state: State) -> Obj {
        vm.make(Scanner { pattern: pattern.clone(), held: Some(held), state: Some(state), finished: false }).into_obj()
    }
}

/// `scanner.search`, bound.
pub(super) fn search_method(vm: &mut Vm, scanner: &Obj) -> PyResult {
    let name = Str::intern(vm, "search");
    protocol::get_attr(vm, scanner, &name)
}

fn next(vm: &mut Vm, args: Args<'_>, task: Task) -> PyResult {
    let this = args.this::<Scanner>();
    let payload = this.get_mut(vm);
    let Some(mut state) = payload.state.take() else {
        return Err(value_error!(vm, "regular expression scanner already executing"));
    };
    // The subject is out of the heap while it is matched; nothing else can reach it, since the state is out as well.
    let held = payload.held.take();
    let (pattern, finished) = (payload.pattern.clone(), payload.finished);
    let mut result = Ok(Obj::NONE);
    let mut ended = finished;
    if let (Some(held), false) = (&held, finished) {
        result = match pattern::run(vm, &mut state, &pattern, held, task) {
            Ok(true) => {
                let made = matched::new(vm, &pattern, &state, held);
                state.advance();
                made
            }
            Ok(false) => {
                ended = true;
                Ok(Obj::NONE)
            }
            Err(raised) => Err(raised),
        };
    }
    let payload = this.get_mut(vm);
    (payload.held, payload.state, payload.finished) = (held, Some(state), ended);
    result
}

fn match_(vm: &mut Vm, args: Args<'_>) -> PyResult {
    next(vm, args, Task::Match)
}

fn search(vm: &mut Vm, args: Args<'_>) -> PyResult {
    next(vm, args, Task::Search)
}

fn pattern(vm: &mut Vm, o: &Obj) -> PyResult {
    Ok(o.downcast_ref::<Scanner>().map_or(Obj::NONE, |s| s.get(vm).pattern.clone().into_obj()))
}

/// `_sre.SRE_Scanner`
pub(super) static DEF: TypeDef = TypeDef {
    name: "SRE_Scanner",
    module: "_sre",
    kind: kinds::SRE_SCANNER,
    flags: TypeFlags::NO_NEW,
    slots: Slots::EMPTY,
    methods: &[native("match", "($self, /)", match_, ""), native("search", "($self, /)", search, "")],
    getsets: &[getter("pattern", pattern, "")],
    ..TypeDef::EMPTY
};
