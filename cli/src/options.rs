//! The command line, as CPython reads it (`Python/initconfig.c`, `getopt.c`): options may be run together (`-Ic`), those
//! with an argument take the rest of their word or the next one, and the first word that is no option ends them.

use rpython_vm::config::CheckHashBasedPycs;

/// What to run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Source {
    /// `-c command`
    Command(Vec<u8>),
    /// `-m module`
    Module(Vec<u8>),
    /// A file, or a folder or archive with a `__main__`.
    File(Vec<u8>),
    /// Standard input.
    Input,
}

/// Which help is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Help {
    /// `-h`
    Usage,
    /// `--help-env`
    Environment,
    /// `--help-xoptions`
    XOptions,
    /// `--help-all`
    All,
}

/// What the options say.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// `-b`, counted
    pub bytes_warning: u8,
    /// `-B`
    pub dont_write_bytecode: bool,
    /// `-d`, counted
    pub debug: u8,
    /// `-E`
    pub ignore_environment: bool,
    /// `-i`
    pub inspect: bool,
    /// `-I`
    pub isolated: bool,
    /// `-O`, counted
    pub optimize: u8,
    /// `-P`
    pub safe_path: bool,
    /// `-q`
    pub quiet: bool,
    /// `-R`
    pub random_hashes: bool,
    /// `-s`
    pub no_user_site: bool,
    /// `-S`
    pub no_site: bool,
    /// `-u`
    pub unbuffered: bool,
    /// `-v`, counted
    pub verbose: u8,
    /// `-V`, counted
    pub version: u8,
    /// `-h` and the like
    pub help: Option<Help>,
    /// `-x`
    pub skip_first_line: bool,
    /// `-W`, in order
    pub warnings: Vec<String>,
    /// `-X`, in order
    pub extra: Vec<String>,
    /// `--check-hash-based-pycs`
    pub check_hash_based_pycs: CheckHashBasedPycs,
    /// `--stdlib`
    pub stdlib: Option<Vec<u8>>,
    /// `--install-stdlib`
    pub install_stdlib: Option<Vec<u8>>,
}

/// A command line that cannot be read: what is wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UsageError(pub String);

/// A command line that can be read: the options, what to run, and `sys.argv`.
pub type Line = (Options, Source, Vec<Vec<u8>>);

/// Reads the words behind the program's name.
///
/// # Errors
/// An unknown option, or one without its argument.
pub fn read(words: &[Vec<u8>]) -> Result<Line, UsageError> {
    let mut options = Options::default();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        if word == b"-" || !word.starts_with(b"-") {
            break;
        }
        at += 1;
        if word == b"--" {
            break;
        }
        if let Some(long) = word.strip_prefix(b"--") {
            let argument = words.get(at).cloned();
            if long_option(&mut options, long, argument)? {
                at += 1;
            }
            continue;
        }
        for (i, letter) in word.iter().enumerate().skip(1) {
            if !matches!(letter, b'c' | b'm' | b'W' | b'X') {
                short_option(&mut options, *letter)?;
                continue;
            }
            let rest = &word[i + 1..];
            let argument = if rest.is_empty() {
                at += 1;
                match words.get(at - 1) {
                    Some(next) => next.clone(),
                    None => return Err(missing_argument(&format!("-{}", char::from(*letter)))),
                }
            } else {
                rest.to_vec()
            };
            let shown = || String::from_utf8_lossy(&argument).into_owned();
            match letter {
                b'W' => options.warnings.push(shown()),
                b'X' => options.extra.push(shown()),
                // What runs ends the options: the rest is the program's.
                b'c' => return Ok(finish(options, Source::Command(argument), b"-c", &words[at..])),
                _ => return Ok(finish(options, Source::Module(argument), b"-m", &words[at..])),
            }
            break;
        }
    }
    match words.get(at) {
        None => Ok(finish(options, Source::Input, b"", &[])),
        Some(word) if word == b"-" => Ok(finish(options, Source::Input, b"-", &words[at + 1..])),
        Some(file) => Ok(finish(options, Source::File(file.clone()), file, &words[at + 1..])),
    }
}

fn missing_argument(option: &str) -> UsageError {
    UsageError(format!("Argument expected for the {option} option"))
}

