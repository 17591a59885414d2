//! `_json.Encoder`: writes values as JSON. An exception gets a note for each container it passes.

use rpython_heap::{Kind, Payload};
use rpython_objects::{
    CallArgs, Dict, List, NativeDef, Obj, PyResult, Raised, Ref, Slots, Str, StrExt, Tuple, Type, TypeDef, Vm,
    argument, exception, float, function, getter, int, names, native, number::float as kernel, protocol,
    sequence::finish, text::TextBuf, type_error, value_error,
};

use super::{Quote, quote_of};
use crate::kinds;

/// The payload of an encoder.
#[derive(Clone)]
pub(super) struct Encoder {
    /// The containers being written, by identity; `None` to leave circles unnoticed.
    markers: Obj,
    default: Obj,
    encoder: Obj,
    indent: Obj,
    key_separator: Ref<Str>,
    item_separator: Ref<Str>,
    sort_keys: bool,
    skip_keys: bool,
    allow_nan: bool,
}

impl Payload for Encoder {
    const KIND: Kind = kinds::JSON_ENCODER;
    const NAME: &'static str = "JSON encoder";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        [&self.markers, &self.default, &self.encoder, &self.indent].into_iter().for_each(&mut *visit);
        visit(&self.key_separator);
        visit(&self.item_separator);
    }
    fn clear(&mut self) {
        (self.markers, self.default) = (Obj::NONE, Obj::NONE);
        (self.encoder, self.indent) = (Obj::NONE, Obj::NONE);
    }
}

static CONSTRUCTOR: NativeDef = native(
    "make_encoder",
    "(markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan)",
    |_, _| Ok(Obj::NONE),
    "",
);

fn new(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    let bound = native::bind(vm, &CONSTRUCTOR, args)?;
    let [markers, default, encoder, indent, key_separator, item_separator, sort_keys, skip_keys, allow_nan] =
        &bound[..]
    else {
        return Ok(Obj::NONE);
    };
    let key_separator = argument::text(vm, key_separator, "make_encoder() argument 5")?.clone();
    let item_separator = argument::text(vm, item_separator, "make_encoder() argument 6")?.clone();
    let sort_keys = protocol::is_true(vm, sort_keys)?;
    let skip_keys = protocol::is_true(vm, skip_keys)?;
    let allow_nan = protocol::is_true(vm, allow_nan)?;
    if !markers.is_none() && !markers.is_kind::<Dict>() {
        let class = argument::class_name(vm, markers);
        return Err(type_error!(vm, "make_encoder() argument 1 must be dict or None, not {class}"));
    }
    let made = Encoder {
        markers: markers.clone(),
        default: default.clone(),
        encoder: encoder.clone(),
        indent: indent.clone(),
        key_separator,
        item_separator,
        sort_keys,
        skip_keys,
        allow_nan,
    };
    Ok(vm.alloc_in(class, made).into_obj())
}

static CALL: NativeDef = native("_iterencode", "(obj, _current_indent_level)", |_, _| Ok(Obj::NONE), "");

