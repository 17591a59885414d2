//! The compiled form of a replacement string, as `_sre.template` makes it of what `re._parser.parse_template` returns:
//! literals and group numbers in turn.

/// A replacement: a literal, then groups each followed by a literal. `L` is what the caller keeps literals in.
#[derive(Clone, Debug)]
pub struct Template<L> {
    head: L,
    items: Box<[(usize, Option<L>)]>,
}

/// One piece of an expanded template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a, L> {
    /// Text to be copied.
    Literal(&'a L),
    /// The text of this group; nothing where the group has not matched.
    Group(usize),
}

/// The list is not one that `parse_template` makes: CPython's `TypeError("invalid template")`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidTemplate;

impl std::fmt::Display for InvalidTemplate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("invalid template")
    }
}

impl std::error::Error for InvalidTemplate {}

impl<L> Template<L> {
    /// A template of its first literal and its groups (negative numbers are refused) with the literal after each, None
    /// where that is empty.
    pub fn new(head: L, items: impl IntoIterator<Item = (isize, Option<L>)>) -> Result<Template<L>, InvalidTemplate> {
        let items = items.into_iter().map(|(group, literal)| match usize::try_from(group) {
            Ok(group) => Ok((group, literal)),
            Err(_) => Err(InvalidTemplate),
        });
        Ok(Template { head, items: items.collect::<Result<_, _>>()? })
    }

    /// The literal, if the template names no group: then every replacement is the same.
    pub fn literal(&self) -> Option<&L> {
        if self.items.is_empty() { Some(&self.head) } else { None }
    }

    /// The first literal, which may be empty.
    pub fn head(&self) -> &L {
        &self.head
    }

    /// Groups named, with repetitions.
    pub fn groups(&self) -> impl Iterator<Item = usize> {
        self.items.iter().map(|(group, _)| *group)
    }

    /// The pieces in order. A group number above the pattern's groups is an error ("no such group") where it is looked
    /// up, as in CPython, not before.
    pub fn pieces(&self) -> impl Iterator<Item = Piece<'_, L>> {
        let tail = self.items.iter().flat_map(|(group, literal)| {
            std::iter::once(Piece::Group(*group)).chain(literal.as_ref().map(Piece::Literal))
        });
        std::iter::once(Piece::Literal(&self.head)).chain(tail)
    }

    /// The literals, for traversal.
    pub fn literals(&self) -> impl Iterator<Item = &L> {
        std::iter::once(&self.head).chain(self.items.iter().filter_map(|(_, literal)| literal.as_ref()))
    }
}
