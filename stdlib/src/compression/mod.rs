//! What the modules of compressors share: streams and feeding them here, the objects around them in `object.rs`.

pub mod bz2;
pub mod lzma;
mod object;

use rpython_heap::OutOfMemory;
use rpython_objects::{Raised, Vm};

/// Bytes of output made at a time.
const STEP: usize = 32 << 10;

/// How far one call of a stream came.
struct Step {
    read: usize,
    written: usize,
    ended: bool,
}

/// What goes wrong in a stream.
trait Failure: From<OutOfMemory> {
    /// Its exception.
    fn raise(self, vm: &mut Vm) -> Raised;
}

/// A stream that reads some input and writes some output at each call.
trait Stream: 'static {
    /// The kind of the payload of the objects that have such a stream.
    const KIND: u8;
    /// The name of these objects' type.
    const NAME: &'static str;
    /// What goes wrong.
    type Error: Failure;
    /// Reads and writes; `finish` says that no more input follows.
    fn step(&mut self, input: &[u8], output: &mut [u8], finish: bool) -> Result<Step, Self::Error>;
}

/// A stream that decompresses.
trait Decoding: Stream {
    /// The message of the `EOFError` of one that has ended.
    const ENDED: &'static str;
    /// The message of the `ValueError` of one that has failed; without any it is fed on, and speaks for itself.
    const FAILED: Option<&'static str>;
    /// Whether it may hold output back when it has read all input and filled all the room there was.
    const HIDES: bool;
}

/// Feeds all of `input`, to the stream's end where `finish` says so; what comes out.
fn feed<S: Stream>(stream: &mut S, mut input: &[u8], finish: bool) -> Result<Vec<u8>, S::Error> {
    let mut out = Vec::new();
    loop {
        let start = open(&mut out, STEP)?;
        let step = stream.step(input, &mut out[start..], finish)?;
        let full = step.written == STEP;
        out.truncate(start + step.written);
        input = input.get(step.read..).unwrap_or_default();
        let done = if finish { step.ended } else { input.is_empty() && !full };
        if done {
            return Ok(out);
        }
    }
}

/// Makes room for more output; returns where it begins.
fn open(out: &mut Vec<u8>, room: usize) -> Result<usize, OutOfMemory> {
    let start = out.len();
    out.try_reserve(room).map_err(|_| OutOfMemory)?;
    out.resize(start + room, 0);
    Ok(start)
}

/// A stream being decompressed, with the input that has not been read yet.
struct Decompression<S> {
    stream: S,
    pending: Vec<u8>,
    unused: Vec<u8>,
    ended: bool,
    failed: bool,
    needs_input: bool,
}

impl<S: Decoding> Decompression<S> {
    fn new(stream: S) -> Decompression<S> {
        Decompression {
            stream,
            pending: Vec::new(),
            unused: Vec::new(),
            ended: false,
            failed: false,
            needs_input: true,
        }
    }

    /// Decompresses what is pending and `data`, to at most `most` bytes. Input of a call that fails is forgotten.
    fn decompress(&mut self, data: &[u8], most: Option<usize>) -> Result<Vec<u8>, S::Error> {
        self.pending.try_reserve(data.len()).map_err(|_| OutOfMemory)?;
        self.pending.extend_from_slice(data);
        let mut read = 0;
        let done = self.run(&mut read, most);
        let (out, full) = match done {
            Ok(done) => done,
            Err(e) => {
                self.pending.clear();
                self.failed = true;
                self.needs_input &= S::FAILED.is_none();
                return Err(e);
            }
        };
        self.pending.drain(..read.min(self.pending.len()));
        if self.ended {
            self.unused = std::mem::take(&mut self.pending);
        }
        self.needs_input = !self.ended && self.pending.is_empty() && !(S::HIDES && full);
        Ok(out)
    }

    /// What comes of the pending input, of which `read` bytes are read, and whether that filled the room there was.
    fn run(&mut self, read: &mut usize, most: Option<usize>) -> Result<(Vec<u8>, bool), S::Error> {
        let mut out = Vec::new();
        loop {
            let room = most.map_or(STEP, |most| STEP.min(most - out.len()));
            let start = open(&mut out, room)?;
            let input = self.pending.get(*read..).unwrap_or_default();
            let step = self.stream.step(input, &mut out[start..], false)?;
            out.truncate(start + step.written);
            *read += step.read;
            self.ended = step.ended;
            let full = most.is_some_and(|most| out.len() >= most);
            let stuck = step.read == 0 && step.written == 0;
            if self.ended || full || stuck || *read >= self.pending.len() && step.written < room {
                return Ok((out, full));
            }
        }
    }
}
