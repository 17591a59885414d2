//! Attributes: loading and storing.

use super::words::instructions;
use crate::{
    call,
    frame::{Caller, FrameHeader, peek, take},
    special, specialize,
};
use rpython_frontend::bytecode::{CACHES, op};
use rpython_heap::{give_up, has_pending};
use rpython_objects::{
    Dict, EVAL_BREAKER, Obj, PyResult, Ref, Str, Value, Vm, kinds, module::Module, property::Property, types,
};
use std::{mem::ManuallyDrop, sync::atomic::Ordering};

instructions!(|vm, frame, ip, sp, slots, arg| match opcode {
    LOAD_ATTR => {
        let name = name!(arg >> 1);
        adapt!(specialize::load_attr(vm, ip, top!(1), name, arg & 1 != 0));
        // Instances of several classes pass here, of which one at most is specialised for.
        if let Some(value) = special::inline_value(vm, top!(1), name) {
            attribute_loaded!(value);
            next!();
        }
        save!();
        if arg & 1 != 0 {
            let method = check!(special::load_method(vm, top!(1), name));
            match method {
                special::Method::Unbound(function) => {
                    // The receiver stays, as the first argument.
                    let receiver = *sp.sub(1);
                    *sp.sub(1) = function.into_value();
                    push!(receiver);
                }
                special::Method::Bound(function, class) => {
                    let owner = *sp.sub(1);
                    *sp.sub(1) = function.into_value();
                    push_obj!(class);
                    discard!(owner);
                }
                special::Method::Attribute(value) => {
                    let receiver = *sp.sub(1);
                    *sp.sub(1) = value.into_value();
                    push!(Value::UNBOUND);
                    discard!(receiver);
                }
            }
        } else {
            let value = check!(special::load_attribute(vm, top!(1), name));
            let receiver = *sp.sub(1);
            *sp.sub(1) = value.into_value();
            discard!(receiver);
        }
        skip!(op::LOAD_ATTR);
    }
    LOAD_ATTR_INSTANCE_VALUE | LOAD_ATTR_SLOT => {
        let owner = top!(1);
        if owner.class_aux() != cached!(u32, 1) {
            deopt!(op::LOAD_ATTR);
        }
        let word = owner.word(cached!(u16, 3) as usize);
        if (*word).is_unbound() {
            deopt!(op::LOAD_ATTR);
        }
        attribute_loaded!(peek(word).clone());
    }
    LOAD_ATTR_WITH_HINT => {
        let owner = top!(1);
        if owner.class_aux() != cached!(u32, 1) {
            deopt!(op::LOAD_ATTR);
        }
        let entry = peek(owner.word(cached!(u16, 3) as usize))
            .downcast_ref::<Dict>()
            .and_then(|d| d.get(vm).entry(cached!(u16, 4) as usize));
        match entry {
            Some(entry) if entry.key.is(name!(arg >> 1)) => {
                let value = entry.value.clone();
                attribute_loaded!(value);
            }
            _ => deopt!(op::LOAD_ATTR),
        }
    }
    LOAD_ATTR_MODULE => {
        let owner = top!(1);
        if !special::is_exact(owner, types::MODULE) {
            deopt!(op::LOAD_ATTR);
        }
        let d = (*sp.sub(1).cast::<Ref<Module>>()).get(vm).dict.get(vm);
        if d.current_version() != cached!(u32, 1) {
            deopt!(op::LOAD_ATTR);
        }
        let value = d.entries().get_unchecked(cached!(u16, 3) as usize).value.clone();
        attribute_loaded!(value);
    }
    LOAD_ATTR_CLASS => {
        if special::own_version(top!(1)) != cached!(u32, 1) {
            deopt!(op::LOAD_ATTR);
        }
        let value = (*cached_object!()).clone();
        attribute_loaded!(value);
    }
    LOAD_ATTR_CLASS_WITH_METACLASS_CHECK => {
        let owner = top!(1);
        if special::own_version(owner) != cached!(u32, 1) || owner.class_aux() != cached!(u32, 3) {
            deopt!(op::LOAD_ATTR);
        }
        let value = (*cached_object!()).clone();
        attribute_loaded!(value);
    }
    LOAD_ATTR_NONDESCRIPTOR_NO_DICT => {
        if top!(1).class_aux() != cached!(u32, 1) {
            deopt!(op::LOAD_ATTR);
        }
        let value = (*cached_object!()).clone();
        attribute_loaded!(value);
    }
    LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES => {
        let owner = top!(1);
        if owner.class_aux() != cached!(u32, 1) || !(*owner.word(cached!(u16, 3) as usize)).is_unbound() {
            deopt!(op::LOAD_ATTR);
        }
        let value = (*cached_object!()).clone();
        attribute_loaded!(value);
    }
    LOAD_ATTR_METHOD_NO_DICT => {
        if top!(1).class_aux() != cached!(u32, 1) {
            deopt!(op::LOAD_ATTR);
        }
        method_loaded!();
    }
    LOAD_ATTR_METHOD_WITH_VALUES => {
        let owner = top!(1);
        if owner.class_aux() != cached!(u32, 1) || !(*owner.word(cached!(u16, 3) as usize)).is_unbound() {
            deopt!(op::LOAD_ATTR);
        }
        method_loaded!();
    }
    // An instance whose attributes lie in a dict: it is asked each time.
    LOAD_ATTR_METHOD_LAZY_DICT => {
        let owner = top!(1);
        if owner.class_aux() != cached!(u32, 1) || special::dict_has(vm, owner, name!(arg >> 1)) {
            deopt!(op::LOAD_ATTR);
        }
        method_loaded!();
    }
    LOAD_ATTR_PROPERTY => {
        let state = state!();
        if top!(1).class_aux() != cached!(u32, 1) {
            deopt!(op::LOAD_ATTR);
        }
        let get = cached_object!().downcast_ref::<Property>().and_then(|p| p.get(vm).get.cloned());
        let Some(get) = get.filter(|f| special::takes_exactly(vm, f, 1)) else { deopt!(op::LOAD_ATTR) };
        save!();
        let pushed = check!(call::enter_frame(
            vm,
            state,
            frame,
            get.value(),
            sp.sub(1),
            1,
            sp.sub(1),
            const { call::units(op::LOAD_ATTR) },
            Caller::Call,
        ));
        std::mem::forget(get);
        start_pushed!(pushed);
    }
    STORE_ATTR => {
        let name = name!(arg);
        adapt!(specialize::store_attr(vm, ip, top!(1), name));
        save!();
        check!(special::store_attribute(vm, top!(1), name, top!(2)));
        skip!(op::STORE_ATTR);
        drop_top!(2);
        settle!();
    }
    STORE_ATTR_INSTANCE_VALUE => {
        let owner = top!(1);
        if owner.class_aux() != cached!(u32, 1) {
            deopt!(op::STORE_ATTR);
        }
        let at = cached!(u16, 3) as usize;
        let place = owner.word(at);
        let old = *place;
        if old.is_unbound() {
            // A new attribute, behind all that were set: see `rpython_objects::object`.
            let count = at as u32 - special::FIRST_EXTRA;
            match owner.header() {
                Some(h) if h.kind() == kinds::INSTANCE && h.aux() <= count => h.set_aux(count + 1),
                _ => deopt!(op::STORE_ATTR),
            }
        }
        *place = take(sp.sub(2)).into_value();
        let owner = *sp.sub(1);
        sp = sp.sub(2);
        discard!(old);
        discard!(owner);
        skip!(op::STORE_ATTR);
    }
    STORE_ATTR_SLOT => {
        let owner = top!(1);
        if owner.class_aux() != cached!(u32, 1) {
            deopt!(op::STORE_ATTR);
        }
        let place = owner.word(cached!(u16, 3) as usize);
        let old = *place;
        *place = take(sp.sub(2)).into_value();
        let owner = *sp.sub(1);
        sp = sp.sub(2);
        discard!(old);
        discard!(owner);
        skip!(op::STORE_ATTR);
    }
    STORE_ATTR_WITH_HINT => {
        let owner = top!(1);
        if owner.class_aux() != cached!(u32, 1) {
            deopt!(op::STORE_ATTR);
        }
        let name = name!(arg);
        // The dict lies in the word in front of the instance's first inline one, by its class.
        let dict = special::dict_of(vm, owner);
        let hint = cached!(u16, 3) as usize;
        let Some(d) = dict.filter(|d| d.get(vm).entry(hint).is_some_and(|e| e.key.is(name))) else {
            deopt!(op::STORE_ATTR)
        };
        let old = d.get_mut(vm).set_value_at(hint, take(sp.sub(2))).into_value();
        let owner = *sp.sub(1);
        sp = sp.sub(2);
        discard!(old);
        discard!(owner);
        skip!(op::STORE_ATTR);
    }
});
