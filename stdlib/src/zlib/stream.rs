//! Compressed streams that grow their output, and can be copied.
//!
//! A stream of `zlib-rs` cannot be duplicated through its safe interface, so each keeps what was fed to it, up to a limit,
//! and a copy is fed the same again: the same calls put a stream into the same state.

use rpython_heap::OutOfMemory;
use zlib_rs::{
    Deflate, DeflateConfig, DeflateError, DeflateFlush, Inflate, InflateError, InflateFlush, Method, Status, Strategy,
};

/// Bytes of output made at a time.
const STEP: usize = 16 << 10;

/// Most bytes of input that a stream remembers for its copies.
const REMEMBERED: usize = 4 << 20;

/// What zlib's functions return where they fail.
pub(super) mod code {
    pub(crate) const NEED_DICT: i32 = 2;
    pub(crate) const STREAM_ERROR: i32 = -2;
    pub(crate) const DATA_ERROR: i32 = -3;
    pub(crate) const MEM_ERROR: i32 = -4;
    pub(crate) const BUF_ERROR: i32 = -5;
}

/// A failure: zlib's number and, where it has one, its message.
#[derive(Clone, Copy, Debug)]
pub(super) struct Failure {
    pub(super) code: i32,
    pub(super) message: Option<&'static str>,
}

impl From<OutOfMemory> for Failure {
    fn from(_: OutOfMemory) -> Failure {
        Failure { code: code::MEM_ERROR, message: None }
    }
}

/// Makes room for one more step of output; returns where it begins.
fn open(out: &mut Vec<u8>, room: usize) -> Result<usize, Failure> {
    let start = out.len();
    out.try_reserve(room).map_err(|_| OutOfMemory)?;
    out.resize(start + room, 0);
    Ok(start)
}

/// What was fed to a stream, for its copies; nothing once it is too much.
struct Journal<T> {
    calls: Option<Vec<(Vec<u8>, T)>>,
    bytes: usize,
}

impl<T> Journal<T> {
    const fn new() -> Journal<T> {
        Journal { calls: Some(Vec::new()), bytes: 0 }
    }

    fn note(&mut self, input: &[u8], how: T) {
        self.bytes = self.bytes.saturating_add(input.len());
        match &mut self.calls {
            Some(calls) if self.bytes <= REMEMBERED => calls.push((input.to_vec(), how)),
            calls => *calls = None,
        }
    }
}

/// The settings of a compressor.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub(super) level: i32,
    pub(super) window_bits: i32,
    pub(super) mem_level: i32,
    pub(super) strategy: i32,
    pub(super) dictionary: Option<Vec<u8>>,
}

/// A stream being compressed.
pub(super) struct Compressor {
    deflate: Deflate,
    settings: Settings,
    journal: Journal<i32>,
    finished: bool,
}

impl Compressor {
    /// A compressor; nothing if zlib would refuse the settings.
    pub(super) fn new(settings: Settings) -> Option<Compressor> {
        let fits = matches!(settings.window_bits, -15..=-9 | 8..=15 | 25..=31)
            && (-1..=9).contains(&settings.level)
            && (1..=9).contains(&settings.mem_level);
        let config = DeflateConfig {
            level: settings.level,
            method: Method::Deflated,
            window_bits: settings.window_bits,
            mem_level: settings.mem_level,
            strategy: Strategy::try_from(settings.strategy).ok()?,
        };
        if !fits {
            return None;
        }
        let mut deflate = Deflate::new_with_config(config);
        if let Some(dictionary) = &settings.dictionary {
            deflate.set_dictionary(dictionary).ok()?;
        }
        Some(Compressor { deflate, settings, journal: Journal::new(), finished: false })
    }

    /// Compresses `input`; what comes out is appended.
    pub(super) fn compress(&mut self, input: &[u8], flush: i32, out: &mut Vec<u8>) -> Result<(), Failure> {
        let inconsistent = Failure { code: code::STREAM_ERROR, message: None };
        let how = DeflateFlush::try_from(flush).map_err(|_| inconsistent)?;
        if self.finished {
            return Err(inconsistent);
        }
        self.journal.note(input, flush);
        let mut input = input;
        loop {
            let start = open(out, STEP)?;
            let (read, written) = (self.deflate.total_in(), self.deflate.total_out());
            let status = self.deflate.compress(input, &mut out[start..], how);
            let read = (self.deflate.total_in() - read) as usize;
            let written = (self.deflate.total_out() - written) as usize;
            out.truncate(start + written);
            input = input.get(read..).unwrap_or_default();
            match status {
                Ok(Status::StreamEnd) => {
                    self.finished = true;
                    return Ok(());
                }
                Ok(Status::Ok) if written == STEP || !input.is_empty() => {}
                Ok(Status::Ok | Status::BufError) => return Ok(()),
                Err(error) => {
                    let code = match error {
                        DeflateError::StreamError => code::STREAM_ERROR,
                        DeflateError::DataError => code::DATA_ERROR,
                        DeflateError::MemError => code::MEM_ERROR,
                    };
                    return Err(Failure { code, message: None });
                }
            }
        }
    }

