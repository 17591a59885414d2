//! Any bytes are read as a marshal stream, or end in an error; what was read is written and read again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rpython_frontend::marshal;

fuzz_target!(|bytes: &[u8]| {
    let _ = marshal::read_pyc(bytes, "fuzz");
    if let Ok(value) = marshal::read(bytes)
        && let Ok(written) = marshal::write(&value)
    {
        assert!(marshal::read(&written).is_ok());
    }
});
