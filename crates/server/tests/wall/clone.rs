//! Authority cannot be used twice by copying it.

fn twice(authorized: domain::Authorized<u8>) -> (domain::Authorized<u8>, domain::Authorized<u8>) {
    (authorized.clone(), authorized)
}

fn main() {}
