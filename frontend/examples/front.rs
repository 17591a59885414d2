//! A program to look at the frontend's work.
//!
//! - `front tokens FILE…`: the tokens as the `tokenize` module gives them, one a line (`row,col-row,col NAME "text"`),
//!   or the error; with `--lines` each also with its physical line; with `--plain` those that `_tokenize` yields without
//!   extra tokens. Texts are JSON strings.
//! - `front lex FILE…`: the tokens that the parser gets.
//! - `front ast FILE…`: the tree as `ast.dump(tree, include_attributes=True)` shows it, or the error.
//! - `front ast -O N FILE…`: the tree after the preprocessing of optimisation level N, places included.
//! - `front symtable FILE…`: the scopes and their names with CPython's flag numbers, or the error; with `--separate` the
//!   files are separated by U+001E.
//! - `front annotations FILE…`: the text of each annotation at the top of the file, as JSON.
//! - `front pyc [-O N] [--mode M] [--flags N] --out DIR [--root ROOT] FILE…`: compiles; `NAME.py` becomes `DIR/NAME.pyc`, or with a root keeps
//!   its path below it. Errors are printed.
//! - `front check [--parse] [--warnings] [--mode M] FILE…`: a JSON line a file: `{"ok": true}` or the error.
//! - `front time FILE…`: the speed of compiling the files, round by round, and how it is shared among the steps; with
//!   `--rounds N` the files are compiled N times and nothing else is done.

use std::convert::Infallible;
use std::fmt::Write;
use std::path::Path;
use std::process::ExitCode;

use rpython_frontend::ast::unparse::unparse;
use rpython_frontend::ast::{DumpOptions, Mod, Stmt, dump};
use rpython_frontend::codegen;
use rpython_frontend::compile::{CompileOptions, compile};
use rpython_frontend::error::{CompileError, IgnoreWarnings, Warning};
use rpython_frontend::future::Future;
use rpython_frontend::lexer::{Lexer, TokenKind};
use rpython_frontend::marshal::{Header, Validation, write_pyc};
use rpython_frontend::names::Interner;
use rpython_frontend::parser::{Mode, ParseOptions, parse};
use rpython_frontend::preprocess;
use rpython_frontend::recursion::StackLimit;
use rpython_frontend::source::{FinalNewline, Source, detect_encoding, no_decoder};
use rpython_frontend::symtable::{self, SymbolTable};
use rpython_frontend::tokenize::{SyntaxPlace, TokenizeError, Tokenizer};

/// The allocator of the `rpython` program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match *arguments {
        ["tokens", "--lines", ref files @ ..] => each(files, |file| tokens(file, true, true)),
        ["tokens", "--plain", ref files @ ..] => each(files, |file| tokens(file, false, true)),
        ["tokens", ref files @ ..] => each(files, |file| tokens(file, true, false)),
        ["lex", ref files @ ..] => each(files, lex),
        ["ast", "-O", level, ref files @ ..] => separate(files, |file| preprocessed(file, level)),
        ["ast", ref files @ ..] => each(files, tree),
        ["symtable", "--separate", ref files @ ..] => separate(files, symtable),
        ["symtable", ref files @ ..] => each(files, symtable),
        ["annotations", ref files @ ..] => separate(files, unparsed),
        ["pyc", ref rest @ ..] => pyc(rest),
        ["check", ref rest @ ..] => check(rest),
        ["time", "--rounds", rounds, ref files @ ..] => compile_repeatedly(rounds, files),
        ["time", ref files @ ..] => time(files),
        _ => Err("usage: front tokens [--lines | --plain] FILE… | lex FILE… | ast [-O N] FILE… \
                  | symtable [--separate] FILE… | annotations FILE… \
                  | pyc [-O N] --out DIR [--root ROOT] FILE… | time [--rounds N] FILE…"
            .to_owned()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

/// Compiles files to `.pyc` files.
fn pyc(arguments: &[&str]) -> Result<(), String> {
    let (mut options, mut out, mut root, mut files) = (CompileOptions::default(), ".", None, Vec::new());
    let mut arguments = arguments.iter().copied();
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or_else(|| format!("{argument} needs a value"));
        match argument {
            "-O" => options.optimize = value()?.parse::<u8>().map_err(|error| error.to_string())?,
            "--mode" => options.parse.mode = mode_named(value()?)?,
            "--flags" => {
                let flags = value()?.parse::<u32>().map_err(|error| error.to_string())?;
                options.future = flags;
                options.allow_top_level_await = flags & 0x2000 != 0;
            }
            "--out" => out = value()?,
            "--root" => root = Some(value()?),
            file => files.push(file),
        }
    }
    let mut failures = 0;
    for file in files {
        if let Err(error) = pyc_file(file, &options, Path::new(out), root) {
            println!("{file}: {error}");
            failures += 1;
        }
    }
    if failures == 0 { Ok(()) } else { Err(format!("{failures} files not compiled")) }
}

