//! Any bytes as source text, compiled at two levels; what comes out survives marshal.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rpython_frontend::code::Const;
use rpython_frontend::compile::{CompileOptions, compile};
use rpython_frontend::error::IgnoreWarnings;
use rpython_frontend::marshal;
use rpython_frontend::parser::Mode;
use rpython_frontend::source::{FinalNewline, Source, no_decoder};

fuzz_target!(|data: &[u8]| {
    for (mode, optimize) in [(Mode::Exec, 0), (Mode::Exec, 2), (Mode::Single, 0), (Mode::Eval, 1)] {
        let Ok(source) = Source::from_bytes(data, FinalNewline::Add, &no_decoder) else { return };
        let Ok(code) = compile(&source, "<fuzz>", &CompileOptions::new(mode, optimize), &mut IgnoreWarnings) else {
            continue;
        };
        let bytes = marshal::write(&Const::Code(code)).expect("code can be marshalled");
        marshal::read(&bytes).expect("what was written can be read");
    }
});
