//! Prefixes and the namespaces they stand for ("Namespaces in XML 1.0"), and names made of both.

use super::{error::Code, event::Shared};
use std::collections::HashMap;

const XML: &str = "http://www.w3.org/XML/1998/namespace";
const XMLNS: &str = "http://www.w3.org/2000/xmlns/";

/// The bindings in force. The empty prefix is the default namespace.
#[derive(Default)]
pub(super) struct Namespaces {
    /// Innermost last; `None` is a default namespace that was taken back.
    bound: HashMap<Shared, Vec<Option<Shared>>>,
    /// The prefixes in the order of their bindings.
    order: Vec<Shared>,
    /// Set between namespace, local name and prefix; `None` joins them without anything.
    pub(super) separator: Option<char>,
    /// Whether names show the prefix, too.
    pub(super) triplets: bool,
}

/// Splits a qualified name.
pub(super) fn split(name: &str) -> (Option<&str>, &str) {
    match name.split_once(':') {
        Some((prefix, local)) => (Some(prefix), local),
        None => (None, name),
    }
}

/// The prefix that an attribute binds, if that is what it does; the default namespace's is empty.
pub(super) fn declares(attribute: &str) -> Option<&str> {
    match attribute.strip_prefix("xmlns")? {
        "" => Some(""),
        rest => rest.strip_prefix(':'),
    }
}

/// Whether a character belongs into URIs (RFC 3986, section 2); such a separator may occur in a namespace's name.
fn is_uri(c: char) -> bool {
    c.is_ascii_alphanumeric() || "%-._~:/?#[]@!$&'()*+,;=".contains(c)
}

impl Namespaces {
    /// The bindings at the beginning of a document.
    pub(super) fn new(separator: Option<char>) -> Namespaces {
        let mut made = Namespaces { separator, ..Namespaces::default() };
        made.push("xml", Some(XML));
        made
    }

    fn push(&mut self, prefix: &str, uri: Option<&str>) -> (Shared, Option<Shared>) {
        let (prefix, uri): (Shared, Option<Shared>) = (prefix.into(), uri.map(Into::into));
        self.bound.entry(prefix.clone()).or_default().push(uri.clone());
        self.order.push(prefix.clone());
        (prefix, uri)
    }

    /// Binds a prefix.
    ///
    /// # Errors
    /// What namespaces forbid.
    pub(super) fn bind(&mut self, prefix: &str, uri: &str) -> Result<(Shared, Option<Shared>), Code> {
        if uri.is_empty() && !prefix.is_empty() {
            return Err(Code::UndeclaringPrefix);
        }
        if prefix == "xmlns" {
            return Err(Code::ReservedPrefixXmlns);
        }
        match (prefix == "xml", uri == XML) {
            (true, false) => return Err(Code::ReservedPrefixXml),
            (false, true) => return Err(Code::ReservedNamespaceUri),
            _ if uri == XMLNS => return Err(Code::ReservedNamespaceUri),
            _ => {}
        }
        if self.separator.is_some_and(|c| !is_uri(c) && uri.contains(c)) {
            return Err(Code::Syntax);
        }
        Ok(self.push(prefix, (!uri.is_empty()).then_some(uri)))
    }

    /// Takes the last binding back; answers its prefix.
    pub(super) fn unbind(&mut self) -> Option<Shared> {
        let prefix = self.order.pop()?;
        if let Some(bound) = self.bound.get_mut(&prefix) {
            bound.pop();
        }
        Some(prefix)
    }

    fn find(&self, prefix: &str) -> Option<&Shared> {
        self.bound.get(prefix)?.last()?.as_ref()
    }

    fn join(&self, uri: &str, local: &str, prefix: &str) -> String {
        let mut name = String::with_capacity(uri.len() + local.len() + prefix.len() + 2);
        name.push_str(uri);
        name.extend(self.separator);
        name.push_str(local);
        if let (true, false, Some(separator)) = (self.triplets, prefix.is_empty(), self.separator) {
            name.push(separator);
            name.push_str(prefix);
        }
        name
    }

    /// An element's name as events show it.
    ///
    /// # Errors
    /// For a prefix that is not bound.
    pub(super) fn element(&self, name: &str) -> Result<String, Code> {
        let (prefix, local) = split(name);
        match (self.find(prefix.unwrap_or_default()), prefix) {
            (Some(uri), _) => Ok(self.join(uri, local, prefix.unwrap_or_default())),
            (None, None) => Ok(name.to_owned()),
            (None, Some(_)) => Err(Code::UnboundPrefix),
        }
    }

    /// The name of an attribute with a prefix as events show it, and as it must be unique.
    ///
    /// # Errors
    /// For a prefix that is not bound.
    pub(super) fn attribute(&self, prefix: &str, local: &str) -> Result<(String, (Shared, String)), Code> {
        let uri = self.find(prefix).ok_or(Code::UnboundPrefix)?;
        Ok((self.join(uri, local, prefix), (uri.clone(), local.to_owned())))
    }

    /// The bindings as a parser of an external entity is given them, `prefix=uri`.
    pub(super) fn context(&self) -> Vec<String> {
        let mut prefixes: Vec<&Shared> = self.order.iter().collect();
        prefixes.sort_unstable();
        prefixes.dedup();
        prefixes.iter().filter_map(|p| self.find(p).map(|uri| format!("{p}={uri}"))).collect()
    }
}
