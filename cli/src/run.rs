//! Starting the interpreter, running what the command line names, and ending (CPython: `Modules/main.c`, `Python/pylifecycle.c`).

use crate::{
    first_stderr,
    interactive::{self, Startup},
    options::Source,
    start_times::StartTimes,
};
use rpython_objects::{
    Dict, Module, Obj, PyResult, Ref, Str, StrExt, TypeExt, Vm, codecs, exception, names, protocol, types,
};
use rpython_vm::{
    compile::{Mode, Request},
    config::system_text,
};
use std::{
    ffi::OsStr,
    io::{IsTerminal, Read},
    os::unix::ffi::{OsStrExt, OsStringExt},
    path::{Path, PathBuf},
};

/// Why there is nothing to run: the exit status. What is wrong has been said.
struct Refused(u8);

/// How a program ended.
pub(crate) struct Ended {
    /// The exit status.
    pub(crate) status: u8,
    /// Ctrl-C ended it: the process is to end by that signal.
    pub(crate) interrupted: bool,
}

/// Starts the interpreter, runs the source as `__main__`, ends the interpreter.
pub(crate) fn run(vm: &mut Vm, program: &str, source: &Source, skip_first_line: bool, times: &mut StartTimes) -> Ended {
    let mut ended = Ended { status: 0, interrupted: false };
    match start(vm, times) {
        Ok(globals) => match execute(vm, program, &globals, source, skip_first_line) {
            Ok(Ok(())) => {}
            Ok(Err(Refused(status))) => ended.status = status,
            Err(_raised) if stays_open(vm, source) => {
                let e = vm.take_exception();
                ended.status = rpython_vm::traceback::show(vm, &e);
            }
            Err(_raised) => ended = report(vm),
        },
        Err(stage) => {
            let e = vm.take_exception();
            fatal(vm, stage, &e);
            ended.status = 1;
            return ended;
        }
    }
    if wants_prompt(vm)
        && !matches!(source, Source::Input)
        && let Some(globals) = interactive::main_globals(vm)
    {
        if matches!(source, Source::File(_)) {
            forget_file(vm, &globals);
        }
        interactive::call_hook(vm);
        ended = Ended { status: 0, interrupted: false };
        if let interactive::End::Exit(_raised) = interactive::run(vm, &globals, Startup::Wanted) {
            ended = report(vm);
        }
    }
    times.step("the program");
    rpython_stdlib::finish(vm);
    let flushed = rpython_vm::stdio::flush_standard(vm);
    let streams = rpython_stdlib::io::standard_streams(vm);
    rpython_vm::finalize::modules(vm, streams);
    rpython_stdlib::io::close_remaining(vm);
    // Closing may have printed.
    if !(flushed && rpython_vm::stdio::flush_standard(vm)) {
        ended.status = 120;
    }
    times.step("end: what was registered, open files");
    ended
}

/// Shows the travelling exception, or ends as it says.
fn report(vm: &mut Vm) -> Ended {
    let e = vm.take_exception();
    let interrupted = vm.class_of(&e).is_subtype(vm, types::KEYBOARD_INTERRUPT);
    Ended { status: rpython_vm::traceback::report(vm, &e), interrupted }
}

/// Whether a prompt follows the program: `-i`, or `PYTHONINSPECT`, which the program itself may set, at a terminal.
fn wants_prompt(vm: &mut Vm) -> bool {
    let flags = &rpython_vm::config(vm).flags;
    let (interactive, ignored) = (flags.interactive > 0, flags.ignore_environment);
    let inspect = flags.inspect > 0 || (!ignored && std::env::var_os("PYTHONINSPECT").is_some_and(|v| !v.is_empty()));
    inspect && (interactive || std::io::stdin().is_terminal())
}

/// Whether a program that ends is looked at, even where it ends itself with `SystemExit`.
fn stays_open(vm: &mut Vm, source: &Source) -> bool {
    let flags = &rpython_vm::config(vm).flags;
    flags.inspect > 0 && !(matches!(source, Source::Input) && (flags.interactive > 0 || std::io::stdin().is_terminal()))
}

/// The name of the program's file goes with the program; what `runpy` ran keeps it.
fn forget_file(vm: &mut Vm, globals: &Ref<Dict>) {
    if Dict::get_str(vm, globals, names::__spec__).is_none_or(Obj::is_none) {
        for name in [names::__file__, names::__cached__] {
            let old = Dict::remove_str(vm, globals, name);
            drop(old);
        }
    }
}