fn call(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult {
    let Some(this) = o.downcast_ref::<Encoder>() else { return Ok(Obj::NONE) };
    let bound = native::bind(vm, &CALL, args)?;
    let [value, level] = &bound[..] else { return Ok(Obj::NONE) };
    let level = argument::ssize(vm, level)?.max(0) as usize;
    let settings = this.get(vm).clone();
    let quote = function::native_of(vm, &settings.encoder).and_then(quote_of);
    let mut writer = Writer { settings, quote, out: TextBuf::new() };
    writer.value(vm, value, level)?;
    let text = finish(vm, writer.out)?;
    Ok(Tuple::from_vec(vm, vec![text])?.into_obj())
}

/// One call of an encoder.
struct Writer {
    settings: Encoder,
    /// What the encoder of strings does, where it is one of this module's.
    quote: Option<Quote>,
    out: TextBuf,
}

/// The name of a value's class with its module, unless that is `builtins` or `__main__`.
fn full_class_name(vm: &mut Vm, o: &Obj) -> String {
    let class = vm.class_of(o).own();
    let name = class.get(vm).qualname.to_string_lossy(vm);
    let module = protocol::find_attr(vm, &class, names::__module__).ok().flatten();
    match module.as_ref().and_then(|m| m.downcast_ref::<Str>()).map(|m| m.to_string_lossy(vm)) {
        Some(module) if module != "builtins" && module != "__main__" => format!("{module}.{name}"),
        _ => name,
    }
}

/// Adds a note to the travelling exception.
#[cold]
fn annotate(vm: &mut Vm, raised: Raised, container: &Obj, place: Option<&Obj>) -> Raised {
    let Some(error) = vm.exception.take() else { return raised };
    let class = full_class_name(vm, container);
    let note = match place.map(|place| protocol::repr_text(vm, place)) {
        Some(Ok(place)) => format!("when serializing {class} item {place}"),
        Some(Err(other)) => return other,
        None => format!("when serializing {class} object"),
    };
    exception::add_note(vm, &error, &note);
    vm.travel(error)
}

impl Writer {
    fn text(&mut self, vm: &Vm, text: &Ref<Str>) {
        self.out.push_text(text.text(vm));
    }

    /// A line break and the indentation of a level.
    fn line(&mut self, vm: &Vm, level: usize) {
        if let Some(indent) = self.settings.indent.downcast_ref::<Str>().cloned() {
            self.out.push_ascii(b"\n");
            for _ in 0..level {
                self.text(vm, &indent);
            }
        }
    }

    fn string(&mut self, vm: &mut Vm, text: &Ref<Str>) -> PyResult<()> {
        if let Some(quote) = self.quote {
            quote(text.text(vm), &mut self.out);
            return Ok(());
        }
        let encoded = protocol::call(vm, &self.settings.encoder, &[text.clone().into_obj()])?;
        match encoded.downcast_ref::<Str>() {
            Some(encoded) => self.text(vm, encoded),
            None => {
                let class = argument::class_name(vm, &encoded);
                return Err(type_error!(vm, "encoder() must return a string, not {class}"));
            }
        }
        Ok(())
    }

    fn float_text(&self, vm: &mut Vm, x: f64) -> PyResult<String> {
        if x.is_finite() {
            return Ok(kernel::repr(x));
        }
        if !self.settings.allow_nan {
            let shown = kernel::repr(x);
            return Err(value_error!(vm, "Out of range float values are not JSON compliant: {shown}"));
        }
        Ok(if x.is_nan() {
            "NaN"
        } else if x > 0.0 {
            "Infinity"
        } else {
            "-Infinity"
        }
        .to_string())
    }

    fn int_text(&self, vm: &mut Vm, o: &Obj) -> PyResult<Option<String>> {
        let limit = vm.int_max_str_digits;
        match int::view(vm, o).map(|n| n.to_decimal(limit)) {
            Some(Ok(text)) => Ok(Some(text)),
            Some(Err(e)) => Err(vm.raise_number(e)),
            None => Ok(None),
        }
    }

    /// `encoder_listencode_obj`
    fn value(&mut self, vm: &mut Vm, o: &Obj, level: usize) -> PyResult<()> {
        if let Some(word) = constant(o) {
            self.out.push_ascii(word.as_bytes());
        } else if let Some(text) = o.downcast_ref::<Str>() {
            self.string(vm, text)?;
        } else if let Some(text) = self.int_text(vm, o)? {
            self.out.push_ascii(text.as_bytes());
        } else if let Some(x) = float::value(vm, o) {
            let text = self.float_text(vm, x)?;
            self.out.push_ascii(text.as_bytes());
        } else if o.is_kind::<List>() || o.is_kind::<Tuple>() {
            vm.check_stack(" while encoding a JSON object")?;
            self.list(vm, o, level)?;
        } else if let Some(dict) = o.downcast_ref::<Dict>() {
            vm.check_stack(" while encoding a JSON object")?;
            self.dict(vm, dict, level)?;
        } else {
            let marker = self.enter(vm, o)?;
            let made = protocol::call(vm, &self.settings.default.clone(), std::slice::from_ref(o))?;
            vm.check_stack(" while encoding a JSON object")?;
            self.value(vm, &made, level).map_err(|raised| annotate(vm, raised, o, None))?;
            self.leave(vm, marker)?;
        }
        Ok(())
    }

    /// Notes that a container is being written; what is returned must be given to [`Writer::leave`].
    fn enter(&mut self, vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
        let Some(markers) = self.settings.markers.downcast_ref::<Dict>() else { return Ok(None) };
        let marker = int::from_i64(vm, protocol::id(o));
        if Dict::get_item(vm, markers, &marker)?.is_some() {
            return Err(value_error!(vm, "Circular reference detected"));
        }
        Dict::set_item(vm, markers, &marker, o.clone())?;
        Ok(Some(marker))
    }

    fn leave(&mut self, vm: &mut Vm, marker: Option<Obj>) -> PyResult<()> {
        if let (Some(markers), Some(marker)) = (self.settings.markers.downcast_ref::<Dict>(), marker) {
            Dict::remove_item(vm, markers, &marker)?;
        }
        Ok(())
    }

    /// What stands between two items.
    fn separate(&mut self, vm: &Vm, level: usize) {
        let separator = self.settings.item_separator.clone();
        self.text(vm, &separator);
        self.line(vm, level);
    }

    fn list(&mut self, vm: &mut Vm, o: &Obj, level: usize) -> PyResult<()> {
        let item = |vm: &Vm, i: usize| match (o.downcast_ref::<List>(), o.downcast_ref::<Tuple>()) {
            (Some(list), _) => list.get(vm).items.get(i).cloned(),
            (_, Some(tuple)) => tuple.tail(vm).get(i).cloned(),
            _ => None,
        };
        if item(vm, 0).is_none() {
            self.out.push_ascii(b"[]");
            return Ok(());
        }
        let marker = self.enter(vm, o)?;
        self.out.push_ascii(b"[");
        self.line(vm, level + 1);
        for i in 0.. {
            let Some(value) = item(vm, i) else { break };
            if i > 0 {
                self.separate(vm, level + 1);
            }
            vm.poll()?;
            self.value(vm, &value, level + 1).map_err(|raised| {
                let place = int::from_i64(vm, i as i64);
                annotate(vm, raised, o, Some(&place))
            })?;
        }
        self.leave(vm, marker)?;
        self.line(vm, level);
        self.out.push_ascii(b"]");
        Ok(())
    }

    fn dict(&mut self, vm: &mut Vm, dict: &Ref<Dict>, level: usize) -> PyResult<()> {
        if dict.get(vm).is_empty() {
            self.out.push_ascii(b"{}");
            return Ok(());
        }
        let marker = self.enter(vm, dict)?;
        self.out.push_ascii(b"{");
        let mut first = true;
        if self.settings.sort_keys || !Dict::is_exact(dict) {
            self.sorted_items(vm, dict, level, &mut first)?;
        } else {
            for entry in 0.. {
                if entry >= dict.get(vm).size() {
                    break;
                }
                let Some((key, value)) = dict.get(vm).pair_at(entry) else { continue };
                vm.poll()?;
                self.item(vm, dict, &key, &value, level + 1, &mut first)?;
            }
        }
        self.leave(vm, marker)?;
        if !first {
            self.line(vm, level);
        }
        self.out.push_ascii(b"}");
        Ok(())
    }

    /// The items of a mapping, by its own `items`, perhaps sorted.
    fn sorted_items(&mut self, vm: &mut Vm, dict: &Ref<Dict>, level: usize, first: &mut bool) -> PyResult<()> {
        let items = protocol::call_method(vm, dict, names::items, &[])?;
        let items = protocol::collect(vm, &items)?;
        let items = List::from_vec(vm, items)?;
        if self.settings.sort_keys {
            let sort = Str::intern(vm, "sort");
            protocol::call_method(vm, &items, &sort, &[])?;
        }
        for i in 0.. {
            let Some(item) = items.get(vm).items.get(i).cloned() else { break };
            let pair = item.downcast_ref::<Tuple>().map(|pair| pair.tail(vm).to_vec());
            match pair.as_deref() {
                Some([key, value]) => self.item(vm, dict, key, value, level + 1, first)?,
                _ => return Err(value_error!(vm, "items must return 2-tuples")),
            }
        }
        Ok(())
    }

    /// `encoder_encode_key_value`
    fn item(
        &mut self,
        vm: &mut Vm,
        dict: &Ref<Dict>,
        key: &Obj,
        value: &Obj,
        level: usize,
        first: &mut bool,
    ) -> PyResult<()> {
        let text = if let Some(text) = key.downcast_ref::<Str>() {
            text.clone()
        } else if let Some(x) = float::value(vm, key).filter(|_| !int::is_int(key)) {
            let text = self.float_text(vm, x)?;
            Str::new(vm, &text)
        } else if let Some(word) = constant(key) {
            Str::intern(vm, word)
        } else if let Some(text) = self.int_text(vm, key)? {
            Str::new(vm, &text)
        } else if self.settings.skip_keys {
            return Ok(());
        } else {
            let class = argument::class_name(vm, key);
            return Err(type_error!(vm, "keys must be str, int, float, bool or None, not {class}"));
        };
        if std::mem::take(first) {
            self.line(vm, level);
        } else {
            self.separate(vm, level);
        }
        self.string(vm, &text)?;
        let separator = self.settings.key_separator.clone();
        self.text(vm, &separator);
        self.value(vm, value, level).map_err(|raised| annotate(vm, raised, dict, Some(key)))
    }
}

/// The word for `None`, `True` and `False`.
fn constant(o: &Obj) -> Option<&'static str> {
    match o {
        o if o.is_none() => Some("null"),
        o if o.is(&Obj::TRUE) => Some("true"),
        o if o.is(&Obj::FALSE) => Some("false"),
        _ => None,
    }
}

