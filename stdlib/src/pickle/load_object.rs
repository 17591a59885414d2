//! Loading classes, functions and instances.

use super::{error, global, input::ascii, load::Loader, save_reduce::call_with};
use rpython_objects::{
    Dict, Obj, PyResult, Str, StrExt, Tuple, Type, Vm, argument, int, names, protocol, type_error, value_error,
};

/// Makes an instance as Python 2 did: a class without arguments is not called, unless it has `__getinitargs__`.
fn instantiate(vm: &mut Vm, class: &Obj, arguments: &[Obj]) -> PyResult {
    if arguments.is_empty() && class.is_kind::<Type>() {
        let name = Str::intern(vm, "__getinitargs__");
        if protocol::find_attr(vm, class, &name)?.is_none() {
            return protocol::call_method(vm, class, names::__new__, std::slice::from_ref(class));
        }
    }
    protocol::call(vm, class, arguments)
}

impl Loader {
    /// Pushes what a name of a module stands for.
    pub(super) fn push_global(&mut self, vm: &mut Vm, module: &Obj, name: &Obj) -> PyResult<()> {
        let found = self.find(vm, module, name)?;
        self.push(found)
    }

    fn find(&mut self, vm: &mut Vm, module: &Obj, name: &Obj) -> PyResult {
        if let Some(find) = self.find_class.clone() {
            let arguments = [module.clone(), name.clone()];
            return self.outside(vm, |vm| protocol::call(vm, &find, &arguments));
        }
        let (shared, proto, fix_imports) = (self.shared.clone(), self.proto, self.decoding.fix_imports);
        self.outside(vm, |vm| global::find(vm, &shared, proto, fix_imports, module, name))
    }

    pub(super) fn load_global(&mut self, vm: &mut Vm) -> PyResult<()> {
        let module = self.identifier(vm)?;
        let name = self.identifier(vm)?;
        self.push_global(vm, &module, &name)
    }

    /// A line that is a name, in UTF-8.
    fn identifier(&mut self, vm: &mut Vm) -> PyResult {
        let (start, end) = self.text_line(vm, 2)?;
        let bytes = self.input.slice(vm, start, end).to_vec();
        Ok(rpython_objects::codecs::decode(vm, &bytes, Some("utf-8"), Some("strict"))?.into_obj())
    }

    /// A line that is a name, in ASCII.
    fn old_identifier(&mut self, vm: &mut Vm) -> PyResult {
        let (start, end) = self.text_line(vm, 2)?;
        let bytes = self.input.slice(vm, start, end).to_vec();
        Ok(ascii(vm, &bytes)?.into_obj())
    }

    pub(super) fn load_inst(&mut self, vm: &mut Vm) -> PyResult<()> {
        let mark = self.take_mark(vm)?;
        let module = self.old_identifier(vm)?;
        let name = self.old_identifier(vm)?;
        let class = self.find(vm, &module, &name)?;
        let arguments = self.tuple_from(vm, mark)?;
        let arguments = arguments.tail(vm).to_vec();
        let made = self.outside(vm, |vm| instantiate(vm, &class, &arguments))?;
        self.push(made)
    }

    pub(super) fn load_obj(&mut self, vm: &mut Vm) -> PyResult<()> {
        let mark = self.take_mark(vm)?;
        if self.stack.len() <= mark {
            return Err(self.underflow(vm));
        }
        let arguments = self.tuple_from(vm, mark + 1)?;
        let class = self.pop(vm)?;
        let arguments = arguments.tail(vm).to_vec();
        let made = self.outside(vm, |vm| instantiate(vm, &class, &arguments))?;
        self.push(made)
    }

    pub(super) fn load_reduce(&mut self, vm: &mut Vm) -> PyResult<()> {
        let arguments = self.pop(vm)?;
        let function = self.pop(vm)?;
        let Some(arguments) = arguments.downcast_ref::<Tuple>() else {
            return Err(type_error!(vm, "argument list must be a tuple"));
        };
        let values: smallvec::SmallVec<[Obj; 6]> = arguments.tail(vm).iter().cloned().collect();
        let made = self.outside(vm, |vm| protocol::call(vm, &function, &values))?;
        self.push(made)
    }

