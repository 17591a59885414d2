//! Saving an object as the call that makes it again (`save_reduce`; PEP 307).

use super::{
    error::{self, Note, noted},
    opcode::*,
    save::Saver,
};
use rpython_objects::{CallArgs, Dict, Obj, PyResult, Ref, Str, StrExt, Tuple, Type, Vm, argument, names, protocol};

/// The form of the call.
enum Form {
    Call,
    NewObj,
    NewObjEx,
}

fn is_callable(vm: &Vm, o: &Obj) -> bool {
    vm.slots_of(o).call().is_some()
}

/// The `PicklingError` of a part of the wrong type.
#[cold]
fn wrong(vm: &mut Vm, rule: &str, got: &Obj) -> rpython_objects::Raised {
    let class = argument::full_class_name(vm, got);
    error::pickling(vm, format_args!("{rule}, not {class}"))
}

impl Saver {
    /// Saves `of` as the parts of its reduction say.
    pub(super) fn save_reduced(&mut self, vm: &mut Vm, parts: &[Obj], of: &Obj) -> PyResult<()> {
        let (2..=6, [function, arguments, rest @ ..]) = (parts.len(), parts) else {
            return Err(error::pickling(vm, "tuple returned by __reduce__ must contain 2 through 6 elements"));
        };
        let part = |i: usize| rest.get(i).filter(|o| !o.is_none());
        let (state, items, pairs, setter) = (part(0), part(1), part(2), part(3));
        if !is_callable(vm, function) {
            return Err(wrong(vm, "first item of the tuple returned by __reduce__ must be callable", function));
        }
        let Some(arguments) = arguments.downcast_ref::<Tuple>() else {
            return Err(wrong(vm, "second item of the tuple returned by __reduce__ must be a tuple", arguments));
        };
        for (iterator, which) in [(items, "fourth"), (pairs, "fifth")] {
            if let Some(iterator) = iterator
                && vm.slots_of(iterator).next().is_none()
            {
                let rule = format!("{which} item of the tuple returned by __reduce__ must be an iterator");
                return Err(wrong(vm, &rule, iterator));
            }
        }
        if let Some(setter) = setter
            && !is_callable(vm, setter)
        {
            return Err(wrong(vm, "sixth item of the tuple returned by __reduce__ must be callable", setter));
        }
        match self.form(vm, function)? {
            Form::NewObjEx => self.save_newobj_ex(vm, arguments, of)?,
            Form::NewObj => self.save_newobj(vm, arguments, of)?,
            Form::Call => {
                let saved = self.save(vm, function);
                noted(vm, saved, of, Note::Part("reconstructor"))?;
                let saved = self.save(vm, arguments);
                noted(vm, saved, of, Note::Part("reconstructor arguments"))?;
                self.op(REDUCE)?;
            }
        }
        // An object that its own parts lead back to has been made by then: this one is dropped.
        if let Some(number) = self.memo.get(of) {
            self.op(POP)?;
            return self.get(vm, number);
        }
        self.memoize(vm, of)?;
        if let Some(items) = items {
            self.append_items(vm, items, of)?;
        }
        if let Some(pairs) = pairs {
            self.set_items(vm, pairs, of)?;
        }
        match (state, setter) {
            (None, _) => Ok(()),
            (Some(state), None) => {
                let saved = self.save(vm, state);
                noted(vm, saved, of, Note::Part("state"))?;
                self.op(BUILD)
            }
            (Some(state), Some(setter)) => {
                let saved = self.save(vm, setter);
                noted(vm, saved, of, Note::Part("state setter"))?;
                self.save(vm, of)?;
                let saved = self.save(vm, state);
                noted(vm, saved, of, Note::Part("state"))?;
                // What the setter returns is of no interest.
                self.out.put(&[TUPLE2, REDUCE, POP])
            }
        }
    }

