//! Preference signals: what the user decided, about what; never the words.

use crate::insight::words;

words!(SignalKind {
    Approved = "approved", Rejected = "rejected", Edited = "edited", Undone = "undone",
    Archived = "archived", Flagged = "flagged", Unsubscribed = "unsubscribed", Replied = "replied",
} default Approved);
