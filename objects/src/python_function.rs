//! `function`: what `def` and `lambda` make. It is run by the interpreter, through a hook.

use crate::{Code, Dict, PyResult, Slots, Str, Tuple, TypeDef, TypeFlags, Vm, kinds, method, types};
use rpython_heap::{Obj, OptObj, Payload, Ref};

/// The payload of a function.
pub struct Function {
    /// `__code__`
    pub code: Ref<Code>,
    /// `__globals__`
    pub globals: Ref<Dict>,
    /// `__builtins__`
    pub builtins: Ref<Dict>,
    /// `__name__`
    pub name: Ref<Str>,
    /// `__qualname__`
    pub qualname: Ref<Str>,
    /// `__defaults__`: a tuple.
    pub defaults: Option<Ref<Tuple>>,
    /// `__kwdefaults__`: a dict.
    pub keyword_defaults: Option<Ref<Dict>>,
    /// `__closure__`: a tuple of cells.
    pub closure: Option<Ref<Tuple>>,
    /// `__doc__`
    pub doc: OptObj,
    /// `__module__`
    pub module: OptObj,
    /// `__dict__`, made when first asked for.
    pub dict: OptObj,
    /// `__annotations__`, once computed.
    pub annotations: OptObj,
    /// `__annotate__`
    pub annotate: OptObj,
    /// `__type_params__`
    pub type_params: OptObj,
    /// Changes with whatever a cached call depends on; 0 until asked for.
    pub version: u32,
}

impl Payload for Function {
    const KIND: u8 = kinds::FUNCTION;
    const NAME: &'static str = "function";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.code);
        visit(&self.globals);
        visit(&self.builtins);
        visit(&self.name);
        visit(&self.qualname);
        if let Some(t) = &self.defaults {
            visit(t);
        }
        if let Some(d) = &self.keyword_defaults {
            visit(d);
        }
        if let Some(t) = &self.closure {
            visit(t);
        }
        let own = [&self.doc, &self.module, &self.dict, &self.annotations, &self.annotate, &self.type_params];
        own.into_iter().filter_map(OptObj::get).for_each(visit);
    }
    fn clear(&mut self) {
        // The code, the globals and the names stay, so that the function remains one (CPython: func_clear).
        self.defaults = None;
        self.keyword_defaults = None;
        self.closure = None;
        for field in [&mut self.doc, &mut self.module, &mut self.dict, &mut self.annotations, &mut self.annotate] {
            field.take();
        }
        self.type_params.take();
    }
}

fn call(vm: &mut Vm, f: &Obj, args: crate::CallArgs<'_>) -> PyResult {
    (vm.hooks.call_function)(vm, f, args)
}

fn bind(vm: &mut Vm, f: &Obj, instance: Option<&Obj>, _: Option<&Obj>) -> PyResult {
    Ok(match instance {
        Some(instance) => method::new(vm, f, instance),
        None => f.clone(),
    })
}

/// `function`
pub static DEF: TypeDef = TypeDef {
    name: "function",
    kind: kinds::FUNCTION,
    flags: TypeFlags::METHOD_DESCRIPTOR,
    slots: Slots { call: Some(call), descr_get: Some(bind), ..Slots::EMPTY },
    weakly_referable: true,
    ..TypeDef::EMPTY
};

/// Makes a function as `MAKE_FUNCTION` does: named and documented by its code.
pub fn new(vm: &mut Vm, code: &Ref<Code>, globals: &Ref<Dict>, builtins: &Ref<Dict>) -> Ref<Function> {
    const HAS_DOCSTRING: u32 = 0x400_0000;
    let c = code.get(vm);
    let doc = if c.flags & HAS_DOCSTRING != 0 { c.consts.tail(vm).first().cloned() } else { None };
    let (name, qualname) = (c.name.clone(), c.qualname.clone());
    let module = Dict::get_str(vm, globals, crate::names::__name__).cloned();
    let made = Function {
        code: code.clone(),
        globals: globals.clone(),
        builtins: builtins.clone(),
        name,
        qualname,
        defaults: None,
        keyword_defaults: None,
        closure: None,
        doc: doc.into(),
        module: module.into(),
        dict: OptObj::NONE,
        annotations: OptObj::NONE,
        annotate: OptObj::NONE,
        type_params: OptObj::NONE,
        version: 0,
    };
    vm.alloc(types::FUNCTION, made)
}
