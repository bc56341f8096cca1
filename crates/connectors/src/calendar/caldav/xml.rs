//! WebDAV's XML (RFC 4918): a small tree with resolved names, and the multistatus in it.

use quick_xml::NsReader;
use quick_xml::events::Event;
use quick_xml::name::ResolveResult;

pub(super) const DAV: &str = "DAV:";
pub(super) const CALDAV: &str = "urn:ietf:params:xml:ns:caldav";
pub(super) const CALENDARSERVER: &str = "http://calendarserver.org/ns/";
pub(super) const APPLE: &str = "http://apple.com/ns/ical/";

const DEPTH: usize = 32;

#[derive(Debug, Default)]
pub(super) struct Node {
    namespace: String,
    name: String,
    pub text: String,
    pub children: Vec<Node>,
    /// The attribute `name`, which is all that is looked at.
    pub name_attribute: Option<String>,
}

/// One resource of a multistatus.
#[derive(Debug)]
pub(super) struct Resource {
    pub href: String,
    /// Of the whole resource; 404 means that it is gone.
    pub status: Option<u16>,
    /// What the server has of what was asked for.
    properties: Vec<Node>,
}

#[derive(Debug)]
pub(super) struct Multistatus {
    pub resources: Vec<Resource>,
    pub sync_token: Option<String>,
}

impl Node {
    pub fn is(&self, namespace: &str, name: &str) -> bool {
        self.name == name && self.namespace == namespace
    }

    pub fn child(&self, namespace: &str, name: &str) -> Option<&Node> {
        self.children.iter().find(|child| child.is(namespace, name))
    }

    pub fn has(&self, namespace: &str, name: &str) -> bool {
        self.is(namespace, name) || self.children.iter().any(|child| child.has(namespace, name))
    }

    /// The text of the element `href` in it.
    pub fn href(&self) -> Option<&str> {
        self.child(DAV, "href").map(|href| href.text.trim()).filter(|href| !href.is_empty())
    }
}

impl Resource {
    pub fn property(&self, namespace: &str, name: &str) -> Option<&Node> {
        self.properties.iter().find(|property| property.is(namespace, name))
    }

    pub fn text(&self, namespace: &str, name: &str) -> Option<String> {
        let text = self.property(namespace, name)?.text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }
}

/// `None` for what is not XML, or not whole.
pub(super) fn parse(bytes: &[u8]) -> Option<Node> {
    let mut reader = NsReader::from_reader(bytes);
    let mut open: Vec<Node> = Vec::new();
    let mut root = None;
    loop {
        let (namespace, event) = reader.read_resolved_event().ok()?;
        let namespace = match namespace {
            ResolveResult::Bound(namespace) => namespace.as_ref().to_owned(),
            _ => String::new(),
        };
        match event {
            Event::Start(tag) | Event::Empty(tag) if open.len() >= DEPTH || tag.len() > 64_000 => {
                return None;
            }
            Event::Start(tag) => open.push(node(&tag, namespace)),
            Event::Empty(tag) => close(node(&tag, namespace), &mut open, &mut root),
            Event::End(_) => {
                let node = open.pop()?;
                close(node, &mut open, &mut root);
            }
            Event::Text(text) => {
                if let Some(node) = open.last_mut() {
                    node.text.push_str(&text);
                }
            }
            Event::CData(text) => {
                if let Some(node) = open.last_mut() {
                    node.text.push_str(&text);
                }
            }
            Event::GeneralRef(reference) => {
                let letter = match reference.resolve_char_ref().ok()? {
                    Some(letter) => letter,
                    None => match &*reference {
                        "amp" => '&',
                        "lt" => '<',
                        "gt" => '>',
                        "quot" => '"',
                        "apos" => '\'',
                        _ => return None,
                    },
                };
                if let Some(node) = open.last_mut() {
                    node.text.push(letter);
                }
            }
            Event::Eof => break,
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) | Event::DocType(_) => {}
        }
    }
    root.filter(|_| open.is_empty())
}

pub(super) fn multistatus(bytes: &[u8]) -> Option<Multistatus> {
    let root = parse(bytes)?;
    if !root.is(DAV, "multistatus") {
        return None;
    }
    let mut sync_token = None;
    let mut resources = Vec::new();
    for child in root.children {
        if child.is(DAV, "sync-token") {
            sync_token = Some(child.text.trim().to_owned()).filter(|token| !token.is_empty());
        } else if child.is(DAV, "response") {
            resources.extend(resource(child));
        }
    }
    Some(Multistatus { resources, sync_token })
}

fn resource(response: Node) -> Option<Resource> {
    let href = response.href()?.to_owned();
    let status = response.child(DAV, "status").and_then(|status| code(&status.text));
    let mut properties = Vec::new();
    for found in response.children.into_iter().filter(|child| child.is(DAV, "propstat")) {
        let is_there = found.child(DAV, "status").is_none_or(|status| code(&status.text) == Some(200));
        if is_there {
            let prop = found.children.into_iter().find(|child| child.is(DAV, "prop"));
            properties.extend(prop.into_iter().flat_map(|prop| prop.children));
        }
    }
    Some(Resource { href, status, properties })
}

/// `HTTP/1.1 404 Not Found`
fn code(status: &str) -> Option<u16> {
    status.split_whitespace().nth(1)?.parse().ok()
}

fn node(tag: &quick_xml::events::BytesStart<'_>, namespace: String) -> Node {
    let name_attribute =
        tag.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == "name");
    Node {
        namespace,
        name: tag.local_name().as_ref().to_owned(),
        name_attribute: name_attribute.map(|attribute| attribute.value.into_owned()),
        ..Node::default()
    }
}

fn close(node: Node, open: &mut [Node], root: &mut Option<Node>) {
    match open.last_mut() {
        Some(parent) => parent.children.push(node),
        None => *root = Some(node),
    }
}

pub(super) fn escaped(text: &str) -> String {
    quick_xml::escape::escape(text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_references_and_states_are_resolved() {
        let text = br#"<?xml version="1.0"?><multistatus xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">
            <response><href>/a%20b/</href><propstat><prop><getetag>"1&amp;2"</getetag><C:calendar-data><![CDATA[a<b]]>&#13;
c</C:calendar-data></prop><status>HTTP/1.1 200 OK</status></propstat><propstat><prop><displayname/></prop><status>HTTP/1.1 404 Not Found</status></propstat></response>
            <D:response xmlns:D="DAV:"><D:href>/gone</D:href><D:status>HTTP/1.1 404 Gone</D:status></D:response>
            <sync-token>t1</sync-token></multistatus>"#;
        let found = multistatus(text).unwrap();
        assert_eq!(found.sync_token.as_deref(), Some("t1"));
        let [here, gone] = found.resources.try_into().unwrap();
        assert_eq!(here.text(DAV, "getetag").as_deref(), Some("\"1&2\""));
        assert_eq!(here.text(CALDAV, "calendar-data").as_deref(), Some("a<b\r\nc"));
        assert!(here.property(DAV, "displayname").is_none());
        assert_eq!(gone.status, Some(404));
    }

    #[test]
    fn what_is_broken_is_nothing() {
        for text in [
            "",
            "<a",
            "<a><b></a>",
            "<multistatus xmlns='DAV:'>",
            "<html/>",
            "<multistatus xmlns='DAV:'>&x;</multistatus>",
        ] {
            assert!(multistatus(text.as_bytes()).is_none(), "{text}");
        }
        assert!(parse("<a>".repeat(100_000).as_bytes()).is_none());
    }
}
