//! Source lines for tracebacks: from files, or kept for code that came from no file (`-c`).

use crate::compile;
use rpython_frontend::source::{Decoder, FinalNewline, Source};
use rpython_objects::{Code, Dict, List, Obj, Ref, Str, StrExt, Vm, names, protocol};
use rustc_hash::{FxHashMap, FxHashSet};

/// Files read so far, and sources that lie in no file.
#[derive(Default)]
pub(super) struct Sources {
    files: FxHashMap<String, Vec<String>>,
    kept: Vec<Kept>,
}

/// A source without a file, and the code objects that were compiled from it: qualified name and first line.
struct Kept {
    lines: Vec<String>,
    codes: FxHashSet<(String, i32)>,
}

/// Keeps the source of a code object, and of those among its constants, for tracebacks.
pub fn keep_source(vm: &mut Vm, code: &Ref<Code>, source: &str) {
    let mut codes = FxHashSet::default();
    let mut pending = vec![code.clone()];
    while let Some(code) = pending.pop() {
        let c = code.get(vm);
        codes.insert((c.qualname.to_string_lossy(vm), c.first_line));
        pending.extend(c.consts.tail(vm).iter().filter_map(|o: &Obj| o.downcast_ref::<Code>()).cloned());
    }
    let kept = Kept { lines: split(source), codes };
    vm.state_of::<Sources>().kept.push(kept);
}

fn split(text: &str) -> Vec<String> {
    text.split_inclusive('\n').map(|l| l.trim_end().to_string()).collect()
}

/// A line of the source of a code object that runs with `globals`, without the space at its end; empty where there is none.
pub(super) fn line(vm: &mut Vm, code: &Ref<Code>, globals: &Ref<Dict>, file: &str, number: i32) -> String {
    if file.is_empty() {
        return String::new();
    }
    if file.starts_with('<') && file.ends_with('>') {
        let Some(index) = usize::try_from(number).ok().and_then(|n| n.checked_sub(1)) else { return String::new() };
        let c = code.get(vm);
        let key = (c.qualname.to_string_lossy(vm), c.first_line);
        let kept = vm.state_of::<Sources>().kept.iter().rev().find(|k| k.codes.contains(&key));
        return kept.and_then(|k| k.lines.get(index)).cloned().unwrap_or_default();
    }
    if !vm.state_of::<Sources>().files.contains_key(file)
        && !std::path::Path::new(file).exists()
        && let Some(lines) = lines_elsewhere(vm, globals, file)
    {
        vm.state_of::<Sources>().files.insert(file.to_string(), lines);
    }
    line_of_file(vm, file, number).unwrap_or_default()
}

/// A line of a file, found where it is or by the end of its name on `sys.path`; empty where there is none.
pub(super) fn plain_line(vm: &mut Vm, file: &str, number: i32) -> String {
    if file.starts_with('<') && file.ends_with('>') {
        return String::new();
    }
    if !vm.state_of::<Sources>().files.contains_key(file)
        && !std::path::Path::new(file).exists()
        && let Some(name) = file.rsplit('/').next().filter(|name| !name.is_empty())
        && let Some(lines) = lines_on_path(vm, name)
    {
        vm.state_of::<Sources>().files.insert(file.to_string(), lines);
    }
    line_of_file(vm, file, number).unwrap_or_default()
}

/// The lines of a file of that name in a folder of `sys.path`.
fn lines_on_path(vm: &mut Vm, file: &str) -> Option<Vec<String>> {
    let path = crate::interp::sys_attribute(vm, "path")?;
    let entries = path.downcast_ref::<List>()?.get(vm).items.to_vec();
    let entries = entries.iter().filter_map(|o| o.downcast_ref::<Str>()).map(|s| s.to_string_lossy(vm));
    let found = entries.map(|entry| std::path::Path::new(&entry).join(file)).find(|path| path.exists())?;
    let bytes = std::fs::read(found).ok()?;
    decoded(vm, &bytes).map(|text| split(&text))
}

