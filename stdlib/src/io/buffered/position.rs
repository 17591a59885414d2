//! Positions: telling, seeking, truncating.

use super::{
    Buffered, check_open, check_ready, locked, raw, raw_file,
    write::{flush_and_rewind, flush_written},
};
use crate::io::{base, errors::unsupported, file_io};
use rpython_objects::{Args, Obj, PyResult, Ref, Vm, argument, int, names, protocol, raise, types, value_error};

fn absolute(vm: &mut Vm, b: &Ref<Buffered>, answer: &Obj) -> PyResult<i64> {
    let exact = protocol::index(vm, answer)?;
    match int::to_i64(vm, &exact) {
        Some(n @ 0..) => {
            b.get_mut(vm).w.absolute = n;
            Ok(n)
        }
        Some(n) => Err(raise!(vm, types::OS_ERROR, "Raw stream returned invalid position {n}")),
        None => Err(raise!(vm, types::VALUE_ERROR, "cannot fit 'int' into an offset-sized integer")),
    }
}

/// Asks the raw stream for its position.
pub(super) fn raw_tell(vm: &mut Vm, b: &Ref<Buffered>) -> PyResult<i64> {
    if let Some(file) = raw_file(vm, b) {
        let at = file_io::seek_file(vm, &file, 0, 1)?;
        b.get_mut(vm).w.absolute = at;
        return Ok(at);
    }
    let Some(raw) = b.get(vm).raw.cloned() else { return raw(vm, b).map(|_| 0) };
    let answer = protocol::call_method(vm, &raw, names::tell, &[])?;
    absolute(vm, b, &answer)
}

/// Moves the raw stream.
pub(super) fn raw_seek(vm: &mut Vm, b: &Ref<Buffered>, target: i64, whence: i32) -> PyResult<i64> {
    if let Some(file) = raw_file(vm, b) {
        let at = file_io::seek_file(vm, &file, target, whence)?;
        b.get_mut(vm).w.absolute = at;
        return Ok(at);
    }
    let raw = raw(vm, b)?;
    let args = [int::from_i64(vm, target), int::from_i64(vm, whence.into())];
    let answer = protocol::call_method(vm, &raw, names::seek, &args)?;
    absolute(vm, b, &answer)
}

pub(super) fn tell(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let b = args.this::<Buffered>();
    check_ready(vm, b)?;
    let at = raw_tell(vm, b)? - b.get(vm).raw_offset();
    Ok(int::from_i64(vm, at.max(0)))
}

pub(super) fn seek(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let b = args.this::<Buffered>();
    let whence = args.opt(2).map_or(Ok(0), |o| argument::c_int(vm, o))?;
    check_ready(vm, b)?;
    if !(0..=4).contains(&whence) {
        return Err(value_error!(vm, "whence value {whence} unsupported"));
    }
    check_open(vm, b, "seek of closed file")?;
    let raw = raw(vm, b)?;
    base::check_seekable(vm, &raw)?;
    let exact = protocol::index(vm, args.at(1))?;
    let Some(mut target) = int::to_i64(vm, &exact) else {
        return Err(raise!(vm, types::VALUE_ERROR, "cannot fit 'int' into an offset-sized integer"));
    };
    if whence <= 1 && b.get(vm).readable {
        // A target within what has been read needs no seek of the raw stream.
        let current = match b.get(vm).w.absolute {
            -1 => raw_tell(vm, b)?,
            known => known,
        };
        let this = b.get(vm);
        let (ahead, lead) = (this.ahead() as i64, this.raw_offset());
        if ahead > 0 {
            let shift = if whence == 0 { target.saturating_sub(current - lead) } else { target };
            if shift >= -this.w.pos && shift <= ahead {
                b.get_mut(vm).w.pos += shift;
                // A device that is always at 0 would make it negative.
                return Ok(int::from_i64(vm, (current - lead + shift).max(0)));
            }
        }
    }
    let at = locked(vm, b, |vm| {
        if b.get(vm).writable {
            flush_written(vm, b)?;
        }
        if whence == 1 {
            target = target.saturating_sub(b.get(vm).raw_offset());
        }
        let at = raw_seek(vm, b, target, whence)?;
        let this = b.get_mut(vm);
        this.w.raw_pos = -1;
        if this.readable {
            this.forget_read();
        }
        Ok(at)
    })?;
    Ok(int::from_i64(vm, at))
}

pub(super) fn truncate(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let b = args.this::<Buffered>();
    check_open(vm, b, "truncate of closed file")?;
    if !b.get(vm).writable {
        return Err(unsupported(vm, "truncate"));
    }
    locked(vm, b, |vm| {
        flush_and_rewind(vm, b)?;
        let raw = raw(vm, b)?;
        let size = args.opt(1).cloned().unwrap_or(Obj::NONE);
        let done = protocol::call_method(vm, &raw, names::truncate, &[size])?;
        if raw_tell(vm, b).is_err() {
            drop(vm.take_exception());
        }
        Ok(done)
    })
}