/// A field of an encoder.
fn field(vm: &mut Vm, o: &Obj, read: fn(&Encoder) -> Obj) -> PyResult {
    Ok(o.downcast_ref::<Encoder>().map_or(Obj::NONE, |this| read(this.get(vm))))
}

/// `_json.Encoder`
pub(super) static DEF: TypeDef = TypeDef {
    name: "Encoder",
    module: "_json",
    kind: kinds::JSON_ENCODER,
    doc: "Encoder(markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan)",
    slots: Slots { new: Some(new), call: Some(call), ..Slots::EMPTY },
    getsets: &[
        getter("markers", |vm, o| field(vm, o, |e| e.markers.clone()), "markers"),
        getter("default", |vm, o| field(vm, o, |e| e.default.clone()), "default"),
        getter("encoder", |vm, o| field(vm, o, |e| e.encoder.clone()), "encoder"),
        getter("indent", |vm, o| field(vm, o, |e| e.indent.clone()), "indent"),
        getter("key_separator", |vm, o| field(vm, o, |e| e.key_separator.clone().into_obj()), "key_separator"),
        getter("item_separator", |vm, o| field(vm, o, |e| e.item_separator.clone().into_obj()), "item_separator"),
        getter("sort_keys", |vm, o| field(vm, o, |e| Obj::bool(e.sort_keys)), "sort_keys"),
        getter("skipkeys", |vm, o| field(vm, o, |e| Obj::bool(e.skip_keys)), "skipkeys"),
    ],
    ..TypeDef::EMPTY
};