/// The lines of a file that is not there: what the loader of the module that runs the code has as its source, whatever the code's
/// own file is, or a file of that name on `sys.path` (`linecache.updatecache`).
fn lines_elsewhere(vm: &mut Vm, globals: &Ref<Dict>, file: &str) -> Option<Vec<String>> {
    match loaded_source(vm, globals) {
        Ok(Some(source)) if source.is_none() => return Some(Vec::new()),
        Ok(Some(source)) => {
            return source.downcast_ref::<Str>().map(|s| split(&s.to_string_lossy(vm)));
        }
        Ok(None) => {}
        Err(_) => drop(vm.take_exception()),
    }
    if file.starts_with('/') || file.contains('\0') {
        return None;
    }
    lines_on_path(vm, file)
}

/// `__loader__.get_source(__name__)`; `None` where there is no such loader.
fn loaded_source(vm: &mut Vm, globals: &Ref<Dict>) -> rpython_objects::PyResult<Option<Obj>> {
    let Some(own) = Dict::get_str(vm, globals, names::__name__).cloned() else { return Ok(None) };
    let spec = Dict::get_str(vm, globals, names::__spec__).cloned().unwrap_or(Obj::NONE);
    let [name, loader, get_source] = ["name", "loader", "get_source"].map(|name| Str::intern(vm, name));
    let name = protocol::find_attr(vm, &spec, &name)?.filter(|name| !name.is_none()).unwrap_or(own);
    let loader = match protocol::find_attr(vm, &spec, &loader)?.filter(|loader| !loader.is_none()) {
        Some(loader) => loader,
        None => Dict::get_str(vm, globals, names::__loader__).cloned().unwrap_or(Obj::NONE),
    };
    match protocol::find_attr(vm, &loader, &get_source)? {
        Some(get_source) if !get_source.is_none() => protocol::call(vm, &get_source, &[name]).map(Some),
        _ => Ok(None),
    }
}

/// A line of a file, without the space at its end; files of the embedded library are read from there.
pub fn line_of_file(vm: &mut Vm, file: &str, number: i32) -> Option<String> {
    let index = usize::try_from(number).ok()?.checked_sub(1)?;
    if !vm.state_of::<Sources>().files.contains_key(file) {
        let embedded = vm.state_of::<EmbeddedSources>().0;
        let text = std::fs::read(file).ok().or_else(|| embedded.and_then(|read| read(vm, file))).unwrap_or_default();
        let text = decoded(vm, &text).unwrap_or_default();
        vm.state_of::<Sources>().files.insert(file.to_string(), split(&text));
    }
    vm.state_of::<Sources>().files.get(file).and_then(|lines| lines.get(index)).cloned()
}

/// The text of a source, which may say how it is encoded (PEP 263); `None` where that is wrong.
fn decoded(vm: &mut Vm, bytes: &[u8]) -> Option<String> {
    let read = |decoder: Decoder<'_>| {
        let source = Source::from_bytes(bytes, FinalNewline::Keep, decoder).ok()?;
        Some(source.text().to_string())
    };
    compile::decoding(vm, read)
}

/// A line of a file as a `SyntaxError` of the compiler shows it, with its newline; `None` without such a file.
pub(crate) fn program_line(vm: &mut Vm, file: &str, number: i64) -> Option<String> {
    let index = usize::try_from(number).ok()?.checked_sub(1)?;
    let bytes = std::fs::read(file).ok()?;
    let text = decoded(vm, &bytes)?;
    text.split_inclusive('\n').nth(index).map(str::to_string)
}

/// Reads the source of a file that lies in the embedded library.
pub type ReadEmbedded = fn(&mut Vm, &str) -> Option<Vec<u8>>;

#[derive(Default)]
struct EmbeddedSources(Option<ReadEmbedded>);

/// Says how sources of the embedded library are read.
pub fn set_embedded_sources(vm: &mut Vm, read: ReadEmbedded) {
    vm.state_of::<EmbeddedSources>().0 = Some(read);
}

/// Forgets files, which may have changed.
pub(super) fn forget_files(vm: &mut Vm) {
    vm.state_of::<Sources>().files.clear();
}

/// A string as standard error shows it: lone surrogates as escapes.
pub(super) fn shown(vm: &Vm, s: &Ref<Str>) -> String {
    let mut out = String::new();
    for c in s.text(vm).iter() {
        match char::from_u32(c) {
            Some(c) => out.push(c),
            None => out.push_str(&format!("\\u{c:04x}")),
        }
    }
    out
}
