//! `_md5`, `_sha1`, `_sha2`, `_sha3`: a function or type for each member of a family.

use rpython_objects::{
    Args, CallArgs, Module, NativeDef, Obj, PyResult, Raised, Ref, Slots, Str, Type, TypeDef, TypeFlags, Vm, native,
    raise, types,
};

use super::{
    add_class, add_threshold,
    hasher::{Algorithm, named},
    object::{self, GETSETS, METHODS, SHAKE_METHODS, SPONGE_GETSETS},
};
use crate::{kinds, table};

/// The function of a name of the table.
pub(super) fn known(vm: &mut Vm, name: &str) -> PyResult<&'static Algorithm> {
    named(name).ok_or_else(|| -> Raised { raise!(vm, types::SYSTEM_ERROR, "no hash function {name}") })
}

/// A constructor's call: `data`, `usedforsecurity`, `string` from the given place on.
pub(super) fn construct(
    vm: &mut Vm,
    class: &Ref<Type>,
    name: &str,
    data: Option<&Obj>,
    string: Option<&Obj>,
) -> PyResult {
    let algorithm = known(vm, name)?;
    let data = object::first_data(vm, data, string)?;
    object::make(vm, class, algorithm, (algorithm.make)(), algorithm.digest_size, data)
}

/// A module of functions that make objects of types that cannot be called.
macro_rules! functions {
    ($module:ident $shown:literal: $($name:ident $title:literal $def:ident $class:literal $attribute:literal;)*) => {
        $(
            static $def: TypeDef = TypeDef {
                name: $class,
                module: $shown,
                kind: kinds::HASH,
                flags: TypeFlags::NO_NEW,
                methods: METHODS,
                getsets: GETSETS,
                ..TypeDef::EMPTY
            };

            fn $name(vm: &mut Vm, args: Args<'_>) -> PyResult {
                let class = object::class(vm, concat!($shown, ".", stringify!($name)))?;
                construct(vm, &class, stringify!($name), args.opt(1), args.opt(3))
            }
        )*

        #[doc = concat!("Makes the module `", $shown, "`.")]
        ///
        /// # Errors
        /// `MemoryError`.
        pub fn $module(vm: &mut Vm) -> PyResult<Ref<Module>> {
            static FUNCTIONS: &[NativeDef] = &[$(native(
                stringify!($name),
                "($module, /, data=b'', *, usedforsecurity=True, string=None)",
                $name,
                concat!("Return a new ", $title, " hash object; optionally initialized with a string."),
            )),*];
            let module = table::module(vm, $shown, "", FUNCTIONS)?;
            $(
                let class = add_class(vm, concat!($shown, ".", stringify!($name)), &$def)?;
                table::set(vm, &module, $attribute, class.into_obj())?;
            )*
            add_threshold(vm, &module)?;
            Ok(module)
        }
    };
}

functions! { md5_module "_md5": md5 "MD5" MD5 "md5" "MD5Type"; }
functions! { sha1_module "_sha1": sha1 "SHA1" SHA1 "sha1" "SHA1Type"; }
functions! {
    sha2_module "_sha2":
    sha224 "SHA-224" SHA224 "SHA224Type" "SHA224Type";
    sha256 "SHA-256" SHA256 "SHA256Type" "SHA256Type";
    sha384 "SHA-384" SHA384 "SHA384Type" "SHA384Type";
    sha512 "SHA-512" SHA512 "SHA512Type" "SHA512Type";
}

/// A module of types.
macro_rules! sponges {
    ($($name:ident $def:ident $signature:ident $methods:ident;)*) => {
        $(
            // CPython's message calls all of them by the first one's name.
            static $signature: NativeDef = native(
                "sha3_224",
                "(data=b'', *, usedforsecurity=True, string=None)",
                |_, _| Ok(Obj::NONE),
                "",
            );

            fn $name(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
                let bound = native::bind(vm, &$signature, args)?;
                let bound = Args::new(&bound);
                construct(vm, class, stringify!($name), bound.opt(0), bound.opt(2))
            }

            static $def: TypeDef = TypeDef {
                name: stringify!($name),
                module: "_sha3",
                kind: kinds::HASH,
                doc: concat!(
                    stringify!($name),
                    "([data], *, usedforsecurity=True) -> hash object\n\nReturn a new hash object."
                ),
                slots: Slots { new: Some($name), ..Slots::EMPTY },
                methods: $methods,
                getsets: SPONGE_GETSETS,
                ..TypeDef::EMPTY
            };
        )*

        /// Makes the module `_sha3`.
        ///
        /// # Errors
        /// `MemoryError`.
        pub fn sha3_module(vm: &mut Vm) -> PyResult<Ref<Module>> {
            let module = table::module(vm, "_sha3", "", &[])?;
            $(
                let class = add_class(vm, concat!("_sha3.", stringify!($name)), &$def)?;
                table::set(vm, &module, stringify!($name), class.into_obj())?;
            )*
            let implementation = Str::intern(vm, "RustCrypto").into_obj();
            table::set(vm, &module, "implementation", implementation)?;
            add_threshold(vm, &module)?;
            Ok(module)
        }
    };
}

sponges! {
    sha3_224 SHA3_224 NEW_SHA3_224 METHODS;
    sha3_256 SHA3_256 NEW_SHA3_256 METHODS;
    sha3_384 SHA3_384 NEW_SHA3_384 METHODS;
    sha3_512 SHA3_512 NEW_SHA3_512 METHODS;
    shake_128 SHAKE_128 NEW_SHAKE_128 SHAKE_METHODS;
    shake_256 SHAKE_256 NEW_SHAKE_256 SHAKE_METHODS;
}
