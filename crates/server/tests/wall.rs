//! The wall, tested from where it could be climbed: each case must fail to compile.
#![cfg(test)]

#[test]
fn nothing_writes_without_the_gate() {
    trybuild::TestCases::new().compile_fail("tests/wall/*.rs");
}
