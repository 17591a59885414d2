//! `_types`: names for types that have none among the builtins.

use crate::table;
use rpython_objects::{Module, PyResult, Ref, TypeDef, TypeFlags, Vm, type_object, types};

/// `PyCapsule`: C pointers with a name; nothing here makes any.
static CAPSULE: TypeDef = TypeDef { name: "PyCapsule", flags: TypeFlags::NO_NEW, ..TypeDef::EMPTY };

/// Makes the module.
///
/// # Errors
/// `MemoryError`.
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let module = table::module(vm, "_types", "Define names for built-in types.", &[])?;
    for (name, class) in [
        ("AsyncGeneratorType", types::ASYNC_GENERATOR),
        ("BuiltinFunctionType", types::BUILTIN),
        ("BuiltinMethodType", types::BUILTIN),
        ("CellType", types::CELL),
        ("ClassMethodDescriptorType", types::CLASS_METHOD_DESCRIPTOR),
        ("CodeType", types::CODE),
        ("CoroutineType", types::COROUTINE),
        ("EllipsisType", types::ELLIPSIS_TYPE),
        ("FrameType", types::FRAME),
        ("FunctionType", types::FUNCTION),
        ("GeneratorType", types::GENERATOR),
        ("GenericAlias", types::GENERIC_ALIAS),
        ("GetSetDescriptorType", types::GETSET_DESCRIPTOR),
        ("LambdaType", types::FUNCTION),
        ("MappingProxyType", types::MAPPING_PROXY),
        ("MemberDescriptorType", types::MEMBER_DESCRIPTOR),
        ("MethodDescriptorType", types::METHOD_DESCRIPTOR),
        ("MethodType", types::METHOD),
        ("MethodWrapperType", types::BOUND_SLOT),
        ("ModuleType", types::MODULE),
        ("NoneType", types::NONE_TYPE),
        ("NotImplementedType", types::NOT_IMPLEMENTED_TYPE),
        ("SimpleNamespace", types::NAMESPACE),
        ("TracebackType", types::TRACEBACK),
        ("UnionType", types::UNION),
        ("WrapperDescriptorType", types::SLOT_WRAPPER),
    ] {
        table::set(vm, &module, name, class.clone().into_obj())?;
    }
    let capsule = type_object::define(vm, &CAPSULE)?;
    table::set(vm, &module, "CapsuleType", capsule.into_obj())?;
    Ok(module)
}
