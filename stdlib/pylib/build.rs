//! Compiles the library: every Python file of CPython's `Lib` as the crate `rustpython-pylib` has it, brought to CPython 3.14.10's own text
//! by `patches/`, those of `Lib/` beside this script laid over them. Writes three files: code in the library's form of marshal, compressed texts, and the
//! table that says where what lies.

use rpython_frontend::{
    CompileOptions,
    code::Code,
    compile,
    error::IgnoreWarnings,
    marshal::{self, LibraryNames},
    parser::Mode,
    source::{FinalNewline, Source, no_decoder},
};
use std::{
    collections::BTreeMap,
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
    sync::{Arc, Mutex},
};

/// Folders that programs do not import, or that need a window system.
const LEFT_OUT: &[&str] = &["test", "tests", "idlelib", "turtledemo", "lib2to3", "__pycache__", "_bundled", "nt"];

/// Files of other kinds that library modules read.
const DATA: &[&str] = &["css", "ps1", "fish", "csh", "txt", ""];

/// Machine stack of a compiling thread: the library nests deeply in places.
const STACK: usize = 64 << 20;

/// A compiled file.
struct Compiled {
    path: String,
    /// Nothing for files that hold none.
    code: Option<Arc<Code>>,
    /// The compressed text.
    text: Vec<u8>,
    size: usize,
}

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=Lib");
    println!("cargo:rerun-if-changed=patches");
    let mut found = BTreeMap::new();
    gather(Path::new(rustpython_pylib::LIB_PATH), "", &mut found)?;
    gather(Path::new("Lib"), "", &mut found)?;
    let files: Vec<(String, PathBuf)> = found.into_iter().collect();

    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    let work = || {
        while let Some((path, place)) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            let made = compiled(path, place);
            if let Ok(mut done) = done.lock() {
                done.push(made);
            }
        }
    };
    let workers = std::thread::available_parallelism().map_or(1, |n| n.get());
    std::thread::scope(|scope| -> std::io::Result<()> {
        for _ in 0..workers {
            std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work)?;
        }
        Ok(())
    })?;
    let mut all = done.into_inner()?.into_iter().collect::<Result<Vec<Compiled>, String>>()?;
    all.sort_by(|a, b| a.path.cmp(&b.path));
    write_out(&all)
}

/// Collects the files below a folder by their path in the library.
fn gather(folder: &Path, prefix: &str, found: &mut BTreeMap<String, PathBuf>) -> std::io::Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let place = entry?.path();
        let Some(name) = place.file_name().and_then(|n| n.to_str()) else { continue };
        let path = if prefix.is_empty() { name.to_string() } else { format!("{prefix}/{name}") };
        if place.is_dir() {
            if !LEFT_OUT.contains(&name) {
                gather(&place, &path, found)?;
            }
            continue;
        }
        let kind = place.extension().and_then(|e| e.to_str()).unwrap_or("");
        if kind == "py" || (DATA.contains(&kind) && !prefix.is_empty() && !name.starts_with("PSF")) {
            found.insert(path, place);
        }
    }
    Ok(())
}

fn compiled(path: &str, place: &Path) -> Result<Compiled, String> {
    let mut text = fs::read(place).map_err(|e| format!("{}: {e}", place.display()))?;
    let patch = Path::new("patches").join(format!("{path}.patch"));
    if patch.is_file() && !place.starts_with("Lib") {
        text = patched(&text, &patch).map_err(|e| format!("{}: {e}", patch.display()))?;
    }
    let code = if path.ends_with(".py") {
        let fault = |e: &dyn std::fmt::Display| format!("{}: {e}", place.display());
        let source = Source::from_bytes(&text, FinalNewline::Add, &no_decoder).map_err(|e| fault(&format!("{e:?}")))?;
        let mut options = CompileOptions::new(Mode::Exec, 0);
        options.stack = STACK / 2;
        let code = compile(&source, path, &options, &mut IgnoreWarnings).map_err(|e| fault(&e.message))?;
        Some(code)
    } else {
        None
    };
    let packed = miniz_oxide::deflate::compress_to_vec(&text, 6);
    Ok(Compiled { path: path.to_string(), code, text: packed, size: text.len() })
}

fn patched(text: &[u8], patch: &Path) -> Result<Vec<u8>, Box<dyn Error>> {
    let patch = fs::read(patch)?;
    let patch = diffy::Patch::from_bytes(&patch)?;
    Ok(diffy::apply_bytes(text, &patch)?)
}

fn write_out(files: &[Compiled]) -> Result<(), Box<dyn Error>> {
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    let (mut code, mut texts) = (Vec::new(), Vec::new());
    let mut names = LibraryNames::default();
    let mut table = String::from("&[\n");
    for f in files {
        let written = match &f.code {
            Some(code) => marshal::write_library(code, &mut names)?,
            None => Vec::new(),
        };
        writeln!(
            table,
            "File {{ path: {:?}, code: ({}, {}), text: ({}, {}), size: {} }},",
            f.path,
            code.len(),
            written.len(),
            texts.len(),
            f.text.len(),
            f.size
        )?;
        code.extend_from_slice(&written);
        texts.extend_from_slice(&f.text);
    }
    table.push_str("]\n");
    // FNV-1a over names and contents.
    let all = files.iter().flat_map(|f| f.path.bytes().chain(f.text.iter().copied()));
    let identity = all.fold(0xCBF2_9CE4_8422_2325u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01B3));
    fs::write(out.join("identity.rs"), format!("\"{identity:016x}\""))?;
    let (mut all_names, mut name_starts) = (Vec::new(), Vec::new());
    for name in names.names() {
        name_starts.extend_from_slice(&u32::try_from(all_names.len())?.to_le_bytes());
        all_names.extend_from_slice(name);
    }
    name_starts.extend_from_slice(&u32::try_from(all_names.len())?.to_le_bytes());
    fs::write(out.join("code.bin"), code)?;
    fs::write(out.join("names.bin"), all_names)?;
    fs::write(out.join("name_starts.bin"), name_starts)?;
    fs::write(out.join("texts.bin"), texts)?;
    fs::write(out.join("table.rs"), table)?;
    Ok(())
}
