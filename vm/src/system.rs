//! System calls that have no safe wrapper in `rustix`, made safe here.
//!
//! Python programs name file descriptors by plain numbers; a wrong number is their error and shows as `EBADF`. The runtime's own
//! descriptors are never visible to them as anything but numbers of this kind.

use std::os::fd::BorrowedFd;

/// `EBADF`
const BAD_DESCRIPTOR: i32 = 9;

/// The descriptor that a program names by number.
///
/// # Errors
/// `EBADF` for -1; other wrong numbers are found by the system call that uses them.
pub fn descriptor(number: i32) -> Result<BorrowedFd<'static>, i32> {
    if number == -1 {
        return Err(BAD_DESCRIPTOR);
    }
    // SAFETY: not -1, which is all that the type asks of memory. Whether it is open, and what it names, is the program's affair: a
    // system call on a wrong one fails or acts on another file, and touches no memory of ours.
    Ok(unsafe { BorrowedFd::borrow_raw(number) })
}

/// Closes a descriptor.
///
/// # Errors
/// What the system says; the number is free nevertheless.
pub fn close(number: i32) -> Result<(), i32> {
    if number < 0 {
        return Err(BAD_DESCRIPTOR);
    }
    // SAFETY: closing frees the number, on whose validity no memory depends; see above.
    unsafe { rustix::io::try_close(number) }.map_err(rustix::io::Errno::raw_os_error)
}
