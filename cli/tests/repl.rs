//! Sessions at a terminal: what is typed into a pseudo-terminal, and what the screen shows. `setsid --ctty` makes the pseudo-terminal the
//! session's own, so that Ctrl-C interrupts.
#![forbid(unsafe_code)]
#![expect(clippy::unwrap_used, reason = "a session that cannot be set up is a failed test")]

use rustix::{
    fs::{Mode, OFlags, open},
    io::{read, write},
    pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt},
    termios::{Winsize, tcsetwinsize},
};
use std::{
    fs,
    os::fd::OwnedFd,
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::{Duration, Instant},
};

const PATIENCE: Duration = Duration::from_secs(60);
/// The arrow key, as a terminal of the kind `xterm` has it in the mode for applications.
const UP: &str = "\x1bOA";

struct Session {
    child: Child,
    terminal: OwnedFd,
    shown: Receiver<Vec<u8>>,
    screen: String,
    history: PathBuf,
}

impl Session {
    fn start(name: &str, words: &[&str], environment: &[(&str, &str)]) -> Session {
        let terminal = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&terminal).unwrap();
        unlockpt(&terminal).unwrap();
        tcsetwinsize(&terminal, Winsize { ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0 }).unwrap();
        let path = ptsname(&terminal, Vec::new()).unwrap();
        let side = || open(&path, OFlags::RDWR | OFlags::NOCTTY, Mode::empty()).unwrap();
        let history = std::env::temp_dir().join(format!("rpython-repl-{name}-{}", std::process::id()));
        let _ = fs::remove_file(&history);
        let child = Command::new("setsid")
            .args(["--ctty", "--wait", env!("CARGO_BIN_EXE_rpython"), "-q"])
            .args(words)
            .env_clear()
            .env("TERM", "xterm")
            .env("NO_COLOR", "1")
            .env("PYTHON_HISTORY", &history)
            .envs(environment.iter().copied())
            .stdin(Stdio::from(side()))
            .stdout(Stdio::from(side()))
            .stderr(Stdio::from(side()))
            .spawn()
            .unwrap();
        let (to_test, shown) = channel();
        let reader = terminal.try_clone().unwrap();
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(n) = read(&reader, &mut buffer) {
                if n == 0 || to_test.send(buffer[..n].to_vec()).is_err() {
                    break;
                }
            }
        });
        Session { child, terminal, shown, screen: String::new(), history }
    }

    /// Waits until the screen shows a text behind what was waited for before; answers what came in front of it.
    fn expect(&mut self, text: &str) -> String {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(at) = self.screen.find(text) {
                let rest = self.screen.split_off(at + text.len());
                return std::mem::replace(&mut self.screen, rest);
            }
            match self.shown.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(bytes) => self.screen.push_str(&String::from_utf8_lossy(&bytes)),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    panic!("{text:?} is not shown: {:?}", self.screen)
                }
            }
        }
    }

    fn enter(&mut self, keys: &str) {
        write(&self.terminal, keys.as_bytes()).unwrap();
    }

    fn ends_with(mut self, status: i32) -> String {
        let ended = self.child.wait().unwrap().code();
        let history = fs::read_to_string(&self.history).unwrap_or_default();
        let _ = fs::remove_file(&self.history);
        assert_eq!(ended, Some(status));
        history
    }
}

#[test]
fn the_console_edits_blocks_and_remembers() {
    let mut session = Session::start("console", &[], &[]);
    session.expect(">>> ");
    session.enter("6 * 7\r");
    session.expect("42");
    session.expect(">>> ");
    session.enter("_ + 1\r");
    session.expect("43");
    session.expect(">>> ");
    session.enter("def f(x):\r");
    session.expect("... ");
    session.enter("return x / 0\r\r");
    session.expect(">>> ");
    session.enter("f(3)\r");
    session.expect("File \"<python-input-3>\", line 1, in <module>\r\n    f(3)\r\n    ~^^^\r\n");
    session.expect("File \"<python-input-2>\", line 2, in f\r\n    return x / 0\r\n           ~~^~~\r\n");
    session.expect("ZeroDivisionError: division by zero");
    session.expect(">>> ");
    session.enter("not_done");
    // The echo says that the console reads.
    session.expect("e");
    session.enter("\x03");
    session.expect("KeyboardInterrupt");
    session.expect(">>> ");
    session.enter(&format!("{UP}\r"));
    session.expect("ZeroDivisionError: division by zero");
    session.expect(">>> ");
    session.enter("exit(3)\r");
    let history = session.ends_with(3);
    assert!(history.contains("def f(x):"), "{history:?}");
}

#[test]
fn control_d_ends_the_console() {
    let mut session = Session::start("end", &["-i", "-c", "left = 5"], &[]);
    session.expect(">>> ");
    session.enter("left * 11\r");
    session.expect("55");
    session.expect(">>> ");
    session.enter("\x04");
    session.ends_with(0);
}

#[test]
fn the_basic_loop_has_a_line_editor() {
    let mut session = Session::start("basic", &[], &[("PYTHON_BASIC_REPL", "1")]);
    session.expect(">>> ");
    session.enter("import sys; sys.ps2 = 'and '\r");
    session.expect(">>> ");
    session.enter("def f(x):\r");
    session.expect("and ");
    session.enter("    return x / 0\r");
    session.expect("and ");
    session.enter("\r");
    session.expect(">>> ");
    session.enter("f(3)\r");
    session.expect("File \"<stdin>\", line 1, in <module>\r\n    f(3)\r\n    ~^^^\r\n");
    session.expect("ZeroDivisionError: division by zero\r\n");
    session.expect(">>> ");
    session.enter("sys.version_in\t\r");
    session.expect("sys.version_info(major=3, minor=14");
    session.expect(">>> ");
    session.enter("not_done\x03");
    session.expect("KeyboardInterrupt\r\n");
    session.expect(">>> ");
    session.enter("40 + 2\r");
    session.expect("\r\n42\r\n");
    session.expect(">>> ");
    session.enter(&format!("{UP}\r"));
    session.expect("\r\n42\r\n");
    session.expect(">>> ");
    session.enter("\x04");
    let history = session.ends_with(0);
    assert!(history.ends_with("f(3)\nsys.version_info\n40 + 2\n40 + 2\n"), "{history:?}");
}