    /// The class that an opcode makes an instance of.
    fn checked_class(&mut self, vm: &mut Vm, class: &Obj, opcode: &str) -> PyResult<()> {
        let Some(type_object) = class.downcast_ref::<Type>() else {
            let got = argument::class_name(vm, class);
            return Err(error::unpickling(vm, format_args!("{opcode} class argument must be a type, not {got}")));
        };
        if vm.slots(type_object).new().is_none() {
            let name = rpython_objects::TypeExt::name(type_object, vm).into_owned();
            return Err(error::unpickling(vm, format_args!("{opcode} class argument '{name}' doesn't have __new__")));
        }
        Ok(())
    }

    pub(super) fn load_newobj(&mut self, vm: &mut Vm) -> PyResult<()> {
        let arguments = self.pop(vm)?;
        let class = self.pop(vm)?;
        self.checked_class(vm, &class, "NEWOBJ")?;
        let Some(arguments) = arguments.downcast_ref::<Tuple>() else {
            let got = argument::class_name(vm, &arguments);
            return Err(error::unpickling(vm, format_args!("NEWOBJ args argument must be a tuple, not {got}")));
        };
        let values: smallvec::SmallVec<[Obj; 6]> = arguments.tail(vm).iter().cloned().collect();
        let made = self.outside(vm, |vm| make(vm, &class, rpython_objects::CallArgs::positional(&values)))?;
        self.push(made)
    }

    pub(super) fn load_newobj_ex(&mut self, vm: &mut Vm) -> PyResult<()> {
        let keywords = self.pop(vm)?;
        let arguments = self.pop(vm)?;
        let class = self.pop(vm)?;
        self.checked_class(vm, &class, "NEWOBJ_EX")?;
        let Some(values) = arguments.downcast_ref::<Tuple>() else {
            let got = argument::class_name(vm, &arguments);
            return Err(error::unpickling(vm, format_args!("NEWOBJ_EX args argument must be a tuple, not {got}")));
        };
        let Some(keywords) = keywords.downcast_ref::<Dict>() else {
            let got = argument::class_name(vm, &keywords);
            return Err(error::unpickling(vm, format_args!("NEWOBJ_EX kwargs argument must be a dict, not {got}")));
        };
        let mut all = vec![class.clone()];
        all.extend(values.tail(vm).iter().cloned());
        let made = self.outside(vm, |vm| {
            let new = protocol::get_attr(vm, &class, names::__new__)?;
            call_with(vm, &new, all, keywords)
        })?;
        self.push(made)
    }

    /// Gives an instance its state: by its `__setstate__`, or as attributes.
    pub(super) fn load_build(&mut self, vm: &mut Vm) -> PyResult<()> {
        if self.stack.len() < self.fence_and(2) {
            return Err(self.underflow(vm));
        }
        let state = self.pop(vm)?;
        let instance = self.top(vm)?.clone();
        self.outside(vm, |vm| build(vm, &instance, state))
    }

    pub(super) fn load_get(&mut self, vm: &mut Vm) -> PyResult<()> {
        let number = self.memo_number(vm)?;
        match usize::try_from(number) {
            Ok(number) => self.load_memoized(vm, number),
            Err(_) => Err(error::unpickling(vm, format_args!("Memo value not found at index {number}"))),
        }
    }

    pub(super) fn load_put(&mut self, vm: &mut Vm) -> PyResult<()> {
        let (start, end) = self.text_line(vm, 2)?;
        let top = self.top(vm)?.clone();
        let number = self.number_of(vm, start, end)?;
        match usize::try_from(number) {
            Ok(number) => self.memo.set(number, top),
            Err(_) => Err(value_error!(vm, "negative PUT argument")),
        }
    }

    fn memo_number(&mut self, vm: &mut Vm) -> PyResult<isize> {
        let (start, end) = self.text_line(vm, 2)?;
        self.number_of(vm, start, end)
    }

