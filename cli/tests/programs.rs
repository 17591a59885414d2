//! Runs every program of `tests/programs` and every example under the built `rpython`, several at a time and each
//! within limits of time and memory, and compares bytes and exit status with what CPython 3.14 printed.
//!
//! `tests/record.py` records the golden files and describes their format and the headers of the programs.
//! `tests/programs/EXPECTED_FAILURES` lists what does not pass yet, a name or a pattern a line. It must be accurate:
//! a failure that is not listed fails the test, and so does a program that is listed by its name and passes.
//!
//! - `RPYTHON_PROGRAMS=int,str/` runs only the programs whose names contain one of the words, and prints every difference.
//! - `RPYTHON_PROGRAMS_UPDATE=1` writes the list anew.
//! - `RPYTHON_BIN=path` runs another executable.
#![forbid(unsafe_code)]

use std::{
    collections::BTreeMap,
    env,
    ffi::{OsStr, OsString},
    fmt::Write as _,
    fs,
    io::{Read, Write as _},
    os::unix::{ffi::OsStrExt, ffi::OsStringExt, process::ExitStatusExt},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

/// How much longer than the header says a program may run: debug builds and loaded machines are slow.
const PATIENCE: u32 = if cfg!(debug_assertions) { 6 } else { 3 };
const DEFAULT_SECONDS: u64 = 20;
const DEFAULT_MEBIBYTES: u64 = 1024;
/// A program that prints more than this is stopped.
const MOST_OUTPUT: usize = 64 << 20;
const DIFF_LINES: usize = 40;
const SIGINT: i32 = 2;

/// One file to run: a program, or a list of command lines.
struct Program {
    root: PathBuf,
    path: PathBuf,
    /// `programs/01_basics/print.py`
    name: String,
}

/// One process to start.
#[derive(Default)]
struct Invocation {
    env: Vec<(OsString, OsString)>,
    args: Vec<OsString>,
    stdin: Vec<u8>,
    ignore_stderr: bool,
    seconds: u64,
    mebibytes: u64,
}

#[test]
fn programs_print_what_cpython_prints() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let filter = env::var("RPYTHON_PROGRAMS").unwrap_or_default();
    let words: Vec<&str> = filter.split(',').filter(|word| !word.is_empty()).collect();
    let mut programs = Vec::new();
    for root in [tests.join("programs"), Path::new(env!("CARGO_MANIFEST_DIR")).join("examples")] {
        collect(&root, &root, &mut programs);
    }
    programs.retain(|program| words.is_empty() || words.iter().any(|word| program.name.contains(word)));
    assert!(!programs.is_empty(), "no program's name contains {filter:?}");

    let failures = run_all(&programs);
    let list = tests.join("programs/EXPECTED_FAILURES");
    if env::var_os("RPYTHON_PROGRAMS_UPDATE").is_some() && words.is_empty() {
        write_list(&list, &failures);
        return;
    }
    let expected = Expected::read(&list);
    let mut report = String::new();
    let (mut unexpected, mut stale) = (0, 0);
    for program in &programs {
        let listed = expected.lists(&program.name);
        match failures.get(&program.name) {
            Some(why) if !listed || !words.is_empty() => {
                unexpected += usize::from(!listed);
                let _ = writeln!(report, "FAIL {}{}\n{why}", program.name, if listed { " (expected)" } else { "" });
            }
            None if listed && expected.names(&program.name) => {
                stale += 1;
                let _ = writeln!(report, "PASS {}: remove it from EXPECTED_FAILURES", program.name);
            }
            None if listed => {
                let _ = writeln!(report, "PASS {}: EXPECTED_FAILURES covers it with a pattern", program.name);
            }
            _ => {}
        }
    }
    println!("{report}");
    let passed = programs.len() - failures.len();
    println!("{passed} of {} programs pass; {unexpected} fail that should not", programs.len());
    assert!(
        unexpected == 0 && stale == 0,
        "{unexpected} unexpected failures, {stale} stale lines in EXPECTED_FAILURES"
    );
}

/// Every file to run below `folder`, in order. Folders whose names begin with `_` hold data.
fn collect(root: &Path, folder: &Path, out: &mut Vec<Program>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            if !path.file_name().is_some_and(|name| name.as_bytes().starts_with(b"_")) {
                collect(root, &path, out);
            }
        } else if path.extension().is_some_and(|extension| extension == "py" || extension == "cmd") {
            let name = path.strip_prefix(root.parent().unwrap_or(root)).unwrap_or(&path).display().to_string();
            out.push(Program { root: root.to_owned(), path, name });
        }
    }
}

