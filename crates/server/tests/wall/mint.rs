//! The mint cannot be made by hand.

fn main() {
    let _ = domain::Mint { _private: () };
}
