//! Where a pickle is written: one buffer, cut into frames from protocol 4 on (PEP 3154), flushed to the file if there is one.
//!
//! The header of a frame is left open when its first byte is written and filled in when the frame is committed.

use super::opcode::FRAME;
use rpython_heap::OutOfMemory;
use rpython_objects::{Bytes, Obj, PyResult, Ref, Vm, protocol};

const FRAME_HEADER: usize = 9;
/// A shorter frame is written without its header.
const FRAME_LEAST: usize = 4;
/// A frame that has grown to this is committed; bytes of this size are written outside of frames.
pub(super) const FRAME_TARGET: usize = 64 * 1024;

/// Data that is written outside of frames.
pub(super) enum Large<'a> {
    /// All bytes of an object, which a file is given itself.
    Object(&'a Ref<Bytes>),
    /// Bytes that lie outside of the heap.
    Copy(&'a [u8]),
}

#[derive(Default)]
pub(super) struct Output {
    bytes: Vec<u8>,
    /// Whether what is written belongs into frames.
    pub(super) framing: bool,
    /// Where the open frame's header lies.
    frame: Option<usize>,
    /// The file's `write`; none when the pickle is wanted as bytes.
    write: Option<Obj>,
}

impl Output {
    pub(super) fn new(write: Option<Obj>) -> Output {
        Output { write, ..Output::default() }
    }

    /// Writes bytes.
    #[inline]
    pub(super) fn put(&mut self, data: &[u8]) -> PyResult<()> {
        if self.framing && self.frame.is_none() || self.bytes.capacity() - self.bytes.len() < data.len() {
            self.prepare(data.len())?;
        }
        self.bytes.extend_from_slice(data);
        Ok(())
    }

    /// Makes room, and opens a frame if one is due.
    #[cold]
    fn prepare(&mut self, more: usize) -> PyResult<()> {
        self.bytes.try_reserve(more.saturating_add(FRAME_HEADER)).map_err(|_| OutOfMemory)?;
        if self.framing && self.frame.is_none() {
            self.frame = Some(self.bytes.len());
            self.bytes.extend_from_slice(&[0; FRAME_HEADER]);
        }
        Ok(())
    }

    /// Ends the open frame.
    pub(super) fn commit(&mut self) {
        let Some(start) = self.frame.take() else { return };
        let len = self.bytes.len() - start - FRAME_HEADER;
        if len < FRAME_LEAST {
            self.bytes.drain(start..start + FRAME_HEADER);
        } else if let Some(header) = self.bytes.get_mut(start..start + FRAME_HEADER) {
            header[0] = FRAME;
            header[1..].copy_from_slice(&(len as u64).to_le_bytes());
        }
    }

    /// Between two objects: ends the frame if it is large enough.
    #[inline]
    pub(super) fn boundary(&mut self, vm: &mut Vm) -> PyResult<()> {
        match self.frame {
            Some(start) if self.bytes.len() - start >= FRAME_TARGET + FRAME_HEADER => self.end_frame(vm),
            _ => Ok(()),
        }
    }

    #[cold]
    fn end_frame(&mut self, vm: &mut Vm) -> PyResult<()> {
        self.commit();
        if self.write.is_some() { self.flush(vm) } else { Ok(()) }
    }

    /// Writes what has gathered to the file.
    pub(super) fn flush(&mut self, vm: &mut Vm) -> PyResult<()> {
        self.commit();
        let Some(write) = self.write.clone() else { return Ok(()) };
        let data = Bytes::new(vm, &self.bytes)?;
        self.bytes.clear();
        protocol::call(vm, &write, &[data.into_obj()])?;
        Ok(())
    }

    /// Writes large data behind its header: outside of frames, and to a file without gathering it first.
    #[cold]
    pub(super) fn put_large(&mut self, vm: &mut Vm, header: &[u8], data: Large<'_>) -> PyResult<()> {
        self.commit();
        let framing = std::mem::replace(&mut self.framing, false);
        let done = self.put_unframed(vm, header, data);
        self.framing = framing;
        done
    }

    fn put_unframed(&mut self, vm: &mut Vm, header: &[u8], data: Large<'_>) -> PyResult<()> {
        self.put(header)?;
        let Some(write) = self.write.clone() else {
            return match data {
                Large::Object(bytes) => self.put(bytes.tail(vm)),
                Large::Copy(bytes) => self.put(bytes),
            };
        };
        self.flush(vm)?;
        let payload = match data {
            Large::Object(bytes) => bytes.clone(),
            Large::Copy(bytes) => Bytes::new(vm, bytes)?,
        };
        protocol::call(vm, &write, &[payload.into_obj()])?;
        Ok(())
    }

    /// The pickle.
    pub(super) fn finish(&mut self, vm: &mut Vm) -> PyResult {
        self.commit();
        Ok(Bytes::new(vm, &self.bytes)?.into_obj())
    }
}
