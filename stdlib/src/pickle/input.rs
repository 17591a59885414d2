//! Where a pickle is read from: bytes that are there, or a file.
//!
//! Of a file, what its `peek` shows is looked at first, and the file is moved on behind what was taken only before the next
//! read and at the end; without `peek`, just what is needed is read. Nothing is allocated for what a length in the stream
//! promises before it has arrived.

use super::error;
use rpython_heap::OutOfMemory;
use rpython_objects::{
    ByteArray, Bytes, Obj, PyResult, Raised, Ref, Str, Vm, buffer, buffer::Contiguous, int, memoryview, protocol,
    text::Text, type_error, types, value_error,
};

/// How much is asked of `peek`.
const PREFETCH: usize = 128 * 1024;
/// The most that is allocated for bytes that may not come.
const CHUNK: usize = 1 << 20;

/// The methods of a file.
#[derive(Clone)]
pub(super) struct File {
    read: Obj,
    readline: Obj,
    peek: Option<Obj>,
    readinto: Option<Obj>,
}

impl File {
    /// The methods of `file`.
    ///
    /// # Errors
    /// `TypeError` if it cannot be read from.
    pub(super) fn new(vm: &mut Vm, file: &Obj) -> PyResult<File> {
        let [peek, readinto, read, readline] =
            ["peek", "readinto", "read", "readline"].map(|name| Str::intern(vm, name));
        let peek = protocol::find_attr(vm, file, &peek)?;
        let readinto = protocol::find_attr(vm, file, &readinto)?;
        let read = protocol::find_attr(vm, file, &read)?;
        match (read, protocol::find_attr(vm, file, &readline)?) {
            (Some(read), Some(readline)) => Ok(File { read, readline, peek, readinto }),
            _ => Err(type_error!(vm, "file must have 'read' and 'readline' attributes")),
        }
    }

    pub(super) fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        let optional = [&self.peek, &self.readinto];
        [&self.read, &self.readline].into_iter().chain(optional.into_iter().flatten()).for_each(visit);
    }
}

#[derive(Default)]
pub(super) struct Input {
    view: Option<Contiguous>,
    /// The next byte of the view.
    at: usize,
    /// As far as the next bytes may be taken without a look at anything else: the end of the view or of the frame.
    limit: usize,
    len: usize,
    /// Whether `limit` is the end of a frame.
    framed: bool,
    /// The bytes of the view that the file is behind already.
    consumed: usize,
    file: Option<File>,
}

impl Input {
    pub(super) fn of_file(file: File) -> Input {
        Input { file: Some(file), ..Input::default() }
    }

    /// The bytes of an object.
    pub(super) fn of_bytes(vm: &mut Vm, o: &Obj) -> PyResult<Input> {
        let mut input = Input::default();
        input.show(vm, o)?;
        Ok(input)
    }

