//! The gate does not lend its mint.

fn borrow(gate: &executor::Gate) {
    let _ = gate.mint.authorize(1);
}

fn main() {}
