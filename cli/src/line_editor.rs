//! Lines from a terminal, edited as they are entered: history in `~/.python_history` or where `PYTHON_HISTORY` says (CPython: `site.py`,
//! `register_readline`), completion by the library's `rlcompleter`. The editor has a thread of its own, so that threads that run Python
//! go on while it waits; names are looked up by the thread that asked for the line.

use rpython_objects::{Dict, Obj, PyResult, Ref, Str, StrExt, Vm, int, protocol};
use rustyline::{
    Context, Editor, Helper,
    completion::Completer,
    error::ReadlineError,
    highlight::Highlighter,
    hint::Hinter,
    history::{History, MemHistory},
    validate::Validator,
};
use std::{
    ffi::OsString,
    io::Write,
    path::PathBuf,
    sync::{
        Mutex, PoisonError,
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    time::Duration,
};

/// What is read behind a prompt.
pub(crate) enum Line {
    /// A line with its end.
    Text(Vec<u8>),
    /// Ctrl-C
    Interrupted,
    /// Ctrl-D, or the end of the input.
    End,
}

/// What the editor's thread is told.
enum Order {
    Read(String),
    Candidates(Vec<String>),
}

/// What the editor's thread says.
enum Event {
    Read(Line),
    /// The completions of a word are wanted.
    Complete(String),
}

/// How often signals are looked for while the editor waits.
const TICK: Duration = Duration::from_millis(50);

/// The characters that end a word to complete: those of `readline`, which leave dotted names whole.
const DELIMITERS: &str = " \t\n`~!@#$%^&*()-=+[{]}\\|;:'\",<>/?";

/// An editor that waits for orders.
pub(crate) struct LineEditor {
    orders: Sender<Order>,
    events: Mutex<Receiver<Event>>,
    completer: Option<Obj>,
}

impl LineEditor {
    /// Starts an editor; `None` where the terminal or the system grants none.
    pub(crate) fn start(vm: &mut Vm, globals: &Ref<Dict>) -> Option<LineEditor> {
        let ignored = rpython_vm::config(vm).flags.ignore_environment;
        let file = history_file(ignored);
        let (orders, from_python) = channel();
        let (to_python, events) = channel();
        std::thread::Builder::new()
            .spawn(move || {
                // Signals are for the thread that runs Python.
                rpython_vm::signals::block_all();
                edit(file, &from_python, to_python);
            })
            .ok()?;
        let completer = completer(vm, globals).unwrap_or_else(|_raised| {
            drop(vm.take_exception());
            None
        });
        Some(LineEditor { orders, events: Mutex::new(events), completer })
    }

    /// Reads a line.
    pub(crate) fn read(&mut self, vm: &mut Vm, prompt: &str) -> Line {
        if self.orders.send(Order::Read(prompt.to_string())).is_err() {
            return Line::End;
        }
        loop {
            let events = &self.events;
            let event = vm.suspend(|| events.lock().unwrap_or_else(PoisonError::into_inner).recv_timeout(TICK));
            match event {
                Ok(Event::Read(line)) => return line,
                Ok(Event::Complete(word)) => {
                    let found = self.candidates(vm, &word).unwrap_or_else(|_raised| {
                        drop(vm.take_exception());
                        Vec::new()
                    });
                    // Without its thread, the next event says so.
                    let _ = self.orders.send(Order::Candidates(found));
                }
                Err(RecvTimeoutError::Timeout) => rpython_vm::run_pending(vm),
                Err(RecvTimeoutError::Disconnected) => return Line::End,
            }
        }
    }

    fn candidates(&self, vm: &mut Vm, word: &str) -> PyResult<Vec<String>> {
        let mut all = Vec::new();
        let Some(completer) = &self.completer else { return Ok(all) };
        let (method, word) = (Str::intern(vm, "complete"), Str::new(vm, word).into_obj());
        for state in 0.. {
            let state = int::from_i64(vm, state);
            let found = protocol::call_method(vm, completer, &method, &[word.clone(), state])?;
            match found.downcast_ref::<Str>() {
                Some(found) => all.push(found.to_string_lossy(vm)),
                None => break,
            }
        }
        Ok(all)
    }
}

/// `rlcompleter.Completer(globals)`; `None` without the library.
fn completer(vm: &mut Vm, globals: &Ref<Dict>) -> PyResult<Option<Obj>> {
    let name = Str::intern(vm, "rlcompleter").into_obj();
    let (import, zero) = (vm.hooks.import, int::from_i64(vm, 0));
    let module = import(vm, [&name, &Obj::NONE, &Obj::NONE, &Obj::NONE, &zero])?;
    let class = Str::intern(vm, "Completer");
    protocol::call_method(vm, &module, &class, &[globals.clone().into_obj()]).map(Some)
}

/// `site.gethistoryfile`
fn history_file(environment_ignored: bool) -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|v: &OsString| !v.is_empty());
    if !environment_ignored && let Some(file) = set("PYTHON_HISTORY") {
        return Some(file.into());
    }
    set("HOME").map(|home| PathBuf::from(home).join(".python_history"))
}

/// The editor's thread: reads lines as it is told. The history is written at its end, line by line, without a word on what fails.
fn edit(file: Option<PathBuf>, orders: &Receiver<Order>, events: Sender<Event>) {
    let mut history = MemHistory::new();
    let past = file.as_ref().and_then(|file| std::fs::read_to_string(file).ok()).unwrap_or_default();
    for line in past.lines() {
        let _ = history.add(line);
    }
    let config = rustyline::Config::builder().tab_stop(8).build();
    let Ok(mut editor) = Editor::<Completion<'_>, MemHistory>::with_history(config, history) else { return };
    editor.set_helper(Some(Completion { orders, events: events.clone() }));
    while let Ok(Order::Read(prompt)) = orders.recv() {
        let line = match editor.readline(&prompt) {
            Ok(text) => {
                if !text.is_empty() {
                    let _ = editor.add_history_entry(&text);
                    if let Some(file) = &file {
                        append(file, &text);
                    }
                }
                Line::Text(format!("{text}\n").into_bytes())
            }
            Err(ReadlineError::Interrupted) => Line::Interrupted,
            Err(_) => Line::End,
        };
        if events.send(Event::Read(line)).is_err() {
            break;
        }
    }
}

/// Adds a line to the history file.
fn append(file: &PathBuf, line: &str) {
    if let Ok(mut file) = std::fs::OpenOptions::new().append(true).create(true).open(file) {
        let _ = writeln!(file, "{line}");
    }
}

/// Asks the thread that runs Python for completions.
struct Completion<'a> {
    orders: &'a Receiver<Order>,
    events: Sender<Event>,
}

impl Completer for Completion<'_> {
    type Candidate = String;

    fn complete(&self, line: &str, at: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<String>)> {
        let before = line.get(..at).unwrap_or_default();
        let start = before.rfind(|c| DELIMITERS.contains(c)).map_or(0, |found| found + 1);
        let word = &before[start..];
        if word.is_empty() {
            return Ok((at, vec!["\t".to_string()]));
        }
        if self.events.send(Event::Complete(word.to_string())).is_err() {
            return Ok((at, Vec::new()));
        }
        match self.orders.recv() {
            Ok(Order::Candidates(found)) => Ok((start, found)),
            _ => Ok((at, Vec::new())),
        }
    }
}

impl Hinter for Completion<'_> {
    type Hint = String;
}
impl Highlighter for Completion<'_> {}
impl Validator for Completion<'_> {}
impl Helper for Completion<'_> {}