/// The names of the programs that fail, each with the reason.
fn run_all(programs: &[Program]) -> BTreeMap<String, String> {
    let next = AtomicUsize::new(0);
    let failures = Mutex::new(BTreeMap::new());
    let threads = thread::available_parallelism().map_or(2, usize::from);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(program) = programs.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Err(why) = check(program) {
                        failures.lock().expect("no thread panics").insert(program.name.clone(), why);
                    }
                }
            });
        }
    });
    failures.into_inner().expect("no thread panics")
}

/// Runs one program and compares.
fn check(program: &Program) -> Result<(), String> {
    let golden = program.path.with_extension("out");
    let expected = fs::read(&golden).map_err(|_| "not recorded: run cli/tests/record.py".to_owned())?;
    let source = fs::read(&program.path).map_err(|error| error.to_string())?;
    let mut actual = Vec::new();
    if program.path.extension().is_some_and(|extension| extension == "cmd") {
        for line in String::from_utf8_lossy(&source).lines() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            actual.extend_from_slice(format!("$ {line}\n").as_bytes());
            let start = actual.len();
            actual.extend(run(&program.root, &Invocation::of_line(line))?);
            if actual.len() > start && !actual.ends_with(b"\n") {
                actual.extend_from_slice(b"\n--- no newline ---\n");
            }
        }
    } else {
        let path = program.path.strip_prefix(&program.root).unwrap_or(&program.path);
        actual = run(&program.root, &Invocation::of_program(path, &String::from_utf8_lossy(&source)))?;
    }
    if actual == expected { Ok(()) } else { Err(diff(&expected, &actual)) }
}

impl Invocation {
    /// A line of a `.cmd` file.
    fn of_line(line: &str) -> Invocation {
        let mut words = words(line);
        let mut invocation =
            Invocation { seconds: DEFAULT_SECONDS, mebibytes: DEFAULT_MEBIBYTES, ..Invocation::default() };
        if words.len() >= 2 && words[words.len() - 2] == b"<" {
            invocation.stdin = words.pop().unwrap_or_default();
            words.pop();
        }
        let is_setting = |word: &[u8]| {
            let name = word.split(|&byte| byte == b'=').next().unwrap_or_default();
            word.contains(&b'=') && !name.is_empty() && name.iter().all(|byte| matches!(byte, b'A'..=b'Z' | b'_'))
        };
        let settings = words.iter().take_while(|word| is_setting(word)).count();
        for word in words.drain(..settings) {
            let at = word.iter().position(|&byte| byte == b'=').unwrap_or(word.len());
            let value = OsString::from_vec(word[at + 1..].to_vec());
            invocation.env.push((OsString::from_vec(word[..at].to_vec()), value));
        }
        invocation.args = words.into_iter().map(OsString::from_vec).collect();
        invocation
    }

    /// A program with the comments at its head.
    fn of_program(path: &Path, source: &str) -> Invocation {
        let mut fields = BTreeMap::new();
        for line in source.lines().take_while(|line| line.starts_with('#')) {
            if let Some((name, value)) = line.trim_start_matches("# ").split_once(": ") {
                fields.insert(name, value);
            }
        }
        let field = |name: &str| fields.get(name).copied().unwrap_or_default();
        let mut invocation = Invocation::of_line(field("env"));
        let isolated = !invocation.env.iter().any(|(name, _)| name.as_bytes().starts_with(b"PYTHON"));
        invocation.args = vec![OsString::from(if isolated { "-I" } else { "-s" }), OsString::from("-S")];
        invocation.args.extend(words(field("flags")).into_iter().map(OsString::from_vec));
        invocation.args.push(path.as_os_str().to_owned());
        invocation.args.extend(words(field("args")).into_iter().map(OsString::from_vec));
        invocation.stdin = unescape(field("stdin"));
        invocation.ignore_stderr = field("stderr") == "ignore";
        invocation.seconds = field("timeout").parse().unwrap_or(DEFAULT_SECONDS);
        invocation.mebibytes = field("memory").parse().unwrap_or(DEFAULT_MEBIBYTES);
        invocation
    }
}

/// `\n`, `\xNN` and their like.
fn unescape(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut i = 0;
    while let Some(&byte) = bytes.get(i) {
        i += 1;
        if byte != b'\\' {
            out.push(byte);
            continue;
        }
        let escape = bytes.get(i).copied().unwrap_or(b'\\');
        i += 1;
        out.push(match escape {
            b'n' => b'\n',
            b't' => b'\t',
            b'r' => b'\r',
            b'0' => 0,
            b'x' => {
                i += 2;
                text.get(i - 2..i).and_then(|digits| u8::from_str_radix(digits, 16).ok()).unwrap_or(b'?')
            }
            other => other,
        });
    }
    out
}

