//! Prints the mutants of the given Rust files, each as a line of JSON.

mod changes;
mod finder;
mod left_out;
mod source;

use std::error::Error;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    for path in env::args().skip(1) {
        for mutant in finder::mutants(&fs::read_to_string(&path)?)? {
            println!("{}", mutant.to_json(&path));
        }
    }
    Ok(())
}
