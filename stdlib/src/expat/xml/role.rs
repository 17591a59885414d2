//! The grammar of prologs and DTDs as a machine over their tokens (expat: `xmlrole.c`), so that a prolog can be left and taken up
//! again between any two tokens.

use super::scan::{Quantity, Token};

/// What a token means where it stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Role {
    Error,
    /// Nothing by itself, within a declaration of this sort.
    None(Within),
    XmlDeclaration,
    TextDeclaration,
    InstanceStart,
    DoctypeName,
    DoctypeSystem,
    DoctypePublic,
    DoctypeSubset,
    DoctypeClose,
    GeneralEntityName,
    ParameterEntityName,
    EntityValue,
    EntitySystem,
    EntityPublic,
    EntityComplete,
    EntityNotation,
    NotationName,
    NotationSystem,
    NotationComplete,
    NotationPublic,
    AttlistElement,
    AttributeName,
    /// A type that is one word.
    AttributeType,
    EnumeratedValue,
    NotationValue,
    Implied,
    Required,
    Default,
    Fixed,
    ElementName,
    ContentAny,
    ContentEmpty,
    ContentText,
    ContentElement(Quantity),
    GroupOpen,
    GroupClose(Quantity),
    Choice,
    Sequence,
    Instruction,
    Comment,
    ParamRef,
    /// A reference to a parameter entity within a declaration.
    InnerParamRef,
    IgnoredSection,
}

/// What a token without a meaning of its own is part of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Within {
    Nothing,
    Doctype,
    Entity,
    Notation,
    Attlist,
    Element,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    Start,
    BeforeDoctype,
    AfterDoctype,
    Doctype,
    DoctypeNamed,
    DoctypePublic,
    DoctypeSystem,
    DoctypeExternal,
    DoctypeEnd,
    InternalSubset,
    ExternalStart,
    ExternalSubset,
    Entity,
    Percent,
    /// A name has been read; of a parameter entity or not.
    EntityNamed(bool),
    EntityPublic(bool),
    EntitySystem(bool),
    EntityExternal(bool),
    EntityNotation,
    Notation,
    NotationNamed,
    NotationPublic,
    NotationSystem,
    NotationAfterPublic,
    Attlist,
    AttlistNamed,
    AttributeNamed,
    Enumeration,
    EnumerationNext,
    NotationGroup,
    NotationValues,
    NotationNext,
    AttributeDefault,
    AttributeFixed,
    Element,
    ElementNamed,
    FirstInGroup,
    Text,
    TextOr,
    TextNext,
    InGroup,
    AfterPart,
    Conditional,
    Include,
    Ignore,
    DeclarationEnd(Within),
    Failed,
}

/// The machine.
pub(super) struct Machine {
    state: State,
    /// The document's own prolog is read, not an external entity.
    pub(super) document: bool,
    /// Open groups of a content model.
    pub(super) level: usize,
    /// Open `INCLUDE` sections.
    included: usize,
}

impl Machine {
    /// For the prolog of a document.
    pub(super) fn document() -> Machine {
        Machine { state: State::Start, document: true, level: 0, included: 0 }
    }

    /// For an external subset or parameter entity.
    pub(super) fn external() -> Machine {
        Machine { state: State::ExternalStart, document: false, level: 0, included: 0 }
    }

    fn top(&self) -> State {
        if self.document { State::InternalSubset } else { State::ExternalSubset }
    }

    fn go(&mut self, state: State, role: Role) -> Role {
        self.state = state;
        role
    }

