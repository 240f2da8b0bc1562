//! Mistakes that other tools let pass, refused: by the compiler where types can tell, before any output otherwise.

/// Each program in `mistakes/` fails to compile, with the message beside it.
#[test]
fn mistakes_of_type_do_not_compile() {
    trybuild::TestCases::new().compile_fail("tests/mistakes/*.rs");
}
