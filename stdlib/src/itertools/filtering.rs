//! `compress`, `dropwhile`, `filterfalse`, `starmap`, `takewhile`: one item of an iterator at a time, judged or called with.

use super::{called, iterator};
use crate::{kinds, table};
use rpython_heap::Kind;
use rpython_objects::{
    Module, NativeDef, Obj, Payload, PyResult, Ref, Slots, Tuple, Type, TypeDef, Vm, native, protocol, type_object,
    types,
};

/// The payload of all of them.
pub(super) struct Filtered {
    /// The predicate or function; of `compress`, the iterator over the selectors.
    judge: Obj,
    iterator: Obj,
    /// Of `dropwhile`: dropping has ended. Of `takewhile`: taking has.
    decided: bool,
}

impl Payload for Filtered {
    const KIND: Kind = kinds::FILTERED;
    const NAME: &'static str = "filtered iterator";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.judge);
        visit(&self.iterator);
    }
    fn clear(&mut self) {
        // What iterates is no more: an empty tuple's iterator would be the tidier stand-in, but nobody sees this one.
        self.judge = Obj::NONE;
    }
}

fn make(vm: &mut Vm, class: &Obj, judge: &Obj, iterable: &Obj) -> PyResult {
    let iterator = protocol::iter(vm, iterable)?;
    let made = Filtered { judge: judge.clone(), iterator, decided: false };
    Ok(table::instance(vm, class, made))
}

macro_rules! constructors {
    ($($def:ident $name:literal $signature:literal;)*) => {
        $(static $def: NativeDef =
            native($name, $signature, |vm, args| make(vm, args.at(0), args.at(1), args.at(2)), "");)*
    };
}

constructors! {
    NEW_DROPWHILE "dropwhile" "($class, predicate, iterable, /)";
    NEW_FILTERFALSE "filterfalse" "($class, function, iterable, /)";
    NEW_STARMAP "starmap" "($class, function, iterable, /)";
    NEW_TAKEWHILE "takewhile" "($class, predicate, iterable, /)";
}

static NEW_COMPRESS: NativeDef = native(
    "compress",
    "($class, /, data, selectors)",
    |vm, args| {
        let data = protocol::iter(vm, args.at(1))?;
        let selectors = protocol::iter(vm, args.at(2))?;
        let made = Filtered { judge: selectors, iterator: data, decided: false };
        Ok(vm.alloc_in(args.this::<Type>(), made).into_obj())
    },
    "",
);

/// What a step needs: the judge, the iterator, and the mark.
fn parts(vm: &Vm, o: &Obj) -> Option<(Obj, Obj, bool)> {
    let f = o.downcast_ref::<Filtered>()?.get(vm);
    Some((f.judge.clone(), f.iterator.clone(), f.decided))
}

fn decide(vm: &mut Vm, o: &Obj) {
    if let Some(f) = o.downcast_ref::<Filtered>() {
        f.get_mut(vm).decided = true;
    }
}

fn next_compress(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let Some((selectors, data, _)) = parts(vm, o) else { return Ok(None) };
    loop {
        let Some(item) = protocol::next(vm, &data)? else { return Ok(None) };
        let Some(selector) = protocol::next(vm, &selectors)? else { return Ok(None) };
        if protocol::is_true(vm, &selector)? {
            return Ok(Some(item));
        }
        vm.poll()?;
    }
}

/// What a predicate says of an item; `None` where it ends the iteration.
fn judged(vm: &mut Vm, predicate: &Obj, item: &Obj) -> PyResult<Option<bool>> {
    match called(vm, predicate, std::slice::from_ref(item))? {
        Some(answer) => protocol::is_true(vm, &answer).map(Some),
        None => Ok(None),
    }
}