fn pyc_file(file: &str, options: &CompileOptions, out: &Path, root: Option<&str>) -> Result<(), String> {
    let bytes = read(file)?;
    let newline = if options.parse.mode == Mode::Exec { FinalNewline::Add } else { FinalNewline::Keep };
    let source = Source::from_bytes(&bytes, newline, &decoder).map_err(|error| error.to_string())?;
    let code = compile(&source, file, options, &mut IgnoreWarnings).map_err(|error| error.to_string())?;
    let mtime = std::fs::metadata(file)
        .and_then(|metadata| metadata.modified())
        .ok()
        .and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok())
        .map_or(0, |time| time.as_secs() as u32);
    let header = Header { validation: Validation::Timestamp { mtime, size: bytes.len() as u32 } };
    let data = write_pyc(header, &code).map_err(|error| error.to_string())?;
    let path = Path::new(file);
    let name = match root {
        Some(root) => path.strip_prefix(root).map_err(|error| error.to_string())?,
        None => Path::new(path.file_name().ok_or("no file name")?),
    };
    let target = out.join(name).with_extension("pyc");
    if let Some(dir) = target.parent() {
        std::fs::create_dir_all(dir).map_err(|error| error.to_string())?;
    }
    std::fs::write(&target, data).map_err(|error| format!("{}: {error}", target.display()))
}

