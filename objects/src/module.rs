//! `module`

use crate::{Dict, PyResult, Str, TypeDef, TypeFlags, Vm, kinds, names, types};
use rpython_heap::{Obj, Payload, Ref};

/// The payload of a module: its namespace.
pub struct Module {
    /// `__dict__`
    pub dict: Ref<Dict>,
}

impl Payload for Module {
    const KIND: u8 = kinds::MODULE;
    const NAME: &'static str = "module";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.dict);
    }
}

impl Module {
    /// An empty module with the attributes that every module has.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn new(vm: &mut Vm, name: &str) -> PyResult<Ref<Module>> {
        let dict = Dict::new(vm);
        let name = Str::intern(vm, name).into_obj();
        Dict::set_str(vm, &dict, names::__name__, name)?;
        for empty in [names::__doc__, names::__package__, names::__loader__, names::__spec__] {
            Dict::set_str(vm, &dict, empty, Obj::NONE)?;
        }
        Ok(vm.alloc(types::MODULE, Module { dict }))
    }
}

/// The namespace of a module; `None` for other objects.
pub fn namespace(vm: &Vm, o: &Obj) -> Option<Ref<Dict>> {
    o.downcast_ref::<Module>().map(|m| m.get(vm).dict.clone())
}

/// `module`
pub static DEF: TypeDef =
    TypeDef { name: "module", kind: kinds::MODULE, flags: TypeFlags::BASE, weakly_referable: true, ..TypeDef::EMPTY };