    /// Whether the stream has ended.
    pub(super) fn is_finished(&self) -> bool {
        self.finished
    }

    /// The same stream again; nothing if too much was fed to it.
    pub(super) fn duplicate(&self) -> Option<Compressor> {
        let mut copy = Compressor::new(self.settings.clone())?;
        let mut ignored = Vec::new();
        for (input, flush) in self.journal.calls.as_ref()? {
            copy.compress(input, *flush, &mut ignored).ok()?;
            ignored.clear();
        }
        Some(copy)
    }
}

/// Whether zlib takes these window bits for reading.
fn can_inflate(window_bits: i32) -> bool {
    matches!(window_bits, -15..=-8 | 0 | 8..=15 | 16 | 24..=31 | 32 | 40..=47)
}

/// A stream being decompressed.
pub(super) struct Decompressor {
    inflate: Inflate,
    window_bits: i32,
    dictionary: Option<Vec<u8>>,
    journal: Journal<(usize, bool)>,
    /// How the stream has failed for good.
    broken: Option<Failure>,
    pub(super) ended: bool,
}

/// Why a run of a decompressor stopped, if not for want of input or room.
pub(super) enum Stop {
    /// Zlib failed.
    Failure(Failure),
    /// The dictionary was refused.
    Dictionary(Failure),
}

impl Decompressor {
    /// A decompressor; nothing if zlib would refuse the window bits.
    pub(super) fn new(window_bits: i32, dictionary: Option<Vec<u8>>) -> Option<Result<Decompressor, Failure>> {
        if !can_inflate(window_bits) {
            return None;
        }
        let mut inflate = Inflate::new(window_bits >= 0, window_bits.unsigned_abs() as u8);
        if let (Some(dictionary), true) = (&dictionary, window_bits < 0) {
            // A raw stream does not say when it wants it.
            if let Err(error) = inflate.set_dictionary(dictionary) {
                return Some(Err(failure(error, &inflate)));
            }
        }
        Some(Ok(Decompressor { inflate, window_bits, dictionary, journal: Journal::new(), broken: None, ended: false }))
    }

    /// Decompresses `input` to at most `limit` bytes, which are appended. Returns how much of the input was read, in any case.
    pub(super) fn decompress(
        &mut self,
        input: &[u8],
        limit: usize,
        finish: bool,
        out: &mut Vec<u8>,
    ) -> (usize, Result<(), Stop>) {
        if let Some(failure) = self.broken {
            return (0, Err(Stop::Failure(failure)));
        }
        self.journal.note(input, (limit, finish));
        let begin = self.inflate.total_in();
        let result = self.run(input, limit, finish, out);
        ((self.inflate.total_in() - begin) as usize, result)
    }

    fn run(&mut self, mut input: &[u8], limit: usize, finish: bool, out: &mut Vec<u8>) -> Result<(), Stop> {
        let how = if finish { InflateFlush::Finish } else { InflateFlush::SyncFlush };
        let mut left = limit;
        loop {
            let room = left.min(STEP);
            let start = open(out, room).map_err(Stop::Failure)?;
            let (read, written) = (self.inflate.total_in(), self.inflate.total_out());
            let status = self.inflate.decompress(input, &mut out[start..], how);
            let read = (self.inflate.total_in() - read) as usize;
            let written = (self.inflate.total_out() - written) as usize;
            out.truncate(start + written);
            input = input.get(read..).unwrap_or_default();
            left -= written;
            match status {
                Ok(Status::StreamEnd) => {
                    self.ended = true;
                    return Ok(());
                }
                Ok(Status::Ok | Status::BufError) if written == room && left > 0 => {}
                Ok(Status::Ok) if !input.is_empty() && left > 0 && read + written > 0 => {}
                Ok(Status::Ok | Status::BufError) => return Ok(()),
                Err(InflateError::NeedDict { .. }) if self.dictionary.is_some() => {
                    let dictionary = self.dictionary.as_deref().unwrap_or_default();
                    if let Err(error) = self.inflate.set_dictionary(dictionary) {
                        return Err(Stop::Dictionary(failure(error, &self.inflate)));
                    }
                }
                Err(error) => {
                    let failure = failure(error, &self.inflate);
                    self.broken = Some(failure).filter(|_| error == InflateError::DataError);
                    return Err(Stop::Failure(failure));
                }
            }
        }
    }

    /// The same stream again; nothing if too much was fed to it.
    pub(super) fn duplicate(&self) -> Option<Decompressor> {
        let mut copy = Decompressor::new(self.window_bits, self.dictionary.clone())?.ok()?;
        let mut ignored = Vec::new();
        for (input, (limit, finish)) in self.journal.calls.as_ref()? {
            let _ = copy.decompress(input, *limit, *finish, &mut ignored);
            ignored.clear();
        }
        Some(copy)
    }
}

fn failure(error: InflateError, inflate: &Inflate) -> Failure {
    let code = match error {
        InflateError::NeedDict { .. } => code::NEED_DICT,
        InflateError::StreamError => code::STREAM_ERROR,
        InflateError::DataError => code::DATA_ERROR,
        InflateError::MemError => code::MEM_ERROR,
    };
    Failure { code, message: inflate.error_message() }
}