/// Prints what `show` says of each file; before it the file's name if there are several.
fn each(files: &[&str], show: impl Fn(&str) -> Result<String, String>) -> Result<(), String> {
    use std::io::Write;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for file in files {
        let text = show(file)?;
        if files.len() > 1 {
            writeln!(out, "== {file}").map_err(|error| error.to_string())?;
        }
        out.write_all(text.as_bytes()).map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// Prints what `show` says of each file, with a separator between files.
fn separate(files: &[&str], show: impl Fn(&str) -> Result<String, String>) -> Result<(), String> {
    use std::io::Write;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for (index, file) in files.iter().enumerate() {
        if index > 0 {
            out.write_all(b"\x1e").map_err(|error| error.to_string())?;
        }
        out.write_all(show(file)?.as_bytes()).map_err(|error| error.to_string())?;
    }
    Ok(())
}

fn read(file: &str) -> Result<Vec<u8>, String> {
    std::fs::read(file).map_err(|error| format!("{file}: {error}"))
}

/// A text as a JSON string of ASCII.
fn json(text: &str) -> String {
    let mut quoted = String::from("\"");
    for unit in text.encode_utf16() {
        match u8::try_from(unit) {
            Ok(byte @ (b'"' | b'\\')) => {
                quoted.push('\\');
                quoted.push(byte as char);
            }
            Ok(byte @ b' '..=b'~') => quoted.push(byte as char),
            _ => {
                let _ = write!(quoted, "\\u{unit:04x}");
            }
        }
    }
    quoted.push('"');
    quoted
}

/// The characters of KOI8-R from 128 on: the one encoding in CPython's tests that the frontend leaves to its caller.
const KOI8_R: &str = concat!(
    "─│┌┐└┘├┤┬┴┼▀▄█▌▐░▒▓⌠■∙√≈≤≥\u{A0}⌡°²·÷═║╒ё╓╔╕╖╗╘╙╚╛╜╝╞╟╠╡Ё╢╣╤╥╦╧╨╩╪╫╬©",
    "юабцдефгхийклмнопярстужвьызшэщчъЮАБЦДЕФГХИЙКЛМНОПЯРСТУЖВЬЫЗШЭЩЧЪ",
);

/// Decodes what the frontend does not know itself.
fn decoder(name: &str, bytes: &[u8]) -> Result<String, String> {
    if name != "koi8-r" {
        return no_decoder(name, bytes);
    }
    let high: Vec<char> = KOI8_R.chars().collect();
    let character = |&byte: &u8| match byte.checked_sub(128) {
        Some(index) => high.get(usize::from(index)).copied().unwrap_or('\u{FFFD}'),
        None => char::from(byte),
    };
    Ok(bytes.iter().map(character).collect())
}

/// What `tokenize.tokenize` yields for a file.
fn tokens(file: &str, extra_tokens: bool, lines: bool) -> Result<String, String> {
    let bytes = read(file)?;
    let mut out = String::new();
    let encoding = match detect_encoding(&bytes, Some(file), &decoder) {
        Ok(encoding) => encoding,
        Err(message) => return Ok(format!("SyntaxError {}\n", json(&message))),
    };
    let mut rest = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    let line = if lines { " \"\"" } else { "" };
    let _ = writeln!(out, "0,0-0,0 ENCODING {}{line}", json(&encoding));
    let latin = encoding == "iso-8859-1";
    let mut readline = |line: &mut String| -> Result<(), Infallible> {
        let length = rest.iter().position(|&byte| byte == b'\n').map_or(rest.len(), |index| index + 1);
        let (head, tail) = rest.split_at(length);
        rest = tail;
        if latin {
            line.extend(head.iter().map(|&byte| byte as char));
        } else {
            line.push_str(&String::from_utf8_lossy(head));
        }
        Ok(())
    };
    let mut tokenizer = Tokenizer::new(extra_tokens);
    loop {
        match tokenizer.next(&mut readline) {
            Ok(None) => return Ok(out),
            Ok(Some(token)) => {
                let ((row, col), (end_row, end_col)) = (token.start, token.end);
                let _ = write!(out, "{row},{col}-{end_row},{end_col} {} {}", token.kind.name(), json(token.text));
                if lines {
                    let _ = write!(out, " {}", json(token.line));
                }
                out.push('\n');
            }
            Err(TokenizeError::Syntax(error)) => {
                let (line, column) = match error.place {
                    SyntaxPlace::Range { line, column, .. }
                    | SyntaxPlace::Start { line, column, .. }
                    | SyntaxPlace::Attributes { line, column } => (line, column),
                };
                let _ = writeln!(out, "{} {} {line} {column}", error.class.name(), json(&error.message));
                return Ok(out);
            }
            Err(TokenizeError::Read(never)) => match never {},
        }
    }
}

/// The tokens that the parser gets.
fn lex(file: &str) -> Result<String, String> {
    let bytes = read(file)?;
    let mut out = String::new();
    let source = match Source::from_bytes(&bytes, FinalNewline::Add, &decoder) {
        Ok(source) => source,
        Err(error) => return Ok(format!("SyntaxError {}\n", json(&error.message))),
    };
    let mut lexer = Lexer::new(&source);
    loop {
        match lexer.next() {
            Ok(token) => {
                let (end_line, end_col) = lexer.end_position(&token);
                let text = json(token.text(source.text()));
                let _ = writeln!(out, "{},{}-{end_line},{end_col} {} {text}", token.line, token.col, token.kind.name());
                if token.kind == TokenKind::EndMarker {
                    return Ok(out);
                }
            }
            Err(error) => {
                let message = json(&error.message);
                let (line, column, end_line, end_column) = (error.line, error.column, error.end_line, error.end_column);
                let _ = writeln!(out, "{} {message} {line} {column} {end_line} {end_column}", error.class.name());
                return Ok(out);
            }
        }
    }
}

/// The tree as `ast.dump(tree, include_attributes=True)` shows it, or the error.
fn tree(file: &str) -> Result<String, String> {
    let bytes = read(file)?;
    let mut names = Interner::new();
    let tree = Source::from_bytes(&bytes, FinalNewline::Add, &decoder)
        .map_err(CompileError::from)
        .and_then(|source| parse(&source, &ParseOptions::default(), &mut names, &mut IgnoreWarnings))
        .and_then(|ast| dump(&ast, &names, DumpOptions { attributes: true }));
    let mut text = match tree {
        Ok(text) => text.as_wtf8().to_str().unwrap_or("the dump is no text").to_owned(),
        Err(error) => describe(&error),
    };
    text.push('\n');
    Ok(text)
}

/// Prints for each file, as a line of JSON, whether it compiles, or the error: `check [--parse] [--warnings] [--mode M]
/// FILE…`. With `--parse` it is only parsed.
fn check(arguments: &[&str]) -> Result<(), String> {
    use std::io::Write;
    let (mut mode, mut parse_only, mut show_warnings, mut files) = (Mode::Exec, false, false, Vec::new());
    let mut arguments = arguments.iter().copied();
    while let Some(argument) = arguments.next() {
        match argument {
            "--parse" => parse_only = true,
            "--warnings" => show_warnings = true,
            "--mode" => mode = mode_named(arguments.next().unwrap_or_default())?,
            file => files.push(file),
        }
    }
    let newline = if mode == Mode::Exec { FinalNewline::Add } else { FinalNewline::Keep };
    let options = CompileOptions::new(mode, 0);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for file in files {
        let bytes = read(file)?;
        let mut warnings: Vec<Warning> = Vec::new();
        let result = Source::from_bytes(&bytes, newline, &decoder).map_err(CompileError::from).and_then(|source| {
            if parse_only {
                parse(&source, &options.parse, &mut Interner::new(), &mut warnings).map(drop)
            } else {
                compile(&source, file, &options, &mut warnings).map(drop)
            }
        });
        let mut line = match result {
            Ok(()) => "{\"ok\": true".to_owned(),
            Err(error) => {
                let number = |value: Option<i64>| value.map_or("null".to_owned(), |value| value.to_string());
                let place = error.place;
                let [line, column, end_line, end_column] =
                    [place.line, place.column, place.end_line, place.end_column].map(number);
                format!(
                    "{{\"class\": \"{}\", \"message\": {}, \"line\": {line}, \"column\": {column}, \
                     \"end_line\": {end_line}, \"end_column\": {end_column}",
                    error.class.name(),
                    json(&error.message)
                )
            }
        };
        if show_warnings {
            let warnings: Vec<String> = warnings
                .iter()
                .map(|warning| {
                    format!(
                        "{{\"class\": \"{:?}\", \"message\": {}, \"line\": {}}}",
                        warning.class,
                        json(&warning.message),
                        warning.place.line.unwrap_or(0)
                    )
                })
                .collect();
            line += &format!(", \"warnings\": [{}]", warnings.join(", "));
        }
        writeln!(out, "{line}}}").map_err(|error| error.to_string())?;
    }
    Ok(())
}

fn mode_named(name: &str) -> Result<Mode, String> {
    match name {
        "exec" => Ok(Mode::Exec),
        "eval" => Ok(Mode::Eval),
        "single" => Ok(Mode::Single),
        "func_type" => Ok(Mode::FuncType),
        _ => Err(format!("no mode {name}")),
    }
}

/// Compiles the files several times over and prints the speed of each round, and the time of each step in the best one.
fn time(files: &[&str]) -> Result<(), String> {
    use std::time::{Duration, Instant};
    let sources: Vec<Vec<u8>> = files.iter().filter_map(|file| std::fs::read(file).ok()).collect();
    let total: usize = sources.iter().map(Vec::len).sum();
    let speed = |time: Duration| total as f64 / time.as_secs_f64() / 1e6;
    let mut best = [Duration::MAX; 4];
    for _ in 0..10 {
        let start = Instant::now();
        let mut failed = 0;
        for (file, bytes) in files.iter().zip(&sources) {
            let options = CompileOptions::default();
            let code = Source::from_bytes(bytes, FinalNewline::Add, &decoder)
                .map_err(CompileError::from)
                .and_then(|source| compile(&source, file, &options, &mut IgnoreWarnings));
            failed += usize::from(code.is_err());
        }
        println!("compile: {:.1} MB/s, {failed} failed, {total} bytes", speed(start.elapsed()));
        let mut steps = [Duration::ZERO; 4];
        for (file, bytes) in files.iter().zip(&sources) {
            let _ = compile_in_steps(bytes, file, &mut |step, time| steps[step] += time);
        }
        if steps.iter().sum::<Duration>() < best.iter().fold(Duration::ZERO, |sum, step| sum.saturating_add(*step)) {
            best = steps;
        }
    }
    let all: Duration = best.iter().sum();
    for (step, time) in ["parse", "preprocess", "symtable", "generate"].into_iter().zip(best) {
        println!("{step}: {:.1} % ({:.1} MB/s)", time.as_secs_f64() / all.as_secs_f64() * 100.0, speed(time));
    }
    Ok(())
}

/// Compiles the files, read once, several times over.
fn compile_repeatedly(rounds: &str, files: &[&str]) -> Result<(), String> {
    let rounds: u32 = rounds.parse().map_err(|_| format!("--rounds {rounds}: not a number"))?;
    let sources: Vec<Vec<u8>> = files.iter().map(|file| read(file)).collect::<Result<_, _>>()?;
    for _ in 0..rounds {
        for (file, bytes) in files.iter().zip(&sources) {
            Source::from_bytes(bytes, FinalNewline::Add, &decoder)
                .map_err(CompileError::from)
                .and_then(|source| compile(&source, file, &CompileOptions::default(), &mut IgnoreWarnings))
                .map_err(|error| format!("{file}: {}", error.message))?;
        }
    }
    Ok(())
}

/// What [`compile`] does, telling the time of each step.
fn compile_in_steps(
    bytes: &[u8],
    file: &str,
    tell: &mut dyn FnMut(usize, std::time::Duration),
) -> rpython_frontend::error::Result<()> {
    let mut start = std::time::Instant::now();
    let mut step = |number| {
        tell(number, start.elapsed());
        start = std::time::Instant::now();
    };
    let stack_limit = StackLimit::default();
    let source = Source::from_bytes(bytes, FinalNewline::Add, &decoder)?;
    let mut names = Interner::new();
    let mut ast = parse(&source, &ParseOptions::default(), &mut names, &mut IgnoreWarnings)?;
    step(0);
    let future = Future::of(&ast, &names)?;
    let fold = preprocess::Options { optimize: 0, future, syntax_check_only: false };
    preprocess::preprocess(&mut ast, &mut names, fold, &mut IgnoreWarnings)?;
    step(1);
    let options = symtable::Options { future, stack_limit, ..symtable::Options::default() };
    let mut table = SymbolTable::build(&ast, &mut names, options)?;
    step(2);
    let options = codegen::Options { optimize: 0, future: future.features, stack_limit };
    codegen::generate(&ast, &mut names, &mut table, file, options, &mut IgnoreWarnings)?;
    drop((ast, names, table));
    step(3);
    Ok(())
}

/// An error as one line: class, message, and place in Python's notation.
fn describe(error: &CompileError) -> String {
    let number = |value: Option<i64>| value.map_or("None".to_owned(), |value| value.to_string());
    let place = error.place;
    let place = [place.line, place.column, place.end_line, place.end_column].map(number).join(", ");
    format!("{}: {} ({place})", error.class.name(), error.message)
}

/// The symbol table of a file.
fn symtable(file: &str) -> Result<String, String> {
    let bytes = read(file)?;
    let mut names = Interner::new();
    Ok(match build_symtable(&bytes, &mut names) {
        Ok(table) => rpython_frontend::symtable::dump(&table, &names),
        Err(error) => error_line(&error),
    })
}

fn build_symtable(bytes: &[u8], names: &mut Interner) -> rpython_frontend::error::Result<SymbolTable> {
    let source = Source::from_bytes(bytes, FinalNewline::Add, &decoder)?;
    let ast = parse(&source, &ParseOptions::default(), names, &mut IgnoreWarnings)?;
    let future = Future::of(&ast, names)?;
    SymbolTable::build(&ast, names, symtable::Options { future, ..symtable::Options::default() })
}

/// The tree of a file after preprocessing.
fn preprocessed(file: &str, level: &str) -> Result<String, String> {
    let optimize = level.parse().map_err(|_| format!("-O {level}: not a level"))?;
    let bytes = read(file)?;
    let mut names = Interner::new();
    let preprocessed = |names: &mut Interner| -> rpython_frontend::error::Result<_> {
        let source = Source::from_bytes(&bytes, FinalNewline::Add, &decoder)?;
        let mut ast = parse(&source, &ParseOptions::default(), names, &mut IgnoreWarnings)?;
        let future = Future::of(&ast, names)?;
        let options = preprocess::Options { optimize, future, syntax_check_only: false };
        preprocess::preprocess(&mut ast, names, options, &mut IgnoreWarnings)?;
        dump(&ast, names, DumpOptions { attributes: true })
    };
    Ok(match preprocessed(&mut names) {
        Ok(text) => text.as_wtf8().to_str().unwrap_or("the dump is no text").to_owned(),
        Err(error) => error_line(&error),
    })
}

/// The annotations of the statements of a file as text, one a line.
fn unparsed(file: &str) -> Result<String, String> {
    let bytes = read(file)?;
    let mut names = Interner::new();
    let unparsed = |names: &mut Interner| -> rpython_frontend::error::Result<String> {
        let source = Source::from_bytes(&bytes, FinalNewline::Add, &decoder)?;
        let ast = parse(&source, &ParseOptions::default(), names, &mut IgnoreWarnings)?;
        let mut out = String::new();
        if let Mod::Module { body, .. } = ast.root {
            for stmt in ast.list(body) {
                if let Stmt::AnnAssign { annotation, .. } = ast[stmt].kind {
                    let text = unparse(&ast, names, annotation, StackLimit::default())?;
                    out.push_str(&json(text.as_wtf8().to_str().unwrap_or("not UTF-8")));
                    out.push('\n');
                }
            }
        }
        Ok(out)
    };
    Ok(unparsed(&mut names).unwrap_or_else(|error| error_line(&error)))
}

/// An error with its place as a list.
fn error_line(error: &CompileError) -> String {
    let at = |value: Option<i64>| value.map_or("None".to_owned(), |value| value.to_string());
    let place = error.place;
    let [line, column, end_line, end_column] =
        [at(place.line), at(place.column), at(place.end_line), at(place.end_column)];
    match error.class.is_syntax_error() {
        true => format!("{}: {} [{line}, {column}, {end_line}, {end_column}]\n", error.class.name(), error.message),
        false => format!("{}: {}\n", error.class.name(), error.message),
    }
}
