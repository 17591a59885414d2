//! `-X importtime`: what each import took, on standard error (import.c: `import_find_and_load`).

use rpython_objects::{PyResult, Vm};
use std::time::{Duration, Instant};

/// The state of the measurement.
#[derive(Default)]
struct Times {
    on: bool,
    cached: bool,
    headed: bool,
    level: usize,
    /// Time spent in imports that the running one started.
    inner: Duration,
}

/// Shows how long imports take from now on.
pub fn show_times(vm: &mut Vm) {
    vm.state_of::<Times>().on = true;
}

/// Shows modules that are imported again, too (`-X importtime=2`).
pub fn show_cached(vm: &mut Vm) {
    vm.state_of::<Times>().cached = true;
}

fn head(times: &mut Times) {
    if !std::mem::replace(&mut times.headed, true) {
        eprintln!("import time: self [us] | cumulative | imported package");
    }
}

/// Notes that a module was there already.
pub(super) fn note_cached(vm: &mut Vm, name: &str) {
    let times = vm.state_of::<Times>();
    if times.on && times.cached {
        head(times);
        let indent = times.level * 2;
        eprintln!("import time: cached    | cached     | {:indent$}{name}", "");
    }
}

/// Runs an import, measured if that is wanted.
pub(super) fn measured<T>(vm: &mut Vm, name: &str, import: impl FnOnce(&mut Vm) -> PyResult<T>) -> PyResult<T> {
    let times = vm.state_of::<Times>();
    if !times.on {
        return import(vm);
    }
    head(times);
    times.level += 1;
    let outer = std::mem::take(&mut times.inner);
    let start = Instant::now();
    let result = import(vm);
    let whole = start.elapsed();
    let times = vm.state_of::<Times>();
    times.level -= 1;
    let own = whole.saturating_sub(times.inner);
    times.inner = outer + whole;
    let indent = times.level * 2;
    eprintln!("import time: {:9} | {:10} | {:indent$}{name}", own.as_micros(), whole.as_micros(), "");
    result
}
