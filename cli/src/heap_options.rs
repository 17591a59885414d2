//! `-X` options about the heap: `max-heap=SIZE`, `heapstats`, `verify-heap`.

use rpython_objects::Vm;

/// Applies `-X max-heap=SIZE`: bytes, or with `K`, `M` or `G` (powers of 1024).
///
/// # Errors
/// A message where a size is none.
pub(crate) fn apply(vm: &mut Vm, options: &[String]) -> Result<(), String> {
    for option in options {
        if let Some(size) = option.strip_prefix("max-heap=") {
            let bytes = parse_size(size)
                .ok_or_else(|| format!("-X max-heap: '{size}' is no size; it is bytes, or a number and K, M or G"))?;
            vm.set_limit(bytes);
        }
    }
    Ok(())
}

/// At exit: what `-X heapstats` shows on standard error, and whether the heap is sound where `-X verify-heap` asks.
pub(crate) fn report(vm: &mut Vm, options: &[String]) -> bool {
    if options.iter().any(|o| o == "heapstats") {
        eprint!("{}", rpython_heap::statistics(vm));
    }
    if !options.iter().any(|o| o == "verify-heap") {
        return true;
    }
    let seen = rpython_heap::verify(vm);
    for finding in &seen.findings {
        eprintln!("heap: {finding}");
    }
    seen.is_sound()
}

fn parse_size(text: &str) -> Option<usize> {
    let (digits, unit) = match text.as_bytes().last()?.to_ascii_uppercase() {
        b'K' => (&text[..text.len() - 1], 1 << 10),
        b'M' => (&text[..text.len() - 1], 1 << 20),
        b'G' => (&text[..text.len() - 1], 1 << 30),
        _ => (text, 1),
    };
    digits.parse::<usize>().ok()?.checked_mul(unit)
}
