//! What the streams of compressors share: feeding them, and keeping input that there was no room for.

pub mod bz2;
pub mod lzma;

use rpython_heap::OutOfMemory;

/// Bytes of output made at a time.
const STEP: usize = 32 << 10;

/// How far one call of a stream came.
struct Step {
    read: usize,
    written: usize,
    ended: bool,
}

/// A stream that reads some input and writes some output at each call.
trait Stream {
    /// What goes wrong.
    type Error: From<OutOfMemory>;
    /// Reads and writes; `finish` says that no more input follows.
    fn step(&mut self, input: &[u8], output: &mut [u8], finish: bool) -> Result<Step, Self::Error>;
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
    needs_input: bool,
}

impl<S: Stream> Decompression<S> {
    fn new(stream: S) -> Decompression<S> {
        Decompression { stream, pending: Vec::new(), unused: Vec::new(), ended: false, needs_input: true }
    }

    /// Decompresses what is pending and `data`, to at most `most` bytes. Whether all input read with no room left means that more
    /// output may follow is `hides`.
    fn decompress(&mut self, data: &[u8], most: Option<usize>, hides: bool) -> Result<Vec<u8>, S::Error> {
        self.pending.try_reserve(data.len()).map_err(|_| OutOfMemory)?;
        self.pending.extend_from_slice(data);
        let mut out = Vec::new();
        let mut read = 0;
        let done = loop {
            let room = most.map_or(STEP, |most| STEP.min(most - out.len()));
            let start = match open(&mut out, room) {
                Ok(start) => start,
                Err(full) => break Err(full.into()),
            };
            let input = self.pending.get(read..).unwrap_or_default();
            let step = match self.stream.step(input, &mut out[start..], false) {
                Ok(step) => step,
                Err(e) => break Err(e),
            };
            out.truncate(start + step.written);
            read += step.read;
            self.ended = step.ended;
            let full = most.is_some_and(|most| out.len() >= most);
            let stuck = step.read == 0 && step.written == 0;
            if self.ended || full || stuck || read >= self.pending.len() && step.written < room {
                break Ok(full);
            }
        };
        self.pending.drain(..read.min(self.pending.len()));
        let full = match done {
            Ok(full) => full,
            Err(e) => {
                self.needs_input = false;
                return Err(e);
            }
        };
        if self.ended {
            self.unused = std::mem::take(&mut self.pending);
        }
        self.needs_input = !self.ended && self.pending.is_empty() && !(hides && full);
        Ok(out)
    }
}