    /// What the next token means; `text` is the token's.
    pub(super) fn role(&mut self, token: Token, text: &[u8]) -> Role {
        use State as S;
        use Token as T;
        let word = |wanted: &str| token == T::Name && text == wanted.as_bytes();
        let names = matches!(token, T::Name | T::PrefixedName);
        let space = token == T::Space;
        let doctype = Role::None(Within::Doctype);
        let entity = Role::None(Within::Entity);
        let notation = Role::None(Within::Notation);
        let attlist = Role::None(Within::Attlist);
        let element = Role::None(Within::Element);
        let nothing = Role::None(Within::Nothing);
        match (self.state, token) {
            (S::Start, T::Space) => self.go(S::BeforeDoctype, nothing),
            (S::Start, T::XmlDeclaration) => self.go(S::BeforeDoctype, Role::XmlDeclaration),
            (S::Start, T::Instruction) => self.go(S::BeforeDoctype, Role::Instruction),
            (S::Start, T::Comment) => self.go(S::BeforeDoctype, Role::Comment),
            (S::Start | S::BeforeDoctype, T::DeclOpen) if text == b"<!DOCTYPE" => self.go(S::Doctype, doctype),
            (S::BeforeDoctype | S::AfterDoctype, T::Space) => nothing,
            (S::BeforeDoctype | S::AfterDoctype, T::Instruction) => Role::Instruction,
            (S::BeforeDoctype | S::AfterDoctype, T::Comment) => Role::Comment,
            (S::Start | S::BeforeDoctype | S::AfterDoctype, T::InstanceStart) => {
                self.go(S::Failed, Role::InstanceStart)
            }

            (
                S::Doctype | S::DoctypeNamed | S::DoctypePublic | S::DoctypeSystem | S::DoctypeExternal | S::DoctypeEnd,
                T::Space,
            ) => doctype,
            (S::Doctype, _) if names => self.go(S::DoctypeNamed, Role::DoctypeName),
            (S::DoctypeNamed | S::DoctypeExternal, T::SubsetOpen) => self.go(S::InternalSubset, Role::DoctypeSubset),
            (S::DoctypeNamed | S::DoctypeExternal | S::DoctypeEnd, T::DeclClose) => {
                self.go(S::AfterDoctype, Role::DoctypeClose)
            }
            (S::DoctypeNamed, _) if word("SYSTEM") => self.go(S::DoctypeSystem, doctype),
            (S::DoctypeNamed, _) if word("PUBLIC") => self.go(S::DoctypePublic, doctype),
            (S::DoctypePublic, T::Literal) => self.go(S::DoctypeSystem, Role::DoctypePublic),
            (S::DoctypeSystem, T::Literal) => self.go(S::DoctypeExternal, Role::DoctypeSystem),

            (S::ExternalStart, T::XmlDeclaration) => self.go(S::ExternalSubset, Role::TextDeclaration),
            (S::ExternalStart, _) => {
                self.state = S::ExternalSubset;
                self.role(token, text)
            }
            (S::ExternalSubset, T::CondOpen) => self.go(S::Conditional, nothing),
            (S::ExternalSubset, T::CondClose) if self.included > 0 => {
                self.included -= 1;
                nothing
            }
            (S::ExternalSubset, T::None) if self.included > 0 => self.other(token),
            (S::ExternalSubset, T::SubsetClose) => self.other(token),
            (S::InternalSubset | S::ExternalSubset, _) => match token {
                T::Space | T::None => nothing,
                T::DeclOpen => match text {
                    b"<!ENTITY" => self.go(S::Entity, entity),
                    b"<!ATTLIST" => self.go(S::Attlist, attlist),
                    b"<!ELEMENT" => self.go(S::Element, element),
                    b"<!NOTATION" => self.go(S::Notation, notation),
                    _ => self.other(token),
                },
                T::Instruction => Role::Instruction,
                T::Comment => Role::Comment,
                T::ParamRef => Role::ParamRef,
                T::SubsetClose => self.go(S::DoctypeEnd, doctype),
                _ => self.other(token),
            },

            (
                S::Entity
                | S::Percent
                | S::EntityNamed(_)
                | S::EntityPublic(_)
                | S::EntitySystem(_)
                | S::EntityExternal(_)
                | S::EntityNotation,
                T::Space,
            ) => entity,
            (S::Entity, T::Percent) => self.go(S::Percent, entity),
            (S::Entity, T::Name) => self.go(S::EntityNamed(false), Role::GeneralEntityName),
            (S::Percent, T::Name) => self.go(S::EntityNamed(true), Role::ParameterEntityName),
            (S::EntityNamed(parameter), _) if word("SYSTEM") => self.go(S::EntitySystem(parameter), entity),
            (S::EntityNamed(parameter), _) if word("PUBLIC") => self.go(S::EntityPublic(parameter), entity),
            (S::EntityNamed(_), T::Literal) => self.go(S::DeclarationEnd(Within::Entity), Role::EntityValue),
            (S::EntityPublic(parameter), T::Literal) => self.go(S::EntitySystem(parameter), Role::EntityPublic),
            (S::EntitySystem(parameter), T::Literal) => self.go(S::EntityExternal(parameter), Role::EntitySystem),
            (S::EntityExternal(_), T::DeclClose) => self.go(self.top(), Role::EntityComplete),
            (S::EntityExternal(false), _) if word("NDATA") => self.go(S::EntityNotation, entity),
            (S::EntityNotation, T::Name) => self.go(S::DeclarationEnd(Within::Entity), Role::EntityNotation),

            (
                S::Notation | S::NotationNamed | S::NotationPublic | S::NotationSystem | S::NotationAfterPublic,
                T::Space,
            ) => notation,
            (S::Notation, T::Name) => self.go(S::NotationNamed, Role::NotationName),
            (S::NotationNamed, _) if word("SYSTEM") => self.go(S::NotationSystem, notation),
            (S::NotationNamed, _) if word("PUBLIC") => self.go(S::NotationPublic, notation),
            (S::NotationPublic, T::Literal) => self.go(S::NotationAfterPublic, Role::NotationPublic),
            (S::NotationSystem | S::NotationAfterPublic, T::Literal) => {
                self.go(S::DeclarationEnd(Within::Notation), Role::NotationSystem)
            }
            (S::NotationAfterPublic, T::DeclClose) => self.go(self.top(), Role::NotationComplete),

            (
                S::Attlist
                | S::AttlistNamed
                | S::AttributeNamed
                | S::Enumeration
                | S::EnumerationNext
                | S::NotationGroup
                | S::NotationValues
                | S::NotationNext
                | S::AttributeDefault
                | S::AttributeFixed,
                T::Space,
            ) => attlist,
            (S::Attlist, _) if names => self.go(S::AttlistNamed, Role::AttlistElement),
            (S::AttlistNamed, T::DeclClose) => self.go(self.top(), attlist),
            (S::AttlistNamed, _) if names => self.go(S::AttributeNamed, Role::AttributeName),
            (S::AttributeNamed, T::Name) => match text {
                b"CDATA" | b"ID" | b"IDREF" | b"IDREFS" | b"ENTITY" | b"ENTITIES" | b"NMTOKEN" | b"NMTOKENS" => {
                    self.go(S::AttributeDefault, Role::AttributeType)
                }
                b"NOTATION" => self.go(S::NotationGroup, attlist),
                _ => self.other(token),
            },
            (S::AttributeNamed, T::GroupOpen) => self.go(S::Enumeration, attlist),
            (S::Enumeration, T::Name | T::PrefixedName | T::Nmtoken) => {
                self.go(S::EnumerationNext, Role::EnumeratedValue)
            }
            (S::EnumerationNext | S::NotationNext, T::GroupClose(Quantity::One)) => {
                self.go(S::AttributeDefault, attlist)
            }
            (S::EnumerationNext, T::Or) => self.go(S::Enumeration, attlist),
            (S::NotationGroup, T::GroupOpen) => self.go(S::NotationValues, attlist),
            (S::NotationValues, T::Name) => self.go(S::NotationNext, Role::NotationValue),
            (S::NotationNext, T::Or) => self.go(S::NotationValues, attlist),
            (S::AttributeDefault, T::PoundName) => match text {
                b"#IMPLIED" => self.go(S::AttlistNamed, Role::Implied),
                b"#REQUIRED" => self.go(S::AttlistNamed, Role::Required),
                b"#FIXED" => self.go(S::AttributeFixed, attlist),
                _ => self.other(token),
            },
            (S::AttributeDefault, T::Literal) => self.go(S::AttlistNamed, Role::Default),
            (S::AttributeFixed, T::Literal) => self.go(S::AttlistNamed, Role::Fixed),

            (
                S::Element
                | S::ElementNamed
                | S::FirstInGroup
                | S::Text
                | S::TextOr
                | S::TextNext
                | S::InGroup
                | S::AfterPart,
                T::Space,
            ) => element,
            (S::Element, _) if names => self.go(S::ElementNamed, Role::ElementName),
            (S::ElementNamed, _) if word("EMPTY") => self.go(S::DeclarationEnd(Within::Element), Role::ContentEmpty),
            (S::ElementNamed, _) if word("ANY") => self.go(S::DeclarationEnd(Within::Element), Role::ContentAny),
            (S::ElementNamed, T::GroupOpen) => {
                self.level = 1;
                self.go(S::FirstInGroup, Role::GroupOpen)
            }
            (S::FirstInGroup, T::PoundName) if text == b"#PCDATA" => self.go(S::Text, Role::ContentText),
            (S::FirstInGroup | S::InGroup, T::GroupOpen) => {
                self.level += 1;
                self.go(S::InGroup, Role::GroupOpen)
            }
            (S::FirstInGroup | S::InGroup, T::QuantifiedName(quantity)) => {
                self.go(S::AfterPart, Role::ContentElement(quantity))
            }
            (S::FirstInGroup | S::InGroup, _) if names => self.go(S::AfterPart, Role::ContentElement(Quantity::One)),
            (S::Text, T::GroupClose(quantity @ (Quantity::One | Quantity::Repeated)))
            | (S::TextNext, T::GroupClose(quantity @ Quantity::Repeated)) => {
                self.go(S::DeclarationEnd(Within::Element), Role::GroupClose(quantity))
            }
            (S::Text | S::TextNext, T::Or) => self.go(S::TextOr, element),
            (S::TextOr, _) if names => self.go(S::TextNext, Role::ContentElement(Quantity::One)),
            (S::AfterPart, T::GroupClose(quantity)) => {
                self.level = self.level.saturating_sub(1);
                if self.level == 0 {
                    self.state = S::DeclarationEnd(Within::Element);
                }
                Role::GroupClose(quantity)
            }
            (S::AfterPart, T::Comma) => self.go(S::InGroup, Role::Sequence),
            (S::AfterPart, T::Or) => self.go(S::InGroup, Role::Choice),

            (S::Conditional | S::Include | S::Ignore, T::Space) => nothing,
            (S::Conditional, _) if word("INCLUDE") => self.go(S::Include, nothing),
            (S::Conditional, _) if word("IGNORE") => self.go(S::Ignore, nothing),
            (S::Include, T::SubsetOpen) => {
                self.included += 1;
                self.go(S::ExternalSubset, nothing)
            }
            (S::Ignore, T::SubsetOpen) => self.go(S::ExternalSubset, Role::IgnoredSection),

            (S::DeclarationEnd(within), _) if space => Role::None(within),
            (S::DeclarationEnd(within), T::DeclClose) => self.go(self.top(), Role::None(within)),
            (S::Failed, _) => nothing,
            _ => self.other(token),
        }
    }

    /// A token that the grammar has no place for: outside the document itself, entities may make up parts of declarations.
    fn other(&mut self, token: Token) -> Role {
        if !self.document && token == Token::ParamRef {
            return Role::InnerParamRef;
        }
        self.go(State::Failed, Role::Error)
    }
}