    /// The form that the name of the function asks for.
    fn form(&mut self, vm: &mut Vm, function: &Obj) -> PyResult<Form> {
        if self.proto < 2 {
            return Ok(Form::Call);
        }
        let name = protocol::find_attr(vm, function, names::__name__)?;
        let Some(name) = name.as_ref().and_then(|name| name.downcast_ref::<Str>()) else { return Ok(Form::Call) };
        Ok(if name.is_text(vm, "__newobj_ex__") {
            Form::NewObjEx
        } else if name.is_text(vm, "__newobj__") {
            Form::NewObj
        } else {
            Form::Call
        })
    }

    fn save_newobj(&mut self, vm: &mut Vm, arguments: &Ref<Tuple>, of: &Obj) -> PyResult<()> {
        let Some((class, rest)) = arguments.tail(vm).split_first().map(|(c, r)| (c.clone(), r.to_vec())) else {
            return Err(error::pickling(vm, "__newobj__ expected at least 1 argument, got 0"));
        };
        if !class.is_kind::<Type>() {
            return Err(wrong(vm, "first argument to __newobj__() must be a class", &class));
        }
        let own = protocol::get_attr(vm, of, names::__class__)?;
        if !own.is(&class) {
            let (own, class) = (error::shown(vm, &own)?, error::shown(vm, &class)?);
            let message = format!("first argument to __newobj__() must be {own}, not {class}");
            return Err(error::pickling(vm, message));
        }
        let saved = self.save(vm, &class);
        noted(vm, saved, of, Note::Part("class"))?;
        let rest = Tuple::from_vec(vm, rest)?;
        let saved = self.save(vm, &rest);
        noted(vm, saved, of, Note::Part("__new__ arguments"))?;
        self.op(NEWOBJ)
    }

    fn save_newobj_ex(&mut self, vm: &mut Vm, arguments: &Ref<Tuple>, of: &Obj) -> PyResult<()> {
        let given = arguments.tail(vm).to_vec();
        let [class, positional, keywords] = &given[..] else {
            let got = given.len();
            return Err(error::pickling(vm, format_args!("__newobj_ex__ expected 3 arguments, got {got}")));
        };
        if !class.is_kind::<Type>() {
            return Err(wrong(vm, "first argument to __newobj_ex__() must be a class", class));
        }
        let Some(values) = positional.downcast_ref::<Tuple>() else {
            return Err(wrong(vm, "second argument to __newobj_ex__() must be a tuple", positional));
        };
        let Some(dict) = keywords.downcast_ref::<Dict>() else {
            return Err(wrong(vm, "third argument to __newobj_ex__() must be a dict", keywords));
        };
        if self.proto >= 4 {
            let saved = self.save(vm, class);
            noted(vm, saved, of, Note::Part("class"))?;
            let saved = self.save(vm, positional).and_then(|()| self.save(vm, keywords));
            noted(vm, saved, of, Note::Part("__new__ arguments"))?;
            return self.op(NEWOBJ_EX);
        }
        // Before protocol 4 it is `partial(cls.__new__, cls, *args, **kwargs)()`.
        let new = protocol::get_attr(vm, class, names::__new__)?;
        let mut all = vec![new, class.clone()];
        all.extend(values.tail(vm).iter().cloned());
        let made = call_with(vm, &self.shared.partial.clone(), all, dict)?;
        let saved = self.save(vm, &made);
        noted(vm, saved, of, Note::Part("reconstructor"))?;
        let empty = Tuple::empty();
        let saved = self.save(vm, &empty);
        noted(vm, saved, of, Note::Part("reconstructor arguments"))?;
        self.op(REDUCE)
    }
}

/// `f(*values, **keywords)`
pub(super) fn call_with(vm: &mut Vm, f: &Obj, mut values: Vec<Obj>, keywords: &Ref<Dict>) -> PyResult {
    let mut keys = Vec::new();
    for (key, value) in keywords.get(vm).iter() {
        keys.push(key.clone());
        values.push(value.clone());
    }
    if keys.iter().any(|key| !key.is_kind::<Str>()) {
        return Err(rpython_objects::type_error!(vm, "keywords must be strings"));
    }
    let names = Tuple::from_vec(vm, keys)?;
    protocol::call_args(vm, f, CallArgs { values: &values, names: Some(&names) })
}
