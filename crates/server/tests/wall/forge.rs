//! Authority cannot be made by hand.

fn main() {
    let _: domain::Authorized<u8> = domain::Authorized { value: 1 };
}
