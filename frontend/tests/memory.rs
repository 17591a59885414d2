//! The peak of memory in compiling an ordinary module stays below 25 bytes a byte of source. `examples/memory.rs` measures
//! the same, step by step, over CPython's library.

use std::fmt::Write;

use peak_alloc::PeakAlloc;
use rpython_frontend::error::IgnoreWarnings;
use rpython_frontend::source::{FinalNewline, Source};
use rpython_frontend::{CompileOptions, compile};

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// A class with a few methods as modules of the library have them; no two are alike.
fn class(text: &mut String, number: usize) {
    let _ = write!(
        text,
        r#"
class Registry{number}(Base):
    """Keeps entries by name and tells listeners of changes to entry {number}."""

    def __init__(self, name, entries=None, *, limit={number}):
        self.name = name
        self.entries_{number} = dict(entries or ())
        self.limit = limit

    def lookup_{number}(self, key, default=None):
        # An entry that has expired is as good as none.
        entry = self.entries_{number}.get(key)
        if entry is None or entry.expired:
            return default
        try:
            return [item.value for item in entry.items if item.kind == "kind {number}"]
        except AttributeError as error:
            raise LookupError(f"no {{key!r}} in {{self.name}}") from error

    def update(self, other):
        for key, value in other.items():
            if len(self.entries_{number}) >= self.limit:
                break
            self.entries_{number}[key] = value + {number}
"#
    );
}

#[test]
fn peak_of_an_ordinary_module() {
    let mut text = String::new();
    for number in 0..200 {
        class(&mut text, number);
    }
    let source = Source::from_text(&text, FinalNewline::Add).expect("a source");
    let before = ALLOCATOR.current_usage();
    ALLOCATOR.reset_peak_usage();
    let code = compile(&source, "memory.py", &CompileOptions::default(), &mut IgnoreWarnings).expect("it compiles");
    let peak = ALLOCATOR.peak_usage() - before;
    drop(code);
    let each = peak as f64 / text.len() as f64;
    assert!(each <= 25.0, "{each:.1} bytes a byte of source");
}
