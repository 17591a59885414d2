//! Paths as text: what `posixpath` leaves to native code.

use super::path;
use rpython_objects::{
    Args, Bytes, NativeDef, Obj, PyResult, Str, StrExt, Tuple, Vm, native, raise, text::TextBuf, types,
};

/// The units of a `str` or `bytes` path.
fn units(vm: &mut Vm, o: &Obj) -> PyResult<(Vec<u32>, bool)> {
    let p = path::fspath(vm, o)?;
    match p.downcast_ref::<Str>() {
        Some(text) => {
            let text = text.text(vm);
            Ok(((0..text.len()).map(|i| text.at(i)).collect(), false))
        }
        None => {
            let bytes = p.downcast_ref::<Bytes>().map(|b| b.tail(vm).to_vec()).unwrap_or_default();
            Ok((bytes.into_iter().map(u32::from).collect(), true))
        }
    }
}

fn rebuilt(vm: &mut Vm, units: &[u32], is_bytes: bool) -> PyResult {
    if is_bytes {
        let bytes: Vec<u8> = units.iter().map(|u| *u as u8).collect();
        return path::bytes(vm, &bytes);
    }
    let mut buf = TextBuf::new();
    for unit in units {
        buf.push(*unit);
    }
    Ok(Str::try_from_buf(vm, buf)?.into_obj())
}

const SLASH: u32 = b'/' as u32;
const DOT: u32 = b'.' as u32;

/// Units of the root: exactly two slashes are one, as POSIX allows; more are as good as one.
fn root(units: &[u32]) -> usize {
    match units {
        [SLASH, SLASH, SLASH, ..] => 1,
        [SLASH, SLASH, ..] => 2,
        [SLASH, ..] => 1,
        _ => 0,
    }
}

fn normpath(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (units, is_bytes) = units(vm, args.at(1))?;
    let root = root(&units);
    let mut parts: Vec<&[u32]> = Vec::new();
    for part in units[root..].split(|u| *u == SLASH) {
        match part {
            [] | [DOT] => {}
            [DOT, DOT] if parts.last().is_none_or(|last| *last == [DOT, DOT]) => {
                if root == 0 {
                    parts.push(part);
                }
            }
            [DOT, DOT] => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    let mut made = units[..root].to_vec();
    made.extend(parts.join(&SLASH));
    if made.is_empty() {
        made.push(DOT);
    }
    rebuilt(vm, &made, is_bytes)
}

fn splitroot(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (units, is_bytes) = units(vm, args.at(1))?;
    let (root, tail) = units.split_at(root(&units));
    let parts = [rebuilt(vm, &[], is_bytes)?, rebuilt(vm, root, is_bytes)?, rebuilt(vm, tail, is_bytes)?];
    Ok(Tuple::from_slice(vm, &parts)?.into_obj())
}

fn no_input_hook(vm: &mut Vm, _: Args<'_>) -> PyResult {
    Err(raise!(vm, types::NOT_IMPLEMENTED_ERROR, "rpython has no input hook"))
}

/// The module's functions.
pub(super) static FUNCTIONS: &[NativeDef] = &[
    native("_path_normpath", "($module, /, path)", normpath, "Normalize path, eliminating double slashes, etc."),
    native("_path_splitroot_ex", "($module, /, p)", splitroot, "Split a pathname into drive, root and tail."),
    native("_inputhook", "($module, /)", no_input_hook, "Calls PyOS_CallInputHook droppong the GIL first"),
    native("_is_inputhook_installed", "($module, /)", |_, _| Ok(Obj::FALSE), "Checks if PyOS_CallInputHook is set"),
];
