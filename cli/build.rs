//! The program is linked to lie at a fixed address, as CPython's is: otherwise the loader writes each address in its tables anew at
//! every start, which costs about a millisecond.

fn main() {
    if std::env::var_os("CARGO_CFG_TARGET_OS").is_some_and(|os| os == "linux") {
        println!("cargo:rustc-link-arg-bins=-no-pie");
    }
    println!("cargo:rerun-if-changed=build.rs");
}