/// Makes `sys`, `builtins`, the import system, the standard streams and `__main__`; runs `site`. Returns the globals of `__main__`.
fn start(vm: &mut Vm, times: &mut StartTimes) -> Result<Ref<Dict>, Stage> {
    core(vm, times).map_err(|_raised| Stage::Core)?;
    let codec = rpython_stdlib::io::stream_codec(vm).map_err(|_raised| Stage::StreamCodec)?;
    rpython_stdlib::io::install(vm, &codec).map_err(|_raised| Stage::Streams)?;
    times.step("standard streams");
    main(vm, times).map_err(|_raised| Stage::Site)
}

/// What a start has come to when it fails.
#[derive(Clone, Copy)]
enum Stage {
    /// The import system.
    Core,
    /// The codec of the standard streams.
    StreamCodec,
    /// The standard streams.
    Streams,
    /// `__main__` and `site`.
    Site,
}

/// Says that an exception prevents a start.
fn fatal(vm: &mut Vm, stage: Stage, e: &Obj) {
    rpython_vm::stdio::flush_quietly(vm);
    let (message, state) = match stage {
        Stage::Core => ("init_importlib: failed to set up the import system", "core initialized"),
        Stage::StreamCodec => {
            ("init_stdio_encoding: failed to get the Python codec name of the stdio encoding", "core initialized")
        }
        Stage::Streams => ("init_sys_streams: can't initialize sys standard streams", "core initialized"),
        Stage::Site => ("init_import_site: Failed to import the site module", "initialized"),
    };
    eprintln!("Fatal Python error: {message}\nPython runtime state: {state}");
    match stage {
        Stage::Site => {
            rpython_vm::traceback::report(vm, e);
        }
        _ => eprint!("{}", rpython_vm::traceback::format(vm, e)),
    }
    if e.downcast_ref::<rpython_objects::Exception>().is_none_or(|e| e.get(vm).traceback.is_none()) {
        eprint!("{}", no_frame());
    }
}

/// What CPython shows of the threads of a start that fails before a frame runs.
pub(crate) fn no_frame() -> String {
    let ident = rpython_vm::threads::ident();
    let name = rpython_vm::system::fault::thread_name(ident);
    let name = if name.is_empty() { name } else { format!(" [{name}]") };
    format!("\nCurrent thread 0x{ident:016x}{name} (most recent call first):\n  <no Python frame>\n")
}

/// Makes `sys`, `builtins` and the import system.
fn core(vm: &mut Vm, times: &mut StartTimes) -> PyResult<()> {
    rpython_vm::sys::fill(vm)?;
    rpython_vm::builtins::fill(vm)?;
    rpython_stdlib::register(vm);
    rpython_vm::sys::set_builtin_names(vm)?;
    interactive::install(vm)?;
    if rpython_vm::config(vm).flags.verbose > 0 {
        first_stderr::install(vm)?;
    }
    times.step("sys, builtins");
    rpython_stdlib::imp::install(vm)?;
    times.step("importlib, zipimport, the library's finder");
    Ok(())
}

/// Makes `__main__` and runs `site`. Returns the globals of `__main__`.
fn main(vm: &mut Vm, times: &mut StartTimes) -> PyResult<Ref<Dict>> {
    if !rpython_vm::config(vm).warn_options.is_empty() && import(vm, "warnings").is_err() {
        let e = vm.take_exception();
        eprintln!("'import warnings' failed; traceback:");
        rpython_vm::traceback::print(vm, &e);
    }
    let main = Module::new(vm, "__main__")?;
    let globals = main.get(vm).dict.clone();
    let builtins = rpython_vm::builtins::module(vm).unwrap_or(Obj::NONE);
    Dict::set_str(vm, &globals, names::__builtins__, builtins)?;
    let modules = rpython_vm::modules(vm);
    Dict::set_name(vm, &modules, "__main__", main.into_obj())?;
    if let Some(loader) = module_attribute(vm, "_frozen_importlib", "BuiltinImporter")? {
        Dict::set_str(vm, &globals, names::__loader__, loader)?;
    }
    rpython_gc::start(vm);
    if rpython_vm::config(vm).faulthandler {
        let module = import(vm, "faulthandler")?;
        let enable = Str::intern(vm, "enable");
        let enable = protocol::get_attr(vm, &module, &enable)?;
        protocol::call(vm, &enable, &[])?;
    }
    if !rpython_vm::config(vm).flags.no_site && rpython_stdlib::imp::searches_files(vm) {
        import(vm, "site")?;
        times.step("site");
    }
    Ok(globals)
}

