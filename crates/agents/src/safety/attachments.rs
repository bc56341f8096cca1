//! Attachments that can do harm, by their names: a name is what makes a program open them.

use super::case::Case;
use super::sender::Claim;
use crate::phrases::Topic;
use crate::text::Reading;
use domain::Item;
use domain::proposal::Known;

const PROGRAMS: &[&str] = &[
    "exe",
    "scr",
    "com",
    "pif",
    "bat",
    "cmd",
    "js",
    "jse",
    "vbs",
    "vbe",
    "wsf",
    "wsh",
    "ps1",
    "hta",
    "lnk",
    "msi",
    "jar",
    "cpl",
    "reg",
    "apk",
    "dmg",
    "pkg",
    "url",
    "scf",
    "msc",
    "chm",
    "one",
    "xll",
    "appx",
    "application",
];
const DISKS: &[&str] = &["iso", "img", "vhd", "vhdx", "udf"];
const PAGES: &[&str] = &["html", "htm", "shtml", "xhtml", "mht", "mhtml"];
const MACROS: &[&str] = &["docm", "dotm", "xlsm", "xlsb", "xltm", "pptm", "ppsm", "xlam"];
const ARCHIVES: &[&str] = &["zip", "rar", "7z", "gz", "tar", "cab", "ace", "arj"];
const DOCUMENTS: &[&str] = &[
    "pdf", "doc", "docx", "xls", "xlsx", "jpg", "jpeg", "png", "txt", "zip", "mp3", "wav", "mp4", "ppt",
    "pptx", "csv",
];

pub fn examine(case: &mut Case, item: &Item, claim: &Claim, reading: &Reading) {
    for attachment in &item.attachments {
        let name = attachment.name.trim().to_lowercase();
        let mut parts = name.rsplit('.');
        let (Some(last), before) = (parts.next().filter(|p| p.len() < name.len()), parts.next()) else {
            continue;
        };
        // Padding with spaces hides the last ending in a narrow column.
        let hidden = before.is_some_and(|b| DOCUMENTS.contains(&b.trim()));
        let acts = PROGRAMS.contains(&last) || DISKS.contains(&last) || PAGES.contains(&last);
        if (hidden && acts && parts.next().is_some()) || name.contains('\u{202e}') {
            case.add_with("attachment_double", "attachments", &attachment.name);
        }
        if PROGRAMS.contains(&last) {
            case.add_with("attachment_program", "attachments", &attachment.name);
        } else if DISKS.contains(&last) {
            case.add_with("attachment_image", "attachments", &attachment.name);
        } else if PAGES.contains(&last) {
            case.add_with("attachment_html", "attachments", &attachment.name);
        } else if MACROS.contains(&last) {
            case.add_with("attachment_macro", "attachments", &attachment.name);
        } else if last == "svg" && claim.known == Known::New {
            case.add_with("attachment_vector", "attachments", &attachment.name);
        } else if ARCHIVES.contains(&last)
            && let Some(hit) = reading.hits(Topic::Locked).first()
        {
            case.add_with("attachment_locked", "attachments", reading.folded.quote(hit.range.clone()));
        }
    }
}
