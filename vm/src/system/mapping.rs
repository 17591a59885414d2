//! Memory mapped from files or shared with other processes (`mmap(2)`).

use super::{Errno, Result, last_error};
use std::ptr::NonNull;

/// Bytes of a page.
pub fn page_size() -> usize {
    // SAFETY: a question with a number as the answer.
    usize::try_from(unsafe { libc::sysconf(libc::_SC_PAGESIZE) }).unwrap_or(4096)
}

/// A mapping, which can always be read; unmapped when dropped.
///
/// Other processes may change its bytes at any time, as may the file's other users: they are plain numbers, and whoever reads them
/// twice may find others.
pub struct Mapping {
    place: NonNull<u8>,
    len: usize,
    writable: bool,
}

// SAFETY: the memory belongs to no thread.
unsafe impl Send for Mapping {}
// SAFETY: as above.
unsafe impl Sync for Mapping {}

impl Mapping {
    /// Maps `len` bytes of a file from `offset` on; of no file for the descriptor -1 and the flag for that.
    ///
    /// # Errors
    /// The system's.
    pub fn new(len: usize, protection: i32, flags: i32, fd: i32, offset: i64) -> Result<Mapping> {
        let protection = protection | libc::PROT_READ;
        // A place is the system's to choose: none is replaced.
        let flags = flags & !(libc::MAP_FIXED | libc::MAP_FIXED_NOREPLACE | libc::MAP_GROWSDOWN);
        // SAFETY: a new mapping, at no given place, disturbs no memory.
        let place = unsafe { libc::mmap(std::ptr::null_mut(), len, protection, flags, fd, offset) };
        if place == libc::MAP_FAILED {
            return Err(last_error());
        }
        let place = NonNull::new(place.cast()).ok_or(Errno::NOMEM)?;
        Ok(Mapping { place, len, writable: protection & libc::PROT_WRITE != 0 })
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        // SAFETY: mapped, readable and so long; unmapped or moved only with `&mut self`.
        unsafe { std::slice::from_raw_parts(self.place.as_ptr(), self.len) }
    }

    /// The bytes, to change; none if they cannot be.
    pub fn bytes_mut(&mut self) -> &mut [u8] {
        if !self.writable {
            return &mut [];
        }
        // SAFETY: as in `bytes`, and writable.
        unsafe { std::slice::from_raw_parts_mut(self.place.as_ptr(), self.len) }
    }

    /// Changes the length; the mapping may move.
    ///
    /// # Errors
    /// The system's.
    pub fn resize(&mut self, len: usize) -> Result<()> {
        // SAFETY: `&mut self`: nobody has a reference into the mapping.
        let place = unsafe { libc::mremap(self.place.as_ptr().cast(), self.len, len, libc::MREMAP_MAYMOVE) };
        if place == libc::MAP_FAILED {
            return Err(last_error());
        }
        self.place = NonNull::new(place.cast()).ok_or(Errno::NOMEM)?;
        self.len = len;
        Ok(())
    }

    fn part(&self, offset: usize, len: usize) -> Result<*mut libc::c_void> {
        let end = offset.checked_add(len).ok_or(Errno::INVAL)?;
        let part = self.bytes().get(offset..end).ok_or(Errno::INVAL)?;
        Ok(part.as_ptr().cast_mut().cast())
    }

    /// Writes changes back to the file.
    ///
    /// # Errors
    /// The system's.
    pub fn sync(&self, offset: usize, len: usize) -> Result<()> {
        let part = self.part(offset, len)?;
        // SAFETY: inside the mapping; nothing changes but the file.
        if unsafe { libc::msync(part, len, libc::MS_SYNC) } == -1 { Err(last_error()) } else { Ok(()) }
    }

    /// Tells the system how the memory will be used.
    ///
    /// # Errors
    /// The system's.
    pub fn advise(&mut self, advice: i32, offset: usize, len: usize) -> Result<()> {
        let part = self.part(offset, len)?;
        // SAFETY: inside the mapping, which stays; its bytes may change, and nobody has a reference to them.
        if unsafe { libc::madvise(part, len, advice) } == -1 { Err(last_error()) } else { Ok(()) }
    }
}

impl Drop for Mapping {
    fn drop(&mut self) {
        // SAFETY: ours, and not used again.
        unsafe { libc::munmap(self.place.as_ptr().cast(), self.len) };
    }
}