/// Imports a module by its dotted name and returns the first part's.
fn import(vm: &mut Vm, name: &str) -> PyResult {
    let name = Str::intern(vm, name).into_obj();
    let zero = rpython_objects::int::from_i64(vm, 0);
    let import = vm.hooks.import;
    import(vm, [&name, &Obj::NONE, &Obj::NONE, &Obj::NONE, &zero])
}

/// An attribute of a module that is imported.
fn module_attribute(vm: &mut Vm, module: &str, attribute: &str) -> PyResult<Option<Obj>> {
    let name = Str::intern(vm, module);
    match rpython_vm::imports::module_named(vm, &name)? {
        Some(module) => {
            let attribute = Str::intern(vm, attribute);
            protocol::find_attr(vm, &module, &attribute)
        }
        None => Ok(None),
    }
}

/// Runs what the command line names.
fn execute(
    vm: &mut Vm,
    program: &str,
    globals: &Ref<Dict>,
    source: &Source,
    skip_first_line: bool,
) -> PyResult<Result<(), Refused>> {
    let safe_path = rpython_vm::config(vm).flags.safe_path;
    if let Source::File(file) = source
        && let Some(place) = importable(vm, file)?
    {
        insert_path(vm, &place)?;
        run_module(vm, b"__main__", false)?;
        return Ok(Ok(()));
    }
    if !safe_path && let Some(first) = first_path(source) {
        insert_path(vm, &first)?;
        let shown = String::from_utf8(first).ok();
        rpython_vm::imports::set_first_path(vm, shown);
    }
    match source {
        Source::Command(text) => run_command(vm, globals, text)?,
        Source::Module(name) => run_module(vm, name, true)?,
        Source::File(file) => return run_file(vm, program, globals, file, skip_first_line),
        Source::Input if rpython_vm::config(vm).flags.interactive > 0 || std::io::stdin().is_terminal() => {
            if !rpython_vm::config(vm).flags.quiet {
                eprintln!("{}", interactive::banner());
            }
            run_startup(vm, globals)?;
            interactive::call_hook(vm);
            rpython_vm::audit::event(vm, "cpython.run_stdin", &[])?;
            if let interactive::End::Exit(raised) = interactive::run(vm, globals, Startup::Done) {
                return Err(raised);
            }
        }
        Source::Input => {
            let mut text = Vec::new();
            if let Err(e) = std::io::stdin().read_to_end(&mut text) {
                eprintln!("{program}: can't read standard input: {e}");
                return Ok(Err(Refused(1)));
            }
            if declares_other_encoding(&text)
                && rustix::fs::seek(std::io::stdin(), rustix::fs::SeekFrom::Current(0)).is_err()
            {
                // CPython's tokenizer goes back to the start of the input to decode it.
                return Err(exception::raise_os(vm, rustix::io::Errno::SPIPE.raw_os_error(), "Illegal seek", None));
            }
            run_text(vm, globals, &text, b"<stdin>")?;
        }
    }
    rpython_vm::run_pending(vm);
    Ok(Ok(()))
}

/// Whether a source says that it is in an encoding other than UTF-8.
fn declares_other_encoding(text: &[u8]) -> bool {
    rpython_vm::compile::declared_encoding(text).is_some_and(|name| name != "utf-8")
}

