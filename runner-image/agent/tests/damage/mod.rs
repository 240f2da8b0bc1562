//! A fixed number of changed inputs for a reader: the corpus and the dictionary of its fuzz target, cut, mixed and
//! damaged. The tests of the cache use it as well.

use proptest::prelude::*;
use proptest::sample::Index;
use std::fs;
use std::path::Path;

/// Inputs for each reader. They take a second or two; what a longer search finds goes into the corpus.
const INPUTS: u32 = 20_000;

fn fuzz(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz").join(path)
}

pub(crate) fn corpus(target: &str) -> Vec<Vec<u8>> {
    let mut paths: Vec<_> =
        fs::read_dir(fuzz("corpus").join(target)).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(!paths.is_empty(), "the corpus of {target} is empty");
    paths.into_iter().map(|path| fs::read(path).unwrap()).collect()
}

/// The words of a libFuzzer dictionary: quoted, with `\xNN`, `\"` and `\\`.
fn dictionary(target: &str) -> Vec<Vec<u8>> {
    let text = fs::read_to_string(fuzz(&format!("{target}.dict"))).unwrap();
    let quoted = text.lines().filter_map(|line| line.strip_prefix('"')?.strip_suffix('"'));
    let words: Vec<Vec<u8>> = quoted.map(|word| unquote(word.as_bytes())).collect();
    assert!(!words.is_empty(), "the dictionary of {target} is empty");
    words
}

fn unquote(word: &[u8]) -> Vec<u8> {
    let (mut bytes, mut rest) = (Vec::new(), word);
    loop {
        rest = match rest {
            [] => return bytes,
            [b'\\', b'x', high, low, rest @ ..] => {
                let digits = String::from_utf8(vec![*high, *low]).unwrap();
                bytes.push(u8::from_str_radix(&digits, 16).unwrap());
                rest
            }
            [b'\\', plain, rest @ ..] | [plain, rest @ ..] => {
                bytes.push(*plain);
                rest
            }
        };
    }
}

/// One damage to an input.
#[derive(Debug, Clone)]
enum Damage {
    Byte(Index, u8),
    Insert(Index, Vec<u8>),
    Cut(Index, Index),
    Double(Index, Index),
}

fn damage(words: Vec<Vec<u8>>) -> impl Strategy<Value = Damage> {
    prop_oneof![
        (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Damage::Byte(at, byte)),
        (any::<Index>(), prop::sample::select(words)).prop_map(|(at, word)| Damage::Insert(at, word)),
        (any::<Index>(), any::<Index>()).prop_map(|(from, to)| Damage::Cut(from, to)),
        (any::<Index>(), any::<Index>()).prop_map(|(from, to)| Damage::Double(from, to)),
    ]
}

fn damaged(mut bytes: Vec<u8>, damages: &[Damage]) -> Vec<u8> {
    for damage in damages {
        let place = |index: &Index| index.index(bytes.len() + 1);
        let range = |from, to| place(from).min(place(to))..place(from).max(place(to));
        match damage {
            Damage::Byte(at, byte) => {
                let at = place(at);
                if let Some(found) = bytes.get_mut(at) {
                    *found = *byte;
                }
            }
            Damage::Insert(at, word) => {
                let at = place(at);
                bytes.splice(at..at, word.iter().copied());
            }
            Damage::Cut(from, to) => {
                let range = range(from, to);
                bytes.drain(range);
            }
            Damage::Double(from, to) => {
                let range = range(from, to);
                bytes.extend_from_within(range);
            }
        }
    }
    bytes
}

fn inputs(target: &str) -> impl Strategy<Value = Vec<u8>> {
    let damages = prop::collection::vec(damage(dictionary(target)), 0..6);
    (prop::sample::select(corpus(target)), damages).prop_map(|(bytes, damages)| damaged(bytes, &damages))
}

pub(crate) fn run(target: &str, reader: fn(&[u8])) {
    for bytes in corpus(target) {
        reader(&bytes);
    }
    let config = ProptestConfig { cases: INPUTS, failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |(bytes in inputs(target))| reader(&bytes));
}
