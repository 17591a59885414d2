//! Operators: binary and unary ones, subscripts, comparisons, membership, truth.

use super::words::instructions;
use crate::{
    call,
    frame::{Caller, FrameHeader, peek, take},
    special, special_methods, specialize,
};
use rpython_frontend::bytecode::{CACHES, compare, op};
use rpython_heap::{SlotId, give_up, has_pending};
use rpython_objects::{
    CompareOp, Dict, EVAL_BREAKER, List, Obj, PyResult, Ref, Str, Tuple, Value, Vm, protocol, types,
};
use std::sync::atomic::Ordering;

instructions!(|vm, frame, ip, sp, slots, arg| match opcode {
    BINARY_OP => {
        adapt!(specialize::binary_op(vm, ip, slots, top!(2), top!(1), arg));
        save!();
        let result = check!(special::binary_op(vm, ip, slots, sp, arg));
        skip!(op::BINARY_OP);
        binary_result!(result);
    }
    BINARY_OP_ADD_INT => {
        let (a, b) = (*sp.sub(2), *sp.sub(1));
        if Value::both_int(a, b)
            && let Some(sum) = Value::add_int(a, b)
        {
            binary_value!(op::BINARY_OP, sum);
        }
        deopt!(op::BINARY_OP);
    }
    BINARY_OP_SUBTRACT_INT => {
        let (a, b) = (*sp.sub(2), *sp.sub(1));
        if Value::both_int(a, b)
            && let Some(difference) = Value::sub_int(a, b)
        {
            binary_value!(op::BINARY_OP, difference);
        }
        deopt!(op::BINARY_OP);
    }
    BINARY_OP_MULTIPLY_INT => {
        let (a, b) = (*sp.sub(2), *sp.sub(1));
        if Value::both_int(a, b)
            && let Some(product) = Value::mul_int(a, b)
        {
            binary_value!(op::BINARY_OP, product);
        }
        deopt!(op::BINARY_OP);
    }
    BINARY_OP_ADD_FLOAT => {
        let (a, b) = (*sp.sub(2), *sp.sub(1));
        if a.is_float() && b.is_float() {
            let sum = a.as_float_unchecked() + b.as_float_unchecked();
            binary_value!(op::BINARY_OP, Value::float(sum));
        }
        deopt!(op::BINARY_OP);
    }
    BINARY_OP_SUBTRACT_FLOAT => {
        let (a, b) = (*sp.sub(2), *sp.sub(1));
        if a.is_float() && b.is_float() {
            let difference = a.as_float_unchecked() - b.as_float_unchecked();
            binary_value!(op::BINARY_OP, Value::float(difference));
        }
        deopt!(op::BINARY_OP);
    }
    BINARY_OP_MULTIPLY_FLOAT => {
        let (a, b) = (*sp.sub(2), *sp.sub(1));
        if a.is_float() && b.is_float() {
            let product = a.as_float_unchecked() * b.as_float_unchecked();
            binary_value!(op::BINARY_OP, Value::float(product));
        }
        deopt!(op::BINARY_OP);
    }
    BINARY_OP_EXTEND => {
        match special::extended_operator(*sp.sub(2), *sp.sub(1), arg) {
            Some(value) => binary_value!(op::BINARY_OP, value),
            None => deopt!(op::BINARY_OP),
        }
    }
    BINARY_OP_ADD_UNICODE => {
        let (a, b) = (top!(2), top!(1));
        if !special::is_exact(a, types::STR) || !special::is_exact(b, types::STR) {
            deopt!(op::BINARY_OP);
        }
        save!();
        let made = check!(Str::concat(vm, &*sp.sub(2).cast(), &*sp.sub(1).cast()));
        skip!(op::BINARY_OP);
        binary_result!(made.into_obj());
    }
    BINARY_OP_INPLACE_ADD_UNICODE => {
        let (a, b) = (top!(2), top!(1));
        let next = *ip.add(CACHES[op::BINARY_OP as usize] as usize);
        let place = slots.add((next >> 8) as usize);
        if !special::is_exact(a, types::STR) || !special::is_exact(b, types::STR) || !(*place).is(a.value()) {
            deopt!(op::BINARY_OP);
        }
        save!();
        let grown = special::append_to_local(vm, place, sp);
        // The slot is empty now: `STORE_FAST` behind fills it, or the failure leaves it so.
        let grown = check!(grown);
        skip!(op::BINARY_OP);
        let b = *sp.sub(1);
        sp = sp.sub(1);
        *sp.sub(1) = grown.into_value();
        discard_behind!(b);
    }
    BINARY_OP_SUBSCR_LIST_INT => {
        let (list, index) = (top!(2), *sp.sub(1));
        if !special::is_exact(list, types::LIST) || !index.is_int() {
            deopt!(op::BINARY_OP);
        }
        let items = &(*(&raw const *list).cast::<Ref<List>>()).get(vm).items;
        let Some(item) = items.get(special::place(index, items.len())) else { deopt!(op::BINARY_OP) };
        let item = item.clone().into_value();
        let list = *sp.sub(2);
        sp = sp.sub(1);
        *sp.sub(1) = item;
        discard!(list);
        skip!(op::BINARY_OP);
    }
    BINARY_OP_SUBSCR_TUPLE_INT => {
        let (tuple, index) = (top!(2), *sp.sub(1));
        if !special::is_exact(tuple, types::TUPLE) || !index.is_int() {
            deopt!(op::BINARY_OP);
        }
        let items = (*(&raw const *tuple).cast::<Ref<Tuple>>()).tail(vm);
        let Some(item) = items.get(special::place(index, items.len())) else { deopt!(op::BINARY_OP) };
        let item = item.clone().into_value();
        let tuple = *sp.sub(2);
        sp = sp.sub(1);
        *sp.sub(1) = item;
        discard!(tuple);
        skip!(op::BINARY_OP);
    }
    BINARY_OP_SUBSCR_STR_INT => {
        let index = *sp.sub(1);
        if !special::is_exact(top!(2), types::STR) || !index.is_int() {
            deopt!(op::BINARY_OP);
        }
        match special::latin1_at(vm, &*sp.sub(2).cast(), index.as_int_unchecked()) {
            Some(character) => {
                skip!(op::BINARY_OP);
                binary_result!(character);
            }
            None => deopt!(op::BINARY_OP),
        }
    }
    BINARY_OP_SUBSCR_DICT => {
        if !special::is_exact(top!(2), types::DICT) {
            deopt!(op::BINARY_OP);
        }
        save!();
        match check!(Dict::get_item(vm, &*sp.sub(2).cast(), top!(1))) {
            Some(value) => {
                skip!(op::BINARY_OP);
                binary_result!(value);
            }
            None => {
                let _raised = special::missing_key(vm, top!(1));
                fail!();
            }
        }
    }
    BINARY_OP_SUBSCR_GETITEM => {
        let state = state!();
        let container = top!(2);
        if container.class_aux() != cached!(u32, 1) {
            deopt!(op::BINARY_OP);
        }
        let getitem = cached_method!(3);
        if !special::takes_exactly(vm, &getitem, 2) {
            deopt!(op::BINARY_OP);
        }
        save!();
        // The arguments lie where the frame's slots will.
        let pushed = check!(call::enter_frame(
            vm,
            state,
            frame,
            getitem.value(),
            sp.sub(2),
            2,
            sp.sub(2),
            const { call::units(op::BINARY_OP) },
            Caller::Call,
        ));
        // The class may lose the function while it runs.
        (*pushed.frame).function = getitem.clone().into_value();
        start_pushed!(pushed);
    }
    COMPARE_OP => {
        adapt!(specialize::compare_op(ip, top!(2), top!(1), arg));
        save!();
        let operator = CompareOp::ALL[(arg >> 5) as usize];
        enter_special!(
            special_methods::may_have(top!(2)),
            enter_compare,
            const { call::units(op::COMPARE_OP) },
            operator
        );
        let to_bool = arg & compare::TO_BOOL as u32 != 0;
        let result = check!(special::compare_op(vm, top!(2), top!(1), operator, to_bool));
        skip!(op::COMPARE_OP);
        binary_result!(result);
    }
    COMPARE_OP_INT => {
        let (a, b) = (*sp.sub(2), *sp.sub(1));
        if !Value::both_int(a, b) {
            deopt!(op::COMPARE_OP);
        }
        let outcome = special::int_outcome(a, b);
        compared!(arg & outcome != 0);
    }
    COMPARE_OP_FLOAT => {
        let (a, b) = (*sp.sub(2), *sp.sub(1));
        if !(a.is_float() && b.is_float()) {
            deopt!(op::COMPARE_OP);
        }
        let outcome = special::float_outcome(a.as_float_unchecked(), b.as_float_unchecked());
        compared!(arg & outcome != 0);
    }
    COMPARE_OP_STR => {
        let (a, b) = (top!(2), top!(1));
        if !special::is_exact(a, types::STR) || !special::is_exact(b, types::STR) {
            deopt!(op::COMPARE_OP);
        }
        let same = a.is(b) || Str::same(vm, &*sp.sub(2).cast(), &*sp.sub(1).cast());
        skip!(op::COMPARE_OP);
        // Specialised for `==` and `!=` only.
        answer_binary!(same == (arg >> 5 == compare::EQ as u32));
    }
    CONTAINS_OP => {
        adapt!(specialize::contains_op(ip, top!(1)));
        save!();
        if special::is_exact(top!(1), types::STR) {
            let found = check!(Str::contains(vm, &*sp.sub(1).cast(), top!(2)));
            skip!(op::CONTAINS_OP);
            answer_binary!(found != (arg != 0));
        }
        enter_special!(special_methods::may_have(top!(1)), enter_contains, const { call::units(op::CONTAINS_OP) });
        let found = check!(protocol::contains(vm, top!(1), top!(2)));
        skip!(op::CONTAINS_OP);
        answer_binary!(found != (arg != 0));
    }
    CONTAINS_OP_DICT => {
        if !special::is_exact(top!(1), types::DICT) {
            deopt!(op::CONTAINS_OP);
        }
        save!();
        let hash = check!(Dict::hash_key(vm, top!(2)));
        let found = check!(Dict::find(vm, &*sp.sub(1).cast(), top!(2), hash)).is_some();
        skip!(op::CONTAINS_OP);
        answer_binary!(found != (arg != 0));
    }
    CONTAINS_OP_SET => {
        if !special::is_exact(top!(1), types::SET) && !special::is_exact(top!(1), types::FROZENSET) {
            deopt!(op::CONTAINS_OP);
        }
        save!();
        let found = check!(rpython_objects::set::contains(vm, &*sp.sub(1).cast(), top!(2)));
        skip!(op::CONTAINS_OP);
        answer_binary!(found != (arg != 0));
    }
    IS_OP => {
        let same = top!(2).is(top!(1));
        answer_binary!(same != (arg != 0));
    }
    UNARY_NEGATIVE => {
        let value = *sp.sub(1);
        if value.is_float() {
            *sp.sub(1) = Value::float(-value.as_float_unchecked());
            next!();
        }
        if value.is_int()
            && let Some(negated) = Value::int(-value.as_int_unchecked())
        {
            *sp.sub(1) = negated;
            next!();
        }
        unary!(protocol::negative);
    }
    UNARY_NOT => {
        let value = *sp.sub(1);
        *sp.sub(1) = Value::bool(value == Value::FALSE);
    }
    TO_BOOL => {
        adapt!(specialize::to_bool(vm, ip, top!(1)));
        if !(*sp.sub(1)).is_bool() {
            save!();
            enter_special!(special_methods::may_have(top!(1)), enter_truth, const { call::units(op::TO_BOOL) });
            unary!(|vm: &mut Vm, o: &Obj| protocol::is_true(vm, o).map(Obj::bool));
        }
        skip!(op::TO_BOOL);
    }
    TO_BOOL_BOOL => {
        if !(*sp.sub(1)).is_bool() {
            deopt!(op::TO_BOOL);
        }
        skip!(op::TO_BOOL);
    }
    TO_BOOL_INT => {
        let value = *sp.sub(1);
        if !value.is_int() {
            deopt!(op::TO_BOOL);
        }
        truth!(value != Value::int_wrapping(0));
    }
    TO_BOOL_NONE => {
        if *sp.sub(1) != Value::NONE {
            deopt!(op::TO_BOOL);
        }
        truth!(false);
    }
    TO_BOOL_LIST => {
        if !special::is_exact(top!(1), types::LIST) {
            deopt!(op::TO_BOOL);
        }
        truth!(!(*sp.sub(1).cast::<Ref<List>>()).get(vm).items.is_empty());
    }
    TO_BOOL_STR => {
        if !special::is_exact(top!(1), types::STR) {
            deopt!(op::TO_BOOL);
        }
        truth!(!(*sp.sub(1).cast::<Ref<Str>>()).get(vm).is_empty());
    }
    TO_BOOL_ALWAYS_TRUE => {
        if top!(1).class_aux() != cached!(u32, 1) {
            deopt!(op::TO_BOOL);
        }
        truth!(true);
    }
    STORE_SUBSCR => {
        adapt!(specialize::store_subscr(ip, top!(2), top!(1)));
        save!();
        if !rpython_objects::bytearray::store_byte(vm, top!(2), *sp.sub(1), *sp.sub(3)) {
            enter_special!(special_methods::may_have(top!(2)), enter_set_item, const { call::units(op::STORE_SUBSCR) });
            check!(protocol::set_item(vm, top!(2), top!(1), top!(3)));
        }
        skip!(op::STORE_SUBSCR);
        drop_top!(3);
    }
    STORE_SUBSCR_LIST_INT => {
        let (container, key) = (top!(2), *sp.sub(1));
        if !key.is_int() || !special::is_exact(container, types::LIST) {
            deopt!(op::STORE_SUBSCR);
        }
        let list = &*(&raw const *container).cast::<Ref<List>>();
        let items = &mut list.get_mut(vm).items;
        let i = special::place(key, items.len());
        let Some(place) = items.get_mut(i) else { deopt!(op::STORE_SUBSCR) };
        let old = std::mem::replace(place, take(sp.sub(3))).into_value();
        let container = *sp.sub(2);
        sp = sp.sub(3);
        discard!(old);
        discard!(container);
        skip!(op::STORE_SUBSCR);
    }
    STORE_SUBSCR_DICT => {
        if !special::is_exact(top!(2), types::DICT) {
            deopt!(op::STORE_SUBSCR);
        }
        save!();
        check!(Dict::set_item(vm, &*sp.sub(2).cast(), top!(1), top!(3).clone()));
        skip!(op::STORE_SUBSCR);
        drop_top!(3);
        settle!();
    }
});
