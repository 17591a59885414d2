//! `.pyc` files: sixteen bytes of header, then a marshalled code object (PEP 552, importlib/_bootstrap_external.py).

use super::{MarshalError, read, write};
use crate::code::{Code, Const};
use std::sync::Arc;

/// The magic number of CPython 3.14: 3627 and a line end, which a text transfer would damage.
pub const MAGIC_NUMBER: [u8; 4] = [0x2b, 0x0e, b'\r', b'\n'];

/// How a `.pyc` is compared with its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Validation {
    /// By the source's modification time (seconds) and size, both modulo 2³².
    Timestamp {
        /// Modification time.
        mtime: u32,
        /// Size in bytes.
        size: u32,
    },
    /// By the source's hash (`_imp.source_hash`).
    Hash {
        /// Whether the source is read and hashed on import.
        checked: bool,
        /// The hash.
        hash: [u8; 8],
    },
}

/// The header of a `.pyc`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// How it is validated.
    pub validation: Validation,
}

impl Header {
    /// Length in bytes.
    pub const SIZE: usize = 16;

    /// Reads a header; `name` is the module or file that the message names.
    pub fn read(data: &[u8], name: &str) -> Result<Header, MarshalError> {
        if data.get(..4) != Some(&MAGIC_NUMBER) {
            let found = &data[..data.len().min(4)];
            let shown: String =
                found.iter().flat_map(|byte| std::ascii::escape_default(*byte)).map(char::from).collect();
            return Err(MarshalError::Import(format!("bad magic number in {name:?}: b'{shown}'")));
        }
        let Some(header) = data.get(..Self::SIZE) else {
            return Err(MarshalError::Eof("reached EOF while reading pyc header"));
        };
        let word = |at: usize| {
            let mut bytes = [0; 4];
            bytes.copy_from_slice(&header[at..at + 4]);
            u32::from_le_bytes(bytes)
        };
        let flags = word(4);
        if flags & !0b11 != 0 {
            return Err(MarshalError::Import(format!("invalid flags {flags} in {name:?}")));
        }
        let validation = if flags & 1 == 0 {
            Validation::Timestamp { mtime: word(8), size: word(12) }
        } else {
            let mut hash = [0; 8];
            hash.copy_from_slice(&header[8..]);
            Validation::Hash { checked: flags & 2 != 0, hash }
        };
        Ok(Header { validation })
    }

    /// The header's bytes.
    pub fn to_bytes(self) -> [u8; Self::SIZE] {
        let mut out = [0; Self::SIZE];
        out[..4].copy_from_slice(&MAGIC_NUMBER);
        match self.validation {
            Validation::Timestamp { mtime, size } => {
                out[8..12].copy_from_slice(&mtime.to_le_bytes());
                out[12..].copy_from_slice(&size.to_le_bytes());
            }
            Validation::Hash { checked, hash } => {
                out[4] = if checked { 3 } else { 1 };
                out[8..].copy_from_slice(&hash);
            }
        }
        out
    }
}

/// Reads a `.pyc`; `name` is what messages name.
pub fn read_pyc(data: &[u8], name: &str) -> Result<(Header, Arc<Code>), MarshalError> {
    let header = Header::read(data, name)?;
    match read(data.get(Header::SIZE..).unwrap_or(&[]))? {
        Const::Code(code) => Ok((header, code)),
        _ => Err(MarshalError::Import(format!("Non-code object in {name:?}"))),
    }
}

/// Writes a `.pyc`.
pub fn write_pyc(header: Header, code: &Arc<Code>) -> Result<Vec<u8>, MarshalError> {
    let mut out = header.to_bytes().to_vec();
    out.extend(write(&Const::Code(code.clone()))?);
    Ok(out)
}