/// Runs the file that `PYTHONSTARTUP` names, before the first prompt.
fn run_startup(vm: &mut Vm, globals: &Ref<Dict>) -> PyResult<()> {
    if rpython_vm::config(vm).flags.ignore_environment {
        return Ok(());
    }
    let Some(file) = std::env::var_os("PYTHONSTARTUP").filter(|f| !f.is_empty()) else { return Ok(()) };
    let name = system_text(vm, file.as_bytes())?.into_obj();
    rpython_vm::audit::event(vm, "cpython.run_startup", &[name])?;
    match std::fs::read(&file) {
        Ok(text) => {
            if run_text(vm, globals, &text, file.as_bytes()).is_err() {
                if vm.raised_is(types::SYSTEM_EXIT) {
                    let e = vm.take_exception();
                    return Err(vm.travel(e));
                }
                let e = vm.take_exception();
                rpython_vm::traceback::report(vm, &e);
            }
        }
        Err(e) => {
            let reason = e.to_string();
            let reason = reason.split(" (os error").next().unwrap_or_default();
            let name = system_text(vm, file.as_bytes())?.into_obj();
            // It travels no further than here.
            let _raised = exception::raise_os(vm, e.raw_os_error().unwrap_or(0), reason, Some(name));
            let e = vm.take_exception();
            eprintln!("Could not open PYTHONSTARTUP");
            rpython_vm::traceback::show(vm, &e);
        }
    }
    Ok(())
}

/// The path entry of a folder or archive that an importer takes; `None` for a plain file.
fn importable(vm: &mut Vm, file: &[u8]) -> PyResult<Option<Vec<u8>>> {
    if let Some(finder) = module_attribute(vm, "_frozen_importlib_external", "PathFinder")? {
        let place = absolute(file);
        let path = system_text(vm, &place)?.into_obj();
        let method = Str::intern(vm, "_path_importer_cache");
        let importer = protocol::call_method(vm, &finder, &method, &[path])?;
        return Ok(if importer.is_none() { None } else { Some(place) });
    }
    Ok(None)
}

fn absolute(file: &[u8]) -> Vec<u8> {
    let path = Path::new(OsStr::from_bytes(file));
    // As it is written: `./` stays.
    std::env::current_dir().map_or_else(|_| file.to_vec(), |here| here.join(path).into_os_string().into_vec())
}

/// `sys.path[0]`: the folder of the program's file, the current one for `-m`, and "" otherwise.
fn first_path(source: &Source) -> Option<Vec<u8>> {
    match source {
        Source::Module(_) => std::env::current_dir().ok().map(|here| here.into_os_string().as_bytes().to_vec()),
        Source::Command(_) | Source::Input => Some(Vec::new()),
        Source::File(file) => {
            let path = PathBuf::from(OsStr::from_bytes(file));
            let real = std::fs::canonicalize(&path).or_else(|_| std::path::absolute(&path)).unwrap_or(path);
            Some(real.parent().map(|folder| folder.as_os_str().as_bytes().to_vec()).unwrap_or_default())
        }
    }
}

fn insert_path(vm: &mut Vm, place: &[u8]) -> PyResult<()> {
    let place = system_text(vm, place)?.into_obj();
    if let Some(path) = rpython_vm::sys_attribute(vm, "path") {
        let (insert, zero) = (Str::intern(vm, "insert"), rpython_objects::int::from_i64(vm, 0));
        protocol::call_method(vm, &path, &insert, &[zero, place])?;
    }
    Ok(())
}

/// Runs a module as `__main__` through `runpy`; `set_argv` makes `sys.argv[0]` its file.
fn run_module(vm: &mut Vm, name: &[u8], set_argv: bool) -> PyResult<()> {
    rpython_vm::audit::event(vm, "cpython.run_module", &[])?;
    let runpy = match import(vm, "runpy") {
        Ok(runpy) => runpy,
        Err(raised) => {
            eprintln!("Could not import runpy module");
            return Err(raised);
        }
    };
    let name = system_text(vm, name)?.into_obj();
    let run = Str::intern(vm, "_run_module_as_main");
    protocol::call_method(vm, &runpy, &run, &[name, Obj::bool(set_argv)])?;
    Ok(())
}

fn run_command(vm: &mut Vm, globals: &Ref<Dict>, text: &[u8]) -> PyResult<()> {
    let given = system_text(vm, text)?;
    if codecs::encode(vm, &given, Some("utf-8"), Some("strict")).is_err() {
        eprintln!("Unable to decode the command from the command line:");
        let e = vm.take_exception();
        return Err(vm.travel(e));
    }
    let text = dedent(&String::from_utf8_lossy(text)) + "\n";
    let shown = Str::new(vm, &text).into_obj();
    rpython_vm::audit::event(vm, "cpython.run_command", std::slice::from_ref(&shown))?;
    // A comment on the encoding says nothing here: the text is decoded.
    let request = Request::new(vm, Mode::Exec, -1);
    let code = rpython_vm::compile::object(vm, &shown, "<string>", &request, "compile")?;
    rpython_vm::traceback::keep_source(vm, &code, &text);
    interactive::register(vm, &code, &text, "<string>");
    rpython_vm::run_code(vm, &code, globals, None).map(|_| ())
}

