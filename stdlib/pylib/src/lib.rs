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
static TEXTS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/texts.bin"));

fn part(all: &'static [u8], (start, len): (u32, u32)) -> &'static [u8] {
    all.get(start as usize..(start + len) as usize).unwrap_or_default()
}

impl File {
    /// The marshalled code of a Python file; its file names are the paths.
    pub fn code(&self) -> &'static [u8] {
        part(CODE, self.code)
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
        assert!(!json.code().is_empty());
        assert!(FILES.is_sorted_by_key(|f| f.path));
        assert!(file("json").is_none());
    }

    #[test]
    fn folders_are_runs() {
        assert!(below("json").iter().all(|f| f.path.starts_with("json/")));
        assert_eq!(below("json").len(), FILES.iter().filter(|f| f.path.starts_with("json/")).count());
        assert!(below("jso").is_empty());
        assert_eq!(below("string").len(), FILES.iter().filter(|f| f.path.starts_with("string/")).count());
    }
}