    fn number_of(&mut self, vm: &mut Vm, start: usize, end: usize) -> PyResult<isize> {
        let (limit, digits) = (vm.int_max_str_digits, self.input.slice(vm, start, end + 1));
        let made = rpython_objects::number::int::Int::from_ascii(digits, 10, limit);
        let n = int::finish(vm, made)?;
        int::to_isize(vm, &n)
    }

    /// What `copyreg` has a number for.
    pub(super) fn load_extension(&mut self, vm: &mut Vm, code: i32) -> PyResult<()> {
        if code <= 0 {
            return Err(error::unpickling(vm, "EXT specifies code <= 0"));
        }
        let shared = self.shared.clone();
        let key = int::from_i64(vm, code.into());
        if let Some(known) = Dict::get_item(vm, &shared.extension_cache, &key)? {
            return self.push(known);
        }
        let Some(pair) = Dict::get_item(vm, &shared.inverted_registry, &key)? else {
            return Err(value_error!(vm, "unregistered extension code {code}"));
        };
        let names = pair.downcast_ref::<Tuple>().map(|t| t.tail(vm));
        let Some([module, name]) = names.filter(|names| names.iter().all(|n| n.is_kind::<Str>())) else {
            return Err(value_error!(vm, "_inverted_registry[{code}] isn't a 2-tuple of strings"));
        };
        let (module, name) = (module.clone(), name.clone());
        let found = self.find(vm, &module, &name)?;
        Dict::set_item(vm, &shared.extension_cache, &key, found.clone())?;
        self.push(found)
    }
}

/// `class.__new__(class, …)`, by the type's own slot.
fn make(vm: &mut Vm, class: &Obj, arguments: rpython_objects::CallArgs<'_>) -> PyResult {
    let Some(type_object) = class.downcast_ref::<Type>() else { return Ok(Obj::NONE) };
    match vm.slots(type_object).new() {
        Some(new) => new(vm, type_object, arguments),
        None => Ok(Obj::NONE),
    }
}

/// The pairs of a state, which must be a dict.
fn pairs_of(vm: &mut Vm, state: &Obj, message: &str) -> PyResult<Vec<(Obj, Obj)>> {
    match state.downcast_ref::<Dict>() {
        Some(dict) => Ok(dict.get(vm).iter().map(|(k, v)| (k.clone(), v.clone())).collect()),
        None => Err(error::unpickling(vm, message)),
    }
}

fn build(vm: &mut Vm, instance: &Obj, state: Obj) -> PyResult<()> {
    if let Some(set) = protocol::find_attr(vm, instance, names::__setstate__)? {
        return protocol::call(vm, &set, &[state]).map(drop);
    }
    let (state, slots) = match state.downcast_ref::<Tuple>().map(|t| t.tail(vm)) {
        Some([state, slots]) => (state.clone(), Some(slots.clone())),
        _ => (state, None),
    };
    if !state.is_none() {
        let pairs = pairs_of(vm, &state, "state is not a dictionary")?;
        let dict = protocol::get_attr(vm, instance, names::__dict__)?;
        for (key, value) in pairs {
            // Attribute names are interned, as those of instances made otherwise are.
            let key = match key.downcast::<Str>() {
                Ok(name) if name.is_exact() => Str::intern_ref(vm, name).into_obj(),
                Ok(name) => name.into_obj(),
                Err(other) => other,
            };
            match dict.downcast_ref::<Dict>().filter(|d| Dict::is_exact(d)) {
                Some(dict) => Dict::set_item(vm, dict, &key, value)?,
                None => protocol::set_item(vm, &dict, &key, &value)?,
            }
        }
    }
    let Some(slots) = slots else { return Ok(()) };
    for (key, value) in pairs_of(vm, &slots, "slot state is not a dictionary")? {
        match key.downcast_ref::<Str>() {
            Some(name) => protocol::set_attr(vm, instance, name, &value)?,
            None => {
                let class = argument::class_name(vm, &key);
                return Err(type_error!(vm, "attribute name must be string, not '{class}'"));
            }
        }
    }
    Ok(())
}
