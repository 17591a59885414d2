//! The Python part of the standard library, embedded: code as it was compiled when the program was built, texts compressed.
//!
//! The files are CPython 3.14's (PSF licence), from the crate `rustpython-pylib`; where its copy differs for its own
//! interpreter's sake, the file of the same name in `Lib/` takes its place. Nothing is copied or unpacked before it is asked for.
#![forbid(unsafe_code)]

/// A file of the library.
pub struct File {
    /// Its path below the library's folder, with `/`.
    pub path: &'static str,
    code: (u32, u32),
    text: (u32, u32),
    /// Length of the text in bytes.
    pub size: u32,
}

/// What tells this library from any other: a digest of its files.
pub const IDENTITY: &str = include!(concat!(env!("OUT_DIR"), "/identity.rs"));

static FILES: &[File] = include!(concat!(env!("OUT_DIR"), "/table.rs"));
static CODE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/code.bin"));
static NAMES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/names.bin"));
/// Where each begins and the last ends, in four bytes, little-endian.
static NAME_STARTS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/name_starts.bin"));
static TEXTS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/texts.bin"));

fn part(all: &'static [u8], (start, len): (u32, u32)) -> &'static [u8] {
    all.get(start as usize..(start + len) as usize).unwrap_or_default()
}

/// The code of all files, in the form of `rpython_frontend::marshal::write_library`.
pub const fn code() -> &'static [u8] {
    CODE
}

/// The interned name of a number in [`code`]: ASCII.
pub fn name(number: u32) -> Option<&'static [u8]> {
    let start = |i: usize| {
        let bytes = NAME_STARTS.get(4 * i..4 * i + 4)?;
        Some(u32::from_le_bytes(bytes.try_into().ok()?) as usize)
    };
    NAMES.get(start(number as usize)?..start(number as usize + 1)?)
}

impl File {
    /// Where the code of a Python file begins in [`code`]; `None` for other files. Its file names are the paths.
    pub fn code_start(&self) -> Option<usize> {
        (self.code.1 > 0).then_some(self.code.0 as usize)
    }

    /// The text.
    pub fn text(&self) -> Vec<u8> {
        let packed = part(TEXTS, self.text);
        miniz_oxide::inflate::decompress_to_vec_with_limit(packed, self.size as usize).unwrap_or_default()
    }
}

/// All files, in order of their paths.
pub fn files() -> &'static [File] {
    FILES
}

/// The file of a path.
pub fn file(path: &str) -> Option<&'static File> {
    FILES.binary_search_by(|f| f.path.cmp(path)).ok().map(|i| &FILES[i])
}

/// The files below a folder, subfolders' included.
pub fn below(folder: &str) -> &'static [File] {
    let prefix = format!("{folder}/");
    let start = FILES.partition_point(|f| *f.path < *prefix);
    let len = FILES[start..].iter().take_while(|f| f.path.starts_with(&prefix)).count();
    &FILES[start..start + len]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_found_and_unpack() {
        let json = file("json/__init__.py").expect("the library has json");
        assert_eq!(json.text().len(), json.size as usize);
        assert!(json.code_start().is_some_and(|start| start < code().len()));
        assert!(FILES.is_sorted_by_key(|f| f.path));
        assert!(file("json").is_none());
        assert!(name(0).is_some_and(<[u8]>::is_ascii));
        assert!(name(u32::MAX).is_none());
    }

    #[test]
    fn folders_are_runs() {
        assert!(below("json").iter().all(|f| f.path.starts_with("json/")));
        assert_eq!(below("json").len(), FILES.iter().filter(|f| f.path.starts_with("json/")).count());
        assert!(below("jso").is_empty());
        assert_eq!(below("string").len(), FILES.iter().filter(|f| f.path.starts_with("string/")).count());
    }
}
