use super::*;

/// A folder of this test's own, gone at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("sprinters-dsl-generator-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

fn files(texts: &[(&str, &str)]) -> Files {
    texts.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

fn parse(arguments: &[&str]) -> Result<Arguments> {
    Arguments::parse(arguments.iter().map(|argument| (*argument).to_owned()))
}

#[test]
fn arguments_that_are_missing_or_unknown_are_named() {
    let arguments = parse(&["--iam", "b", "--check", "--cloudformation", "a"]).unwrap();
    assert_eq!((arguments.cloudformation, arguments.iam, arguments.check), ("a".into(), "b".into(), true));
    for (given, expected) in [
        (&["--chekc"][..], "unknown argument `--chekc`; known are --cloudformation DIR, --iam DIR and --check"),
        (
            &["--cloudformation", "a"],
            "--iam DIR is needed; `stacks/dsl/generator/fetch` prints both directories as arguments",
        ),
        (
            &["--iam", "b", "--cloudformation"],
            "--cloudformation DIR is needed; `stacks/dsl/generator/fetch` prints both directories as arguments",
        ),
    ] {
        assert_eq!(parse(given).err().map(|error| error.to_string()), Some(expected.to_owned()));
    }
}

#[test]
fn what_was_written_passes_the_check_until_a_file_is_changed_missing_or_left_over() {
    let folder = Folder::new("check");
    let generated = files(&[("mod.rs", "one\n"), ("iam/ec2.rs", "two\n")]);
    replace(&folder.0, &generated).unwrap();
    check(&folder.0, &generated).unwrap();

    let differing = |files: &Files| check(&folder.0, files).unwrap_err().to_string();
    let says = |paths: &str| {
        format!("generated code differs from what the data gives: {paths}; run the generator without --check")
    };
    assert_eq!(differing(&files(&[("mod.rs", "one\n"), ("iam/ec2.rs", "2\n")])), says("iam/ec2.rs"));
    assert_eq!(
        differing(&files(&[("mod.rs", "one\n"), ("iam/ec2.rs", "two\n"), ("iam/s3.rs", "")])),
        says("iam/s3.rs")
    );
    assert_eq!(differing(&files(&[("mod.rs", "one\n")])), says("iam/ec2.rs"));

    replace(&folder.0, &files(&[("mod.rs", "one\n")])).unwrap();
    check(&folder.0, &files(&[("mod.rs", "one\n")])).unwrap();
}

/// The vocabulary itself: sorted lists are diffed and merged more easily.
#[test]
fn the_vocabulary_is_readable_and_sorted() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("vocabulary.toml");
    let vocabulary = vocabulary::Vocabulary::read(&path).unwrap();
    assert!(vocabulary.cloudformation.types.is_sorted());
    for (service, actions) in &vocabulary.iam {
        match actions {
            vocabulary::Actions::All(_) => {}
            vocabulary::Actions::Named(names) => assert!(names.is_sorted(), "{service}"),
        }
    }
}