/// The words of a command line: `'…'` is literal, `"…"` knows `\"` and `\\`, `$'…'` knows the escapes.
fn words(line: &str) -> Vec<Vec<u8>> {
    let bytes = line.as_bytes();
    let mut out = Vec::new();
    let mut word: Option<Vec<u8>> = None;
    let mut i = 0;
    while let Some(&byte) = bytes.get(i) {
        if matches!(byte, b' ' | b'\t') {
            out.extend(word.take());
            i += 1;
            continue;
        }
        let word = word.get_or_insert_default();
        if byte == b'\'' {
            let end = bytes[i + 1..].iter().position(|&b| b == b'\'').map_or(bytes.len(), |at| i + 1 + at);
            word.extend_from_slice(&bytes[i + 1..end]);
            i = end + 1;
        } else if bytes[i..].starts_with(b"$'") {
            let mut end = i + 2;
            while bytes.get(end).is_some_and(|&b| b != b'\'') {
                end += if bytes[end] == b'\\' { 2 } else { 1 };
            }
            word.extend(unescape(line.get(i + 2..end).unwrap_or_default()));
            i = end + 1;
        } else if byte == b'"' {
            i += 1;
            while let Some(&b) = bytes.get(i).filter(|&&b| b != b'"') {
                let escaped = b == b'\\' && matches!(bytes.get(i + 1), Some(b'"' | b'\\'));
                word.push(if escaped { bytes[i + 1] } else { b });
                i += if escaped { 2 } else { 1 };
            }
            i += 1;
        } else {
            word.push(byte);
            i += 1;
        }
    }
    out.extend(word);
    out
}

/// The executable under test.
fn rpython() -> PathBuf {
    env::var_os("RPYTHON_BIN").map_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_rpython")), PathBuf::from)
}

/// Starts one process and returns its block of a golden file.
fn run(root: &Path, invocation: &Invocation) -> Result<Vec<u8>, String> {
    let executable = rpython();
    // What started the tests in the background made them ignore SIGINT, and programs would inherit that.
    let mut child = Command::new("env")
        .arg("--default-signal=INT")
        .arg(&executable)
        .args(&invocation.args)
        .current_dir(root)
        .env_clear()
        .env("PATH", env::var_os("PATH").unwrap_or_default())
        .env("LANG", "C.UTF-8")
        .env("HOME", "/nonexistent")
        .envs(invocation.env.iter().map(|(name, value)| (name, value)))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("{}: {error}", executable.display()))?;
    let (mut stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    thread::scope(|scope| {
        scope.spawn(move || {
            // A program that does not read its input closes the pipe.
            let _ = stdin.as_mut().map(|pipe| pipe.write_all(&invocation.stdin));
        });
        let stdout = scope.spawn(move || read_all(stdout));
        let stderr = scope.spawn(move || read_all(stderr));
        let status = wait(&mut child, invocation);
        let stdout = normal(root, &executable, &stdout.join().expect("the reader does not panic"));
        let stderr = normal(root, &executable, &stderr.join().expect("the reader does not panic"));
        let status = match status {
            Ok(status) => status,
            Err(why) => return Err(format!("{why}\n{}", tail(&stdout, &stderr))),
        };
        // An uncaught KeyboardInterrupt ends the process by SIGINT; any other signal is a crash.
        if let Some(signal) = status.signal().filter(|&signal| signal != SIGINT) {
            return Err(format!("killed by signal {signal}\n{}", tail(&stdout, &stderr)));
        }
        let stderr = if invocation.ignore_stderr { Vec::new() } else { stderr };
        Ok(block(stdout, &stderr, status.code().unwrap_or(-SIGINT)))
    })
}

fn read_all(pipe: Option<impl Read>) -> Vec<u8> {
    let mut out = Vec::new();
    if let Some(pipe) = pipe {
        let _ = pipe.take(MOST_OUTPUT as u64).read_to_end(&mut out);
    }
    out
}

/// The end of what a program that was stopped had printed.
fn tail(stdout: &[u8], stderr: &[u8]) -> String {
    let mut out = String::new();
    for text in [stdout, stderr] {
        let text = String::from_utf8_lossy(text);
        let lines: Vec<&str> = text.lines().collect();
        for line in &lines[lines.len().saturating_sub(12)..] {
            let _ = writeln!(out, "    {}", line.chars().take(300).collect::<String>());
        }
    }
    out
}

/// Waits for the end of a process, and ends one that takes too much.
fn wait(child: &mut Child, invocation: &Invocation) -> Result<std::process::ExitStatus, String> {
    let start = Instant::now();
    let limit = Duration::from_secs(invocation.seconds) * PATIENCE;
    let mut pause = Duration::from_millis(1);
    loop {
        if let Some(status) = child.try_wait().map_err(|error| error.to_string())? {
            return Ok(status);
        }
        let excess = if start.elapsed() > limit {
            Some(format!("stopped after {} seconds", limit.as_secs()))
        } else if resident_mebibytes(child.id()) > invocation.mebibytes {
            Some(format!("stopped at more than {} MiB of memory", invocation.mebibytes))
        } else {
            None
        };
        if let Some(why) = excess {
            let _ = child.kill();
            let _ = child.wait();
            return Err(why);
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(20));
    }
}