/// Reads an option that begins with two dashes; answers whether it took its argument.
fn long_option(options: &mut Options, long: &[u8], argument: Option<Vec<u8>>) -> Result<bool, UsageError> {
    match long {
        b"version" => options.version += 1,
        b"help" => options.help = Some(Help::Usage),
        b"help-all" => options.help = Some(Help::All),
        b"help-env" => options.help = Some(Help::Environment),
        b"help-xoptions" => options.help = Some(Help::XOptions),
        b"check-hash-based-pycs" => {
            let argument = argument
                .ok_or_else(|| UsageError("Argument expected for the --check-hash-based-pycs options".to_string()))?;
            options.check_hash_based_pycs = match argument.as_slice() {
                b"default" => CheckHashBasedPycs::Default,
                b"always" => CheckHashBasedPycs::Always,
                b"never" => CheckHashBasedPycs::Never,
                _ => {
                    let message = "--check-hash-based-pycs must be one of 'default', 'always', or 'never'";
                    return Err(UsageError(message.to_string()));
                }
            };
            return Ok(true);
        }
        b"install-stdlib" => {
            options.install_stdlib = Some(argument.ok_or_else(|| missing_argument("--install-stdlib"))?);
            return Ok(true);
        }
        b"stdlib" => {
            options.stdlib = Some(argument.ok_or_else(|| missing_argument("--stdlib"))?);
            return Ok(true);
        }
        _ => return Err(UsageError(format!("Unknown option: --{}", String::from_utf8_lossy(long)))),
    }
    Ok(false)
}

/// Reads a letter that stands for an option without argument.
fn short_option(options: &mut Options, letter: u8) -> Result<(), UsageError> {
    match letter {
        b'b' => options.bytes_warning = options.bytes_warning.saturating_add(1),
        b'B' => options.dont_write_bytecode = true,
        b'd' => options.debug = options.debug.saturating_add(1),
        b'E' => options.ignore_environment = true,
        b'h' | b'?' => options.help = Some(Help::Usage),
        b'i' => options.inspect = true,
        b'I' => {
            options.isolated = true;
            options.ignore_environment = true;
            options.no_user_site = true;
            options.safe_path = true;
        }
        b'O' => options.optimize = options.optimize.saturating_add(1),
        b'P' => options.safe_path = true,
        b'q' => options.quiet = true,
        b'R' => options.random_hashes = true,
        b't' => {}
        b's' => options.no_user_site = true,
        b'S' => options.no_site = true,
        b'u' => options.unbuffered = true,
        b'v' => options.verbose = options.verbose.saturating_add(1),
        b'V' => options.version = options.version.saturating_add(1),
        b'x' => options.skip_first_line = true,
        other => return Err(UsageError(format!("Unknown option: -{}", char::from(other)))),
    }
    Ok(())
}

fn finish(options: Options, source: Source, first: &[u8], rest: &[Vec<u8>]) -> Line {
    (options, source, std::iter::once(first.to_vec()).chain(rest.iter().cloned()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<Vec<u8>> {
        line.split_whitespace().map(|w| w.as_bytes().to_vec()).collect()
    }

    #[test]
    fn options_run_together_and_take_arguments() {
        let (options, source, argv) = read(&words("-IBOO -Wignore -X dev -c pass a -b")).unwrap();
        assert!(options.isolated && options.dont_write_bytecode && options.safe_path);
        assert_eq!((options.optimize, options.bytes_warning), (2, 0));
        assert_eq!((options.warnings, options.extra), (vec!["ignore".to_string()], vec!["dev".to_string()]));
        assert_eq!((source, argv), (Source::Command(b"pass".to_vec()), words("-c a -b")));
        assert_eq!(read(&words("-cpass x")).unwrap().1, Source::Command(b"pass".to_vec()));
    }

    #[test]
    fn the_first_other_word_is_the_program() {
        let (_, source, argv) = read(&words("-E file.py -c x")).unwrap();
        assert_eq!((source, argv), (Source::File(b"file.py".to_vec()), words("file.py -c x")));
        assert_eq!(read(&words("- x")).unwrap().1, Source::Input);
    }

    #[test]
    fn errors_name_the_option() {
        assert_eq!(read(&words("-Z")).unwrap_err(), UsageError("Unknown option: -Z".into()));
        assert_eq!(read(&words("-W")).unwrap_err(), UsageError("Argument expected for the -W option".into()));
        assert_eq!(read(&words("--foo")).unwrap_err(), UsageError("Unknown option: --foo".into()));
    }
}
