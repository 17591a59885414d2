//! What a match leaves behind: enough of a tree for the errors to speak of (which kind of expression, where, what parts).

use crate::ast::Location;

macro_rules! shapes {
    ($($name:ident $says:literal;)*) => {
        /// What a value is.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub(super) enum Shape {
            $($name,)*
        }

        impl Shape {
            /// The shape of a name in the grammar; an unknown one is a [`Shape::Node`].
            pub(super) fn named(name: &str) -> Self {
                match name {
                    $(stringify!($name) => Self::$name,)*
                    _ => Self::Node,
                }
            }

            /// What messages call such an expression (`_PyPegen_get_expr_name`).
            pub(super) fn says(self) -> &'static str {
                match self {
                    $(Self::$name => $says,)*
                }
            }
        }
    };
}

shapes! {
    Node "expression";
    Items "expression";
    Attribute "attribute";
    Subscript "subscript";
    Starred "starred";
    Name "name";
    List "list";
    Tuple "tuple";
    Lambda "lambda";
    Call "function call";
    Operation "expression";
    GeneratorExp "generator expression";
    Yield "yield expression";
    Await "await expression";
    ListComp "list comprehension";
    SetComp "set comprehension";
    DictComp "dict comprehension";
    Dict "dict literal";
    Set "set display";
    JoinedStr "f-string expression";
    TemplateStr "t-string expression";
    None "None";
    True "True";
    False "False";
    Ellipsis "ellipsis";
    Literal "literal";
    Imaginary "literal";
    Bytes "literal";
    Compare "comparison";
    In "comparison";
    IfExp "conditional expression";
    NamedExpr "named expression";
    Comprehension "expression";
    Arguments "expression";
    Keyword "expression";
    KeywordUnpacking "expression";
}

/// A value: absent, a token, or a node of the arena.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Value(u32);

const TOKEN: u32 = 1 << 31;

impl Value {
    pub(super) const ABSENT: Self = Self(0);

    pub(super) fn token(index: usize) -> Self {
        Self(index as u32 | TOKEN)
    }

    pub(super) fn as_token(self) -> Option<usize> {
        if self.0 & TOKEN != 0 { Some((self.0 & !TOKEN) as usize) } else { None }
    }
}

struct Node {
    shape: Shape,
    loc: Location,
    kids: (u32, u32),
}

/// The arena of nodes.
#[derive(Default)]
pub(super) struct Values {
    nodes: Vec<Node>,
    kids: Vec<Value>,
}

impl Values {
    /// Makes a node.
    pub(super) fn add(&mut self, shape: Shape, loc: Location, kids: &[Value]) -> Value {
        let start = self.kids.len() as u32;
        self.kids.extend_from_slice(kids);
        self.nodes.push(Node { shape, loc, kids: (start, self.kids.len() as u32) });
        Value(self.nodes.len() as u32)
    }

    fn node(&self, value: Value) -> Option<&Node> {
        self.nodes.get((value.0 as usize).checked_sub(1)?)
    }

    /// What the value is; a token is a name or some other node.
    pub(super) fn shape(&self, value: Value) -> Shape {
        self.node(value).map_or(Shape::Node, |node| node.shape)
    }

    /// Where a node stands; tokens have their places elsewhere.
    pub(super) fn loc(&self, value: Value) -> Location {
        self.node(value).map_or(Location::default(), |node| node.loc)
    }

    /// The parts of a node.
    pub(super) fn kids(&self, value: Value) -> &[Value] {
        self.node(value).and_then(|node| self.kids.get(node.kids.0 as usize..node.kids.1 as usize)).unwrap_or(&[])
    }

    /// Appends the values that a labelled value stands for: the items of a group or loop, without its punctuation.
    pub(super) fn flatten(&self, value: Value, names: &dyn Fn(usize) -> bool, out: &mut Vec<Value>) {
        if value == Value::ABSENT {
            return;
        }
        if let Some(token) = value.as_token() {
            if names(token) {
                out.push(value);
            }
            return;
        }
        if self.shape(value) != Shape::Items {
            out.push(value);
            return;
        }
        for &kid in self.kids(value) {
            self.flatten(kid, names, out);
        }
    }
}