/// Removes the white space that all lines have in common, as `-c` does; lines of white space only count as empty.
fn dedent(text: &str) -> String {
    let blank = |line: &str| line.trim_matches([' ', '\t', '\r']).is_empty();
    let mut common: Option<&str> = None;
    for line in text.split('\n').filter(|line| !blank(line)) {
        let indent = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
        common = Some(match common {
            None => indent,
            Some(known) => {
                let same = known.bytes().zip(indent.bytes()).take_while(|(a, b)| a == b).count();
                &known[..same]
            }
        });
    }
    let cut = common.map_or(0, str::len);
    if cut == 0 {
        return text.to_string();
    }
    let lines: Vec<&str> = text.split('\n').map(|line| if blank(line) { "" } else { &line[cut..] }).collect();
    lines.join("\n")
}

/// Compiles and runs the text of a file as `__main__`.
fn run_text(vm: &mut Vm, globals: &Ref<Dict>, text: &[u8], filename: &[u8]) -> PyResult<()> {
    let file = system_text(vm, filename)?;
    let shown = file.to_string_lossy(vm);
    Dict::set_str(vm, globals, names::__file__, file.into_obj())?;
    Dict::set_str(vm, globals, names::__cached__, Obj::NONE)?;
    let code = rpython_vm::compile::file(vm, text, &shown)?;
    let done = rpython_vm::run_code(vm, &code, globals, None);
    // A traceback comes behind what a file's program has printed.
    rpython_vm::stdio::flush_quietly(vm);
    done?;
    forget_file(vm, globals);
    Ok(())
}

fn run_file(
    vm: &mut Vm,
    program: &str,
    globals: &Ref<Dict>,
    file: &[u8],
    skip_first_line: bool,
) -> PyResult<Result<(), Refused>> {
    let full = absolute(file);
    let path = Path::new(OsStr::from_bytes(&full));
    let shown = system_text(vm, &full)?;
    rpython_vm::audit::event(vm, "cpython.run_file", &[shown.clone().into_obj()])?;
    if path.is_dir() {
        eprintln!("{program}: '{}' is a directory, cannot continue", path.display());
        return Ok(Err(Refused(1)));
    }
    let text = match std::fs::read(path) {
        Ok(text) => text,
        Err(e) => {
            let reason = e.to_string();
            let reason = reason.split(" (os error").next().unwrap_or_default();
            let number = e.raw_os_error().unwrap_or(0);
            eprintln!("{program}: can't open file '{}': [Errno {number}] {reason}", path.display());
            return Ok(Err(Refused(2)));
        }
    };
    let compiled = full.ends_with(b".pyc") || text.starts_with(&rpython_vm::marshal::MAGIC_NUMBER);
    let loader = if compiled { "SourcelessFileLoader" } else { "SourceFileLoader" };
    if let Some(class) = module_attribute(vm, "_frozen_importlib_external", loader)? {
        let name = Str::intern(vm, "__main__").into_obj();
        let made = protocol::call(vm, &class, &[name, shown.clone().into_obj()])?;
        Dict::set_str(vm, globals, names::__loader__, made)?;
    }
    if compiled {
        Dict::set_str(vm, globals, names::__file__, shown.into_obj())?;
        Dict::set_str(vm, globals, names::__cached__, Obj::NONE)?;
        let code = rpython_vm::marshal::pyc(vm, &text)?;
        rpython_vm::run_code(vm, &code, globals, None)?;
    } else if skip_first_line {
        run_text(vm, globals, without_first_line(&text), &full)?;
    } else {
        run_text(vm, globals, &text, &full)?;
    }
    rpython_vm::run_pending(vm);
    Ok(Ok(()))
}

/// `-x`: the first line is left out, its end stays so that line numbers do.
fn without_first_line(text: &[u8]) -> &[u8] {
    match text.iter().position(|b| *b == b'\n') {
        Some(end) => &text[end..],
        None => &[],
    }
}
