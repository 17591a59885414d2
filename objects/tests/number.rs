//! The number kernel against what CPython 3.14 recorded: the scripts `number/record*.py` tell how, `number/cases.py` the files' form.
//!
//! Set `RPYTHON_NUMBER_GOLDENS` to a folder to compare with more cases than the checked-in ones.

#[path = "number/formats.rs"]
mod formats;
#[path = "number/golden.rs"]
mod golden;
#[path = "number/kernels.rs"]
mod kernels;
#[path = "number/values.rs"]
mod values;
