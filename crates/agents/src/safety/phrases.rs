//! What fraud says: each trick counts once, with the words it was recognised by.

use super::case::Case;
use super::sender::Claim;
use super::weights;
use crate::phrases::Topic;
use crate::text::Reading;
use domain::proposal::Known;

pub fn examine(case: &mut Case, reading: &Reading, claim: &Claim) {
    for topic in [Topic::Accounts, Topic::Money, Topic::Pressure, Topic::Promises] {
        for hit in reading.hits(topic) {
            // Programs greet a list of subscribers like this too.
            if hit.code == "generic_greeting" && (claim.bulk || claim.known != Known::New) {
                continue;
            }
            case.add_with(hit.code, "text", reading.folded.quote(hit.range));
        }
    }
    for hit in reading.hits(Topic::Injection) {
        case.add_with("injection", "text", reading.folded.quote(hit.range));
        case.hold();
    }
    if reading.occurs(Topic::Warning) {
        case.trust(weights::WARNS);
    }
}
