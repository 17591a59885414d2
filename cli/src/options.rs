//! The command line, as CPython reads it (`Python/initconfig.c`, `getopt.c`): options may be run together (`-Ic`), those
//! with an argument take the rest of their word or the next one, and the first word that is no option ends them.

/// What to run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Source {
    /// `-c command`
    Command(String),
    /// `-m module`
    Module(String),
    /// A file, or a folder or archive with a `__main__`.
    File(String),
    /// Standard input.
    Input,
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
    /// `-O`, counted, at most 2
    pub optimize: u8,
    /// `-P`
    pub safe_path: bool,
    /// `-q`
    pub quiet: bool,
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
    /// `-h`
    pub help: bool,
    /// `-x`
    pub skip_first_line: bool,
    /// `-W`, in order
    pub warnings: Vec<String>,
    /// `-X`, in order
    pub extra: Vec<String>,
}

/// A command line that cannot be read: what is wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UsageError(pub String);

/// Reads the words behind the program's name. Returns the options, what to run, and `sys.argv`.
///
/// # Errors
/// An unknown option, or one without its argument.
pub fn read(words: &[String]) -> Result<(Options, Source, Vec<String>), UsageError> {
    let mut options = Options::default();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        if word == "-" || !word.starts_with('-') {
            break;
        }
        at += 1;
        if word == "--" {
            break;
        }
        if let Some(long) = word.strip_prefix("--") {
            match long {
                "version" => options.version += 1,
                "help" | "help-all" | "help-env" | "help-xoptions" => options.help = true,
                "check-hash-based-pycs" => {
                    at += 1;
                }
                _ => return Err(UsageError(format!("Unknown option: {word}"))),
            }
            continue;
        }
        for (i, letter) in word.char_indices().skip(1) {
            match letter {
                'b' => options.bytes_warning += 1,
                'B' => options.dont_write_bytecode = true,
                'd' => options.debug += 1,
                'E' => options.ignore_environment = true,
                'h' | '?' => options.help = true,
                'i' => options.inspect = true,
                'I' => {
                    options.isolated = true;
                    options.ignore_environment = true;
                    options.no_user_site = true;
                    options.safe_path = true;
                }
                'O' => options.optimize = (options.optimize + 1).min(2),
                'P' => options.safe_path = true,
                'q' => options.quiet = true,
                'R' => {}
                's' => options.no_user_site = true,
                'S' => options.no_site = true,
                'u' => options.unbuffered = true,
                'v' => options.verbose += 1,
                'V' => options.version += 1,
                'x' => options.skip_first_line = true,
                'c' | 'm' | 'W' | 'X' => {
                    let rest = &word[i + 1..];
                    let argument = if rest.is_empty() {
                        at += 1;
                        match words.get(at - 1) {
                            Some(next) => next.clone(),
                            None => return Err(UsageError(format!("Argument expected for the -{letter} option"))),
                        }
                    } else {
                        rest.to_string()
                    };
                    match letter {
                        'W' => options.warnings.push(argument),
                        'X' => options.extra.push(argument),
                        // What runs ends the options: the rest is the program's.
                        'c' => {
                            return Ok(finish(options, Source::Command(format!("{argument}\n")), "-c", &words[at..]));
                        }
                        _ => return Ok(finish(options, Source::Module(argument), "-m", &words[at..])),
                    }
                    break;
                }
                _ => return Err(UsageError(format!("Unknown option: -{letter}"))),
            }
        }
    }
    match words.get(at) {
        None => Ok(finish(options, Source::Input, "", &[])),
        Some(word) if word == "-" => Ok(finish(options, Source::Input, "-", &words[at + 1..])),
        Some(file) => Ok(finish(options, Source::File(file.clone()), file, &words[at + 1..])),
    }
}

fn finish(options: Options, source: Source, first: &str, rest: &[String]) -> (Options, Source, Vec<String>) {
    (options, source, std::iter::once(first.to_string()).chain(rest.iter().cloned()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split_whitespace().map(str::to_string).collect()
    }

    #[test]
    fn options_run_together_and_take_arguments() {
        let (options, source, argv) = read(&words("-IBOO -Wignore -X dev -c pass a -b")).unwrap();
        assert!(options.isolated && options.dont_write_bytecode && options.safe_path);
        assert_eq!((options.optimize, options.bytes_warning), (2, 0));
        assert_eq!((options.warnings, options.extra), (words("ignore"), words("dev")));
        assert_eq!((source, argv), (Source::Command("pass\n".into()), words("-c a -b")));
        assert_eq!(read(&words("-cpass x")).unwrap().1, Source::Command("pass\n".into()));
    }

    #[test]
    fn the_first_other_word_is_the_program() {
        let (_, source, argv) = read(&words("-E file.py -c x")).unwrap();
        assert_eq!((source, argv), (Source::File("file.py".into()), words("file.py -c x")));
        assert_eq!(read(&words("- x")).unwrap().1, Source::Input);
    }

    #[test]
    fn errors_name_the_option() {
        assert_eq!(read(&words("-Z")).unwrap_err(), UsageError("Unknown option: -Z".into()));
        assert_eq!(read(&words("-W")).unwrap_err(), UsageError("Argument expected for the -W option".into()));
        assert_eq!(read(&words("--foo")).unwrap_err(), UsageError("Unknown option: --foo".into()));
    }
}