fn next_dropwhile(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let Some((predicate, iterator, decided)) = parts(vm, o) else { return Ok(None) };
    loop {
        let Some(item) = protocol::next(vm, &iterator)? else { return Ok(None) };
        if decided {
            return Ok(Some(item));
        }
        match judged(vm, &predicate, &item)? {
            None => return Ok(None),
            Some(false) => {
                decide(vm, o);
                return Ok(Some(item));
            }
            Some(true) => vm.poll()?,
        }
    }
}

fn next_takewhile(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let Some((predicate, iterator, decided)) = parts(vm, o) else { return Ok(None) };
    if decided {
        return Ok(None);
    }
    let Some(item) = protocol::next(vm, &iterator)? else { return Ok(None) };
    match judged(vm, &predicate, &item)? {
        Some(true) => Ok(Some(item)),
        Some(false) => {
            decide(vm, o);
            Ok(None)
        }
        None => Ok(None),
    }
}

fn next_filterfalse(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let Some((function, iterator, _)) = parts(vm, o) else { return Ok(None) };
    let by_truth = function.is_none() || function.is(types::BOOL);
    loop {
        let Some(item) = protocol::next(vm, &iterator)? else { return Ok(None) };
        let passes = if by_truth {
            protocol::is_true(vm, &item)?
        } else {
            match judged(vm, &function, &item)? {
                Some(passes) => passes,
                None => return Ok(None),
            }
        };
        if !passes {
            return Ok(Some(item));
        }
        vm.poll()?;
    }
}

fn next_starmap(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let Some((function, iterator, _)) = parts(vm, o) else { return Ok(None) };
    let Some(item) = protocol::next(vm, &iterator)? else { return Ok(None) };
    let args = Tuple::from_iterable(vm, &item)?;
    let args: smallvec::SmallVec<[Obj; 6]> = args.tail(vm).iter().cloned().collect();
    called(vm, &function, &args)
}

macro_rules! definitions {
    ($($def:ident $name:literal $next:ident $new:ident $signature:literal $doc:literal;)*) => {
        $(
            #[doc = concat!("`itertools.", $name, "`")]
            pub(crate) static $def: TypeDef = TypeDef {
                kind: kinds::FILTERED,
                doc: $doc,
                slots: Slots {
                    new: Some(|vm, class, args| table::construct(vm, class, &$new, args)),
                    ..iterator("", $next).slots
                },
                signature: $signature,
                ..iterator($name, $next)
            };
        )*
        static ALL: &[&TypeDef] = &[$(&$def,)*];
    };
}

definitions! {
    COMPRESS_DEF "compress" next_compress NEW_COMPRESS "(data, selectors)"
        "Return data elements corresponding to true selector elements.\n\nForms a shorter iterator from selected data elements using the selectors\nto choose the data elements.";
    DROPWHILE_DEF "dropwhile" next_dropwhile NEW_DROPWHILE "(predicate, iterable, /)"
        "Drop items from the iterable while predicate(item) is true.\n\nAfterwards, return every element until the iterable is exhausted.";
    FILTERFALSE_DEF "filterfalse" next_filterfalse NEW_FILTERFALSE "(function, iterable, /)"
        "Return those items of iterable for which function(item) is false.\n\nIf function is None, return the items that are false.";
    STARMAP_DEF "starmap" next_starmap NEW_STARMAP "(function, iterable, /)"
        "Return an iterator whose values are returned from the function evaluated with an argument tuple taken from the given sequence.";
    TAKEWHILE_DEF "takewhile" next_takewhile NEW_TAKEWHILE "(predicate, iterable, /)"
        "Return successive entries from an iterable as long as the predicate evaluates to true for each entry.";
}

/// Adds the types.
pub(super) fn add(vm: &mut Vm, module: &Ref<Module>) -> PyResult<()> {
    rpython_heap::kind::register::<Filtered>();
    for def in ALL {
        let class = type_object::define(vm, def)?;
        table::set(vm, module, def.name, class.into_obj())?;
    }
    Ok(())
}