    pub(super) fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        self.view.iter().for_each(|view| view.traverse(visit));
        self.file.iter().for_each(|file| file.traverse(visit));
    }

    /// Gives the bytes back.
    pub(super) fn close(&mut self, vm: &mut Vm) {
        if let Some(view) = self.view.take() {
            view.release(vm);
        }
        (self.at, self.limit, self.len, self.framed, self.consumed) = (0, 0, 0, false, 0);
    }

    /// Makes the bytes of an object what is read from next.
    fn show(&mut self, vm: &mut Vm, o: &Obj) -> PyResult<()> {
        let view = buffer::bytes_of(vm, o)?;
        let len = view.get(vm).len();
        self.close(vm);
        (self.view, self.len, self.limit, self.consumed) = (Some(view), len, len, len);
        Ok(())
    }

    /// The bytes between two places.
    #[inline]
    pub(super) fn slice<'a>(&'a self, vm: &'a Vm, start: usize, end: usize) -> &'a [u8] {
        self.view.as_ref().and_then(|view| view.get(vm).get(start..end)).unwrap_or_default()
    }

    /// Takes `n` bytes and says where they begin.
    #[inline]
    pub(super) fn take(&mut self, vm: &mut Vm, n: usize) -> PyResult<usize> {
        let start = self.at;
        if n <= self.limit - start {
            self.at = start + n;
            return Ok(start);
        }
        self.take_slowly(vm, n)
    }

    /// Takes `N` bytes.
    #[inline]
    pub(super) fn array<const N: usize>(&mut self, vm: &mut Vm) -> PyResult<[u8; N]> {
        let start = self.take(vm, N)?;
        let bytes = self.slice(vm, start, start + N);
        Ok(bytes.try_into().unwrap_or([0; N]))
    }

    /// Leaves a frame whose end has come.
    fn leave_frame(&mut self, vm: &mut Vm) -> PyResult<()> {
        if self.framed && self.at < self.limit {
            return Err(error::unpickling(vm, "pickle exhausted before end of frame"));
        }
        (self.framed, self.limit) = (false, self.len);
        Ok(())
    }

    #[cold]
    fn take_slowly(&mut self, vm: &mut Vm, n: usize) -> PyResult<usize> {
        self.leave_frame(vm)?;
        if n > self.len - self.at {
            if self.file.is_none() {
                return Err(error::truncated(vm));
            }
            self.read_ahead(vm, n)?;
            if n > self.len {
                return Err(error::truncated(vm));
            }
        }
        let start = self.at;
        self.at += n;
        Ok(start)
    }

    /// Moves the file behind what was taken.
    pub(super) fn catch_up(&mut self, vm: &mut Vm) -> PyResult<()> {
        if self.at <= self.consumed {
            return Ok(());
        }
        let Some(file) = &self.file else { return Ok(()) };
        let read = file.read.clone();
        let n = int::from_u64(vm, (self.at - self.consumed) as u64);
        protocol::call(vm, &read, &[n])?;
        self.consumed = self.at;
        Ok(())
    }

    /// Gets a view in which the next `n` bytes come first, if the file has as many.
    fn read_ahead(&mut self, vm: &mut Vm, n: usize) -> PyResult<()> {
        self.catch_up(vm)?;
        if n < PREFETCH && self.peek(vm, n)? {
            return Ok(());
        }
        let Some(file) = self.file.clone() else { return Ok(()) };
        let mut asked = n.min(CHUNK);
        let data = protocol::call(vm, &file.read, &[int::from_u64(vm, asked as u64)])?;
        if asked == n {
            return self.show(vm, &data);
        }
        let mut all = buffer::to_vec(vm, &data)?;
        let mut got = all.len();
        while got == asked && all.len() < n {
            asked = (n - all.len()).min(all.len().max(CHUNK));
            let data = protocol::call(vm, &file.read, &[int::from_u64(vm, asked as u64)])?;
            let more = buffer::to_vec(vm, &data)?;
            got = more.len();
            all.try_reserve(got).map_err(|_| OutOfMemory)?;
            all.extend_from_slice(&more);
        }
        let all = Bytes::new(vm, &all)?;
        self.show(vm, &all)
    }

    /// Looks at what the file shows without moving; whether that has `n` bytes.
    fn peek(&mut self, vm: &mut Vm, n: usize) -> PyResult<bool> {
        let Some(peek) = self.file.as_ref().and_then(|file| file.peek.clone()) else { return Ok(false) };
        match protocol::call(vm, &peek, &[int::from_i64(vm, PREFETCH as i64)]) {
            Ok(data) => {
                self.show(vm, &data)?;
                self.consumed = 0;
                Ok(n <= self.len)
            }
            Err(raised) => {
                vm.swallow(raised, types::NOT_IMPLEMENTED_ERROR)?;
                if let Some(file) = &mut self.file {
                    file.peek = None;
                }
                Ok(false)
            }
        }
    }

    /// Takes a line and says where it begins; the line's end belongs to it.
    pub(super) fn line(&mut self, vm: &mut Vm) -> PyResult<(usize, usize)> {
        if self.at == self.limit {
            self.leave_frame(vm)?;
        }
        let rest = self.slice(vm, self.at, self.limit);
        if let Some(end) = memchr::memchr(b'\n', rest) {
            let start = self.at;
            self.at += end + 1;
            return Ok((start, self.at));
        }
        self.leave_frame(vm)?;
        let Some(file) = self.file.clone() else { return Err(error::truncated(vm)) };
        self.catch_up(vm)?;
        let data = protocol::call(vm, &file.readline, &[])?;
        self.show(vm, &data)?;
        if self.slice(vm, 0, self.len).last() != Some(&b'\n') {
            return Err(error::truncated(vm));
        }
        self.at = self.len;
        Ok((0, self.len))
    }

    /// Enters a frame of a length.
    pub(super) fn enter_frame(&mut self, vm: &mut Vm, len: usize) -> PyResult<()> {
        if self.framed && self.at < self.limit {
            return Err(error::unpickling(vm, "beginning of a new frame before end of current frame"));
        }
        self.leave_frame(vm)?;
        let start = self.take(vm, len)?;
        self.at = start;
        (self.framed, self.limit) = (true, start + len);
        Ok(())
    }

    /// Takes `n` bytes, which may be many, into a vector.
    fn gather(&mut self, vm: &mut Vm, n: usize) -> PyResult<Vec<u8>> {
        if n > self.limit - self.at {
            self.leave_frame(vm)?;
        }
        let there = n.min(self.len - self.at);
        if there < n && self.file.is_none() {
            return Err(error::truncated(vm));
        }
        let mut out = Vec::new();
        out.try_reserve_exact(there).map_err(|_| OutOfMemory)?;
        out.extend_from_slice(self.slice(vm, self.at, self.at + there));
        self.at += there;
        if out.len() < n {
            self.catch_up(vm)?;
        }
        while out.len() < n {
            let asked = (n - out.len()).min(out.len().max(CHUNK));
            let got = self.read_chunk(vm, asked)?;
            if got.len() < asked {
                return Err(error::truncated(vm));
            }
            out.try_reserve(got.len()).map_err(|_| OutOfMemory)?;
            out.extend_from_slice(&got);
        }
        Ok(out)
    }

    /// Reads from the file, by `readinto` where it has that.
    fn read_chunk(&mut self, vm: &mut Vm, n: usize) -> PyResult<Vec<u8>> {
        let Some(file) = self.file.clone() else { return Ok(Vec::new()) };
        let Some(readinto) = file.readinto else {
            let data = protocol::call(vm, &file.read, &[int::from_u64(vm, n as u64)])?;
            let Some(bytes) = data.downcast_ref::<Bytes>() else {
                let shown = protocol::repr_text(vm, &data)?;
                return Err(value_error!(vm, "read() returned non-bytes object ({shown})"));
            };
            let bytes = bytes.tail(vm);
            return Ok(bytes[..bytes.len().min(n)].to_vec());
        };
        let mut room = ByteArray::default();
        room.resize(n)?;
        let room = vm.alloc(types::BYTEARRAY, room);
        let view = memoryview::new(vm, &room)?;
        let got = protocol::call(vm, &readinto, std::slice::from_ref(&view))?;
        let got = int::to_isize(vm, &got)?;
        let got = usize::try_from(got).unwrap_or_default();
        let bytes = room.get(vm).as_slice();
        Ok(bytes[..got.min(bytes.len())].to_vec())
    }

    /// Takes `n` bytes as a `bytes` object.
    #[inline]
    pub(super) fn bytes(&mut self, vm: &mut Vm, n: usize) -> PyResult<Ref<Bytes>> {
        if n <= self.limit - self.at {
            let start = self.take(vm, n)?;
            return Ok(Bytes::new(vm, self.slice(vm, start, start + n))?);
        }
        let all = self.gather(vm, n)?;
        Ok(Bytes::new(vm, &all)?)
    }

    /// Takes `n` bytes as a `bytearray` object.
    pub(super) fn bytearray(&mut self, vm: &mut Vm, n: usize) -> PyResult<Ref<ByteArray>> {
        let all = self.gather(vm, n)?;
        Ok(ByteArray::new(vm, &all)?)
    }
}

/// An ASCII text of a part of a pickle of Python 2.
pub(super) fn ascii(vm: &mut Vm, bytes: &[u8]) -> PyResult<Ref<Str>> {
    match Text::ascii(bytes) {
        Some(text) => Ok(Str::from_text(vm, text)?),
        None => rpython_objects::codecs::decode(vm, bytes, Some("ascii"), Some("strict")),
    }
}

/// Replaces an error for a stream that ends before an opcode by `EOFError`.
#[cold]
pub(super) fn ended(vm: &mut Vm, raised: Raised) -> Raised {
    if !error::is_unpickling(vm) {
        return raised;
    }
    drop(vm.take_exception());
    vm.raise(types::EOF_ERROR, "Ran out of input")
}
