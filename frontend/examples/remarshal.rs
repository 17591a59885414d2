//! Reads `.pyc` files and writes them back, to compare the marshal reader and writer with CPython's:
//! `remarshal DIR FILE…` writes `DIR/NAME` for each.
use rpython_frontend::marshal;
use std::path::Path;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let Some((dir, files)) = args.split_first() else { return };
    for file in files {
        let data = std::fs::read(file).expect("a readable file");
        let name = Path::new(file).file_name().expect("a file name");
        match marshal::read_pyc(&data, file).and_then(|(header, code)| marshal::write_pyc(header, &code)) {
            Ok(bytes) => std::fs::write(Path::new(dir).join(name), bytes).expect("a writable directory"),
            Err(error) => println!("{file}: {error}"),
        }
    }
}