/// Resident memory, 0 where the system does not tell. (A limit of address space would forbid large reservations.)
fn resident_mebibytes(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) / 1024
}

/// Takes the folder and the executable's path out of a text.
fn normal(root: &Path, executable: &Path, text: &[u8]) -> Vec<u8> {
    let folder = [root.as_os_str().as_bytes(), b"/"].concat();
    replace(&replace(text, &folder, b""), OsStr::as_bytes(executable.as_os_str()), b"python")
}

fn replace(text: &[u8], old: &[u8], new: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(&byte) = rest.first() {
        if rest.starts_with(old) {
            out.extend_from_slice(new);
            rest = &rest[old.len()..];
        } else {
            out.push(byte);
            rest = &rest[1..];
        }
    }
    out
}

fn block(stdout: Vec<u8>, stderr: &[u8], status: i32) -> Vec<u8> {
    let mut out = stdout;
    let end_line = |out: &mut Vec<u8>| {
        if !out.is_empty() && !out.ends_with(b"\n") {
            out.extend_from_slice(b"\n--- no newline ---\n");
        }
    };
    if !stderr.is_empty() {
        end_line(&mut out);
        out.extend_from_slice(b"--- stderr ---\n");
        out.extend_from_slice(stderr);
    }
    if status != 0 {
        end_line(&mut out);
        out.extend_from_slice(format!("--- exit {status} ---\n").as_bytes());
    }
    out
}

/// The lines that differ: `-` CPython's, `+` ours.
fn diff(expected: &[u8], actual: &[u8]) -> String {
    let (expected, actual) = (String::from_utf8_lossy(expected), String::from_utf8_lossy(actual));
    let (mut a, mut b): (Vec<&str>, Vec<&str>) = (expected.split('\n').collect(), actual.split('\n').collect());
    let same = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let mut out = format!("  the first {same} lines are equal\n");
    a.drain(..same);
    b.drain(..same);
    while a.last().is_some_and(|line| b.last() == Some(line)) {
        a.pop();
        b.pop();
    }
    a.truncate(1000);
    b.truncate(1000);
    // lengths[i][j]: the longest common subsequence of a[i..] and b[j..].
    let mut lengths = vec![vec![0u32; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            lengths[i][j] =
                if a[i] == b[j] { lengths[i + 1][j + 1] + 1 } else { lengths[i + 1][j].max(lengths[i][j + 1]) };
        }
    }
    let (mut i, mut j, mut printed) = (0, 0, 0);
    while (i < a.len() || j < b.len()) && printed < DIFF_LINES {
        let (mark, line) = if i < a.len() && j < b.len() && a[i] == b[j] {
            i += 1;
            j += 1;
            (' ', a[i - 1])
        } else if j >= b.len() || i < a.len() && lengths[i + 1][j] >= lengths[i][j + 1] {
            i += 1;
            ('-', a[i - 1])
        } else {
            j += 1;
            ('+', b[j - 1])
        };
        let near = mark != ' ' || a.get(i) != b.get(j);
        if near {
            let _ = writeln!(out, "  {mark} {}", line.chars().take(300).collect::<String>());
            printed += 1;
        }
    }
    if printed == DIFF_LINES {
        out.push_str("  …\n");
    }
    out
}

/// What `EXPECTED_FAILURES` says: names, and patterns that end in `*`.
struct Expected {
    lines: Vec<String>,
}

impl Expected {
    fn read(path: &Path) -> Expected {
        let text = fs::read_to_string(path).unwrap_or_default();
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        Expected { lines: lines.map(str::to_owned).collect() }
    }

    /// Whether a line names or covers the program.
    fn lists(&self, name: &str) -> bool {
        self.lines.iter().any(|line| line.strip_suffix('*').map_or(line == name, |start| name.starts_with(start)))
    }

    /// Whether a line is the program's name.
    fn names(&self, name: &str) -> bool {
        self.lines.iter().any(|line| line == name)
    }
}

fn write_list(path: &Path, failures: &BTreeMap<String, String>) {
    let mut text = "# Programs that do not pass yet; cli/tests/programs.rs reads and, with RPYTHON_PROGRAMS_UPDATE=1, writes this.\n"
        .to_owned();
    for name in failures.keys() {
        text.push_str(name);
        text.push('\n');
    }
    fs::write(path, text).expect("EXPECTED_FAILURES is writable");
    println!("{} failures listed in {}", failures.len(), path.display());
}
