//! `_multibytecodec` and the modules that hold its codecs, `_codecs_cn _codecs_hk _codecs_iso2022 _codecs_jp _codecs_kr
//! _codecs_tw` (CPython: `Modules/cjkcodecs`): the encodings of East Asia, whose characters take one byte or more.
//!
//! [`maps`] has what each character set maps, recorded from CPython; [`codec`] reads and writes one character by them;
//! [`run`] does that over a text, with the error handlers; the types are in [`object`], [`incremental`] and [`stream`].

mod codec;
mod incremental;
mod iso2022;
mod maps;
mod object;
mod run;
mod stream;

use crate::table;
use rpython_objects::{Args, Module, NativeDef, PyResult, Ref, Vm, native, type_object, value_error};

fn create_codec(vm: &mut Vm, _: Args<'_>) -> PyResult {
    Err(value_error!(vm, "argument type invalid"))
}

static FUNCTIONS: &[NativeDef] = &[native("__create_codec", "($module, arg, /)", create_codec, "")];

/// `_multibytecodec`
///
/// # Errors
/// `MemoryError`
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let module = table::module(vm, "_multibytecodec", "", FUNCTIONS)?;
    type_object::define_kind::<object::MultibyteCodec>(vm, &object::DEF)?;
    table::add_type::<incremental::Encoder>(vm, &module, &incremental::ENCODER_DEF)?;
    table::add_type::<incremental::Decoder>(vm, &module, &incremental::DECODER_DEF)?;
    table::add_type::<stream::Reader>(vm, &module, &stream::READER_DEF)?;
    table::add_type::<stream::Writer>(vm, &module, &stream::WRITER_DEF)?;
    Ok(module)
}

/// The modules that hold codecs: each has `getcodec` alone.
macro_rules! codec_modules {
    ($($function:ident $name:literal,)*) => {$(
        #[doc = concat!("`", $name, "`")]
        ///
        /// # Errors
        /// `MemoryError`
        pub fn $function(vm: &mut Vm) -> PyResult<Ref<Module>> {
            static FUNCTIONS: &[NativeDef] = &[native(
                "getcodec",
                "($self, object, /)",
                |vm, args| object::getcodec(vm, $name, args.at(1)),
                "",
            )];
            table::module(vm, $name, "", FUNCTIONS)
        }
    )*};
}

codec_modules! {
    cn "_codecs_cn",
    hk "_codecs_hk",
    iso2022 "_codecs_iso2022",
    jp "_codecs_jp",
    kr "_codecs_kr",
    tw "_codecs_tw",
}
