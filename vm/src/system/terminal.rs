//! Terminals: their modes, queues and windows.

use super::{Result, last_error};

/// Control values.
pub const CONTROLS: usize = libc::NCCS;

/// A terminal's modes.
#[derive(Clone, Copy)]
pub struct Modes {
    /// Flags of input, output, control, and local ones.
    pub flags: [u32; 4],
    /// Bits a second, in and out.
    pub speeds: [u32; 2],
    /// `c_cc`
    pub controls: [u8; CONTROLS],
}

/// Bits a second, and the system's codes for them.
const SPEEDS: &[(u32, libc::speed_t)] = &[
    (0, libc::B0),
    (50, libc::B50),
    (75, libc::B75),
    (110, libc::B110),
    (134, libc::B134),
    (150, libc::B150),
    (200, libc::B200),
    (300, libc::B300),
    (600, libc::B600),
    (1200, libc::B1200),
    (1800, libc::B1800),
    (2400, libc::B2400),
    (4800, libc::B4800),
    (9600, libc::B9600),
    (19200, libc::B19200),
    (38400, libc::B38400),
    (57600, libc::B57600),
    (115200, libc::B115200),
    (230400, libc::B230400),
    (460800, libc::B460800),
    (500000, libc::B500000),
    (576000, libc::B576000),
    (921600, libc::B921600),
    (1000000, libc::B1000000),
    (1152000, libc::B1152000),
    (1500000, libc::B1500000),
    (2000000, libc::B2000000),
    (2500000, libc::B2500000),
    (3000000, libc::B3000000),
    (3500000, libc::B3500000),
    (4000000, libc::B4000000),
];

/// The speeds that have a name.
pub fn speeds() -> impl Iterator<Item = u32> {
    SPEEDS.iter().map(|s| s.0)
}

fn done(result: i32) -> Result<()> {
    if result == -1 { Err(last_error()) } else { Ok(()) }
}

fn get(fd: i32) -> Result<libc::termios> {
    // SAFETY: zeros are modes, which the call fills in.
    unsafe {
        let mut modes: libc::termios = std::mem::zeroed();
        done(libc::tcgetattr(fd, &raw mut modes))?;
        Ok(modes)
    }
}

/// `tcgetattr(3)`
///
/// # Errors
/// The system's.
pub fn modes(fd: i32) -> Result<Modes> {
    let m = get(fd)?;
    // SAFETY: read a local.
    let codes = unsafe { [libc::cfgetispeed(&raw const m), libc::cfgetospeed(&raw const m)] };
    let speeds = codes.map(|code| SPEEDS.iter().find(|s| s.1 == code).map_or(code, |s| s.0));
    Ok(Modes { flags: [m.c_iflag, m.c_oflag, m.c_cflag, m.c_lflag], speeds, controls: m.c_cc })
}

/// `tcsetattr(3)`
///
/// # Errors
/// `EINVAL` for a wrong `when` or a speed that has no code; the system's.
pub fn set_modes(fd: i32, when: i32, wanted: &Modes) -> Result<()> {
    let mut m = get(fd)?;
    [m.c_iflag, m.c_oflag, m.c_cflag, m.c_lflag] = wanted.flags;
    m.c_cc = wanted.controls;
    let [input, output] = wanted.speeds.map(|speed| SPEEDS.iter().find(|s| s.0 == speed).map_or(speed, |s| s.1));
    // SAFETY: change and read a local.
    unsafe {
        done(libc::cfsetispeed(&raw mut m, input))?;
        done(libc::cfsetospeed(&raw mut m, output))?;
        done(libc::tcsetattr(fd, when, &raw const m))
    }
}

/// `tcsendbreak(3)`
///
/// # Errors
/// The system's.
pub fn send_break(fd: i32, duration: i32) -> Result<()> {
    // SAFETY: takes numbers.
    done(unsafe { libc::tcsendbreak(fd, duration) })
}

/// `tcdrain(3)`
///
/// # Errors
/// The system's.
pub fn drain(fd: i32) -> Result<()> {
    // SAFETY: takes a number.
    done(unsafe { libc::tcdrain(fd) })
}

/// `tcflush(3)`
///
/// # Errors
/// The system's.
pub fn flush(fd: i32, queue: i32) -> Result<()> {
    // SAFETY: takes numbers.
    done(unsafe { libc::tcflush(fd, queue) })
}

/// `tcflow(3)`
///
/// # Errors
/// The system's.
pub fn flow(fd: i32, action: i32) -> Result<()> {
    // SAFETY: takes numbers.
    done(unsafe { libc::tcflow(fd, action) })
}

/// The window's rows, columns, and its size in pixels.
///
/// # Errors
/// The system's.
pub fn window(fd: i32) -> Result<[u16; 4]> {
    let mut size = libc::winsize { ws_row: 0, ws_col: 0, ws_xpixel: 0, ws_ypixel: 0 };
    // SAFETY: fills a local.
    done(unsafe { libc::ioctl(fd, libc::TIOCGWINSZ, &raw mut size) })?;
    Ok([size.ws_row, size.ws_col, size.ws_xpixel, size.ws_ypixel])
}

/// Sets what [`window`] gives.
///
/// # Errors
/// The system's.
pub fn set_window(fd: i32, [rows, columns, width, height]: [u16; 4]) -> Result<()> {
    let size = libc::winsize { ws_row: rows, ws_col: columns, ws_xpixel: width, ws_ypixel: height };
    // SAFETY: reads a local.
    done(unsafe { libc::ioctl(fd, libc::TIOCSWINSZ, &raw const size) })
}
