//! Building what exists from the start: the fixed slots, the built-in types, the fixed strings.
//!
//! Order: slots are laid out first, so every handle is known; then strings, which the types' names need; then the
//! types' payloads, bases first; then their dicts, which need all types.

use crate::{Dict, Str, Tuple, Type, Vm, names, text::Kind, type_object, types};
use rpython_heap::{OutOfMemory, Payload, Ref, Token, kind, region};

/// Lays out the fixed slots.
pub(crate) fn lay_out(token: &mut Token) -> Result<(), OutOfMemory> {
    register_kinds();
    let empty_tuple = types::empty_tuple_slot();
    for (kind, granules, count, page) in [
        (Type::KIND, types::GRANULES, types::COUNT, types::FIRST_PAGE),
        (Str::KIND, names::GRANULES, names::COUNT, names::FIRST_PAGE),
        (Tuple::KIND, types::EMPTY_TUPLE_GRANULES, 1, empty_tuple.0 / region::PAGE_GRANULES),
    ] {
        let first = token.fixed_slots(kind, granules, count)?;
        assert_eq!(first, page, "fixed slots are laid out first, in this order");
    }
    Ref::emplace(token, empty_tuple, types::TUPLE.slot(), Tuple { hash: Default::default() });
    Tuple::empty().untrack();
    for number in 0..names::COUNT {
        let slot = region::fixed_slot(names::FIRST_PAGE, names::GRANULES, number);
        let class = types::STR.slot();
        match number {
            0..256 => {
                let kind = if number < 128 { Kind::Ascii } else { Kind::Latin1 };
                let Ok(()) = Ref::emplace_tail(token, slot, class, Str::payload(kind, 1, true), &[number as u8]);
            }
            256 => Ref::emplace(token, slot, class, Str::payload(Kind::Ascii, 0, true)),
            _ => {
                let text = names::TEXTS[number as usize - 257].as_bytes();
                let payload = Str::payload(Kind::Ascii, text.len(), true);
                let Ok(()) = Ref::emplace_tail(token, slot, class, payload, text);
            }
        }
    }
    Ok(())
}

/// Builds the built-in types.
pub(crate) fn build(vm: &mut Vm) {
    for number in 0..names::COUNT {
        let slot = region::fixed_slot(names::FIRST_PAGE, names::GRANULES, number);
        let name: Ref<Str> = Ref::fixed(slot);
        let interned = vm.interned.clone();
        infallible(Dict::set_str(vm, &interned, &name, name.clone().into_obj()));
    }
    for (number, def) in types::DEFS.iter().enumerate() {
        let slot = region::fixed_slot(types::FIRST_PAGE, types::GRANULES, number as u32);
        let base = (number > 0).then(|| Ref::fixed(def.base));
        let made = type_object::blank(vm, def, base.as_ref());
        Ref::emplace(vm, slot, types::TYPE.slot(), made);
    }
    for (number, def) in types::DEFS.iter().enumerate() {
        let class: Ref<Type> = Ref::fixed(region::fixed_slot(types::FIRST_PAGE, types::GRANULES, number as u32));
        infallible(type_object::fill(vm, &class, def));
    }
    infallible(crate::exception::add_second_base(vm));
}

/// Start-up needs less memory than any limit leaves.
fn infallible<T, E: std::fmt::Debug>(result: Result<T, E>) -> T {
    match result {
        Ok(done) => done,
        Err(e) => panic!("the built-in types could not be made: {e:?}"),
    }
}

fn register_kinds() {
    macro_rules! register {
        ($($payload:ty),* $(,)?) => { $(kind::register::<$payload>();)* };
    }
    register!(
        Type,
        Str,
        Dict,
        Tuple,
        crate::exception::Exception,
        crate::List,
        crate::list::ListIterator,
        crate::tuple::TupleIterator,
        crate::dict::views::DictView,
        crate::dict::iterators::DictIterator,
        crate::mapping_proxy::MappingProxy,
        crate::set::Set,
        crate::set::iterator::SetIterator,
        crate::sequence_iterator::SequenceIterator,
        crate::call_iterator::CallIterator,
        crate::enumerate::Enumerate,
        crate::zip::Zip,
        crate::map::Map,
        crate::filter::Filter,
        crate::reversed::Reversed,
        crate::function::Builtin,
        crate::function::MethodDescriptor,
        crate::wrapper::SlotWrapper,
        crate::wrapper::BoundSlot,
        crate::descriptor::GetSet,
        crate::descriptor::Member,
        crate::property::Property,
        crate::slice::Slice,
        crate::range::Range,
        crate::range::RangeIterator,
        crate::range::LongRangeIterator,
        crate::object::Instance,
        crate::Bytes,
        crate::ByteArray,
        crate::bytes::iterator::BytesIterator,
        crate::memoryview::MemoryView,
        crate::template::Template,
        crate::template::Interpolation,
        crate::template::TemplateIterator,
        crate::memoryview::MemoryIterator,
        crate::memoryview::Managed,
        crate::str::iterator::StrIterator,
        crate::int::Int,
        crate::float::Float,
        crate::complex::Complex,
        crate::Code,
        crate::Function,
        crate::method::Method,
        crate::cell::Cell,
        crate::Generator,
        crate::generator::CoroutineWrapper,
        crate::async_generator::Step,
        crate::async_generator::WrappedValue,
        crate::frame::Frame,
        crate::frame::Traceback,
        crate::frame_locals::FrameLocals,
        crate::module::Module,
        crate::namespace::Namespace,
        crate::generic_alias::GenericAlias,
        crate::generic_alias::AliasIterator,
        crate::union::Union,
        crate::super_object::Super,
        crate::class_method::ClassMethod,
        crate::static_method::StaticMethod,
        crate::typing::parameter::Parameter,
        crate::typing::parameter::Part,
        crate::typing::alias::TypeAlias,
        crate::typing::constant::ConstEvaluator,
        crate::anext_awaitable::AnextAwaitable,
        crate::weakref::WeakRef,
        crate::weakref::proxy::WeakProxy,
    );
}
