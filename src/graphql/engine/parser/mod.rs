//! A fast parser of the documents that people and programs write, before the library's.
//!
//! It makes the library's own syntax tree, the same to the last position, or gives up: at the
//! first mistake, and at whatever is rare, as block strings, exponents and variables with directives.
//! The library then parses the text anew, so that every verdict and every message is its own. What it accepts
//! passes [`nesting`](super::nesting) as well.
//!
//! One pass, whose recursion is as deep as the brackets are, at most [`NESTING_MAX`].

mod lexer;
mod values;

use std::collections::HashMap;

use async_graphql::{
    Name, Positioned,
    parser::types::{
        BaseType, Directive, DocumentOperations, ExecutableDocument, Field, FragmentDefinition,
        FragmentSpread, InlineFragment, OperationDefinition, OperationType, Selection,
        SelectionSet, Type, TypeCondition, VariableDefinition,
    },
};
use async_graphql_value::Value;

use self::lexer::{Lexer, is_name_start};

/// Most brackets inside each other; the library allows 65 levels of selections.
const NESTING_MAX: usize = 64;

type Arguments = Vec<(Positioned<Name>, Positioned<Value>)>;

/// The document of a text without any doubt, else `None`.
///
/// Brackets stand inside each other in at most `nesting_max` levels, and input objects repeat no field.
pub fn parse(text: &str, nesting_max: usize) -> Option<ExecutableDocument> {
    let mut parser = Parser {
        lexer: Lexer::new(text),
        levels_left: nesting_max.min(NESTING_MAX),
    };
    parser.document()
}

struct Parser<'a> {
    lexer: Lexer<'a>,
    /// How many more brackets may open.
    levels_left: usize,
}

impl Parser<'_> {
    fn document(&mut self) -> Option<ExecutableDocument> {
        let mut operations = None;
        let mut fragments = HashMap::new();
        while let Some(next) = self.lexer.peek() {
            let pos = self.lexer.pos();
            let keyword = if next == b'{' {
                None
            } else {
                Some(self.lexer.name()?)
            };
            match keyword {
                None | Some("query") => {
                    let (name, operation) = self.operation(keyword.is_some())?;
                    let operation = Positioned::new(operation, pos);
                    match (name, &mut operations) {
                        (None, None) => operations = Some(DocumentOperations::Single(operation)),
                        (Some(name), None) => {
                            let named = HashMap::from([(name, operation)]);
                            operations = Some(DocumentOperations::Multiple(named));
                        }
                        (Some(name), Some(DocumentOperations::Multiple(named))) => {
                            is_new(named.insert(name, operation).as_ref())?;
                        }
                        _ => return None,
                    }
                }
                Some("fragment") => {
                    let (name, fragment) = self.fragment_definition()?;
                    let fragment = Positioned::new(fragment, pos);
                    is_new(fragments.insert(name, fragment).as_ref())?;
                }
                _ => return None,
            }
        }
        let operations = operations?;
        Some(ExecutableDocument {
            operations,
            fragments,
        })
    }

    /// An operation, whose keyword was taken; without a keyword it is its selection alone.
    fn operation(&mut self, has_keyword: bool) -> Option<(Option<Name>, OperationDefinition)> {
        let mut name = None;
        let (mut variable_definitions, mut directives) = (Vec::new(), Vec::new());
        if has_keyword {
            if self.is_name_next() {
                name = Some(Name::new(self.lexer.name()?));
            }
            variable_definitions = self.variable_definitions()?;
            directives = self.directives()?;
        }
        let operation = OperationDefinition {
            ty: OperationType::Query,
            variable_definitions,
            directives,
            selection_set: self.selection_set()?,
        };
        Some((name, operation))
    }

    fn variable_definitions(&mut self) -> Option<Vec<Positioned<VariableDefinition>>> {
        let mut definitions = Vec::new();
        if self.lexer.peek() != Some(b'(') {
            return Some(definitions);
        }
        self.open(b'(')?;
        while !self.close(b')') {
            let pos = self.lexer.pos();
            let name = self.variable()?;
            self.expect(b':')?;
            let var_type = self.var_type()?;
            let default_value = if self.lexer.take(b'=') {
                let value = self.value()?;
                Some(Positioned::new(value.node.into_const()?, value.pos))
            } else {
                None
            };
            let definition = VariableDefinition {
                name,
                var_type,
                directives: Vec::new(),
                default_value,
            };
            definitions.push(Positioned::new(definition, pos));
        }
        Some(definitions)
    }

    fn var_type(&mut self) -> Option<Positioned<Type>> {
        let pos = self.lexer.pos();
        let var_type = self.type_close()?;
        self.lexer.pass_ignored();
        Some(Positioned::new(var_type, pos))
    }

    /// A type, in which nothing is ignored.
    fn type_close(&mut self) -> Option<Type> {
        let base = if self.lexer.take_close(b'[') {
            self.levels_left = self.levels_left.checked_sub(1)?;
            let item = self.type_close()?;
            if !self.lexer.take_close(b']') {
                return None;
            }
            self.levels_left += 1;
            BaseType::List(Box::new(item))
        } else {
            BaseType::Named(Name::new(self.lexer.name_close()?))
        };
        let nullable = !self.lexer.take_close(b'!');
        Some(Type { base, nullable })
    }

    fn fragment_definition(&mut self) -> Option<(Name, FragmentDefinition)> {
        let name = self.lexer.name().filter(|name| *name != "on")?;
        let pos = self.lexer.pos();
        if self.lexer.name_close()? != "on" {
            return None;
        }
        let fragment = FragmentDefinition {
            type_condition: Positioned::new(self.type_condition()?, pos),
            directives: self.directives()?,
            selection_set: self.selection_set()?,
        };
        Some((Name::new(name), fragment))
    }

    /// What follows `on`.
    fn type_condition(&mut self) -> Option<TypeCondition> {
        self.lexer.pass_space()?;
        let on = self.name()?;
        Some(TypeCondition { on })
    }

    fn selection_set(&mut self) -> Option<Positioned<SelectionSet>> {
        let start = self.lexer.pos();
        self.open(b'{')?;
        let mut items = Vec::new();
        loop {
            let pos = self.lexer.pos();
            items.push(Positioned::new(self.selection()?, pos));
            if self.close(b'}') {
                return Some(Positioned::new(SelectionSet { items }, start));
            }
        }
    }

    fn selection(&mut self) -> Option<Selection> {
        let pos = self.lexer.pos();
        if !self.lexer.take_spread() {
            return Some(Selection::Field(Positioned::new(self.field()?, pos)));
        }
        let mut type_condition = None;
        if self.is_name_next() {
            let at = self.lexer.pos();
            let name = self.lexer.name_close()?;
            if name != "on" {
                self.lexer.pass_ignored();
                let spread = FragmentSpread {
                    fragment_name: Positioned::new(Name::new(name), at),
                    directives: self.directives()?,
                };
                return Some(Selection::FragmentSpread(Positioned::new(spread, pos)));
            }
            type_condition = Some(Positioned::new(self.type_condition()?, at));
        }
        let fragment = InlineFragment {
            type_condition,
            directives: self.directives()?,
            selection_set: self.selection_set()?,
        };
        Some(Selection::InlineFragment(Positioned::new(fragment, pos)))
    }

    fn field(&mut self) -> Option<Field> {
        let first = self.name()?;
        let (alias, name) = if self.lexer.take(b':') {
            (Some(first), self.name()?)
        } else {
            (None, first)
        };
        Some(Field {
            alias,
            name,
            arguments: self.arguments()?,
            directives: self.directives()?,
            selection_set: if self.lexer.peek() == Some(b'{') {
                self.selection_set()?
            } else {
                Positioned::default()
            },
        })
    }

    fn directives(&mut self) -> Option<Vec<Positioned<Directive>>> {
        let mut directives = Vec::new();
        loop {
            let pos = self.lexer.pos();
            if !self.lexer.take_close(b'@') {
                return Some(directives);
            }
            let directive = Directive {
                name: self.name()?,
                arguments: self.arguments()?,
            };
            directives.push(Positioned::new(directive, pos));
        }
    }

    fn arguments(&mut self) -> Option<Arguments> {
        let mut arguments = Vec::new();
        if self.lexer.peek() != Some(b'(') {
            return Some(arguments);
        }
        self.open(b'(')?;
        loop {
            let name = self.name()?;
            self.expect(b':')?;
            arguments.push((name, self.value()?));
            if self.close(b')') {
                return Some(arguments);
            }
        }
    }

    /// A variable, which stands where its name does.
    fn variable(&mut self) -> Option<Positioned<Name>> {
        if self.lexer.take_close(b'$') {
            self.name()
        } else {
            None
        }
    }

    fn name(&mut self) -> Option<Positioned<Name>> {
        let pos = self.lexer.pos();
        Some(Positioned::new(Name::new(self.lexer.name()?), pos))
    }

    fn is_name_next(&self) -> bool {
        self.lexer.peek().is_some_and(is_name_start)
    }

    fn expect(&mut self, sign: u8) -> Option<()> {
        self.lexer.take(sign).then_some(())
    }

    fn open(&mut self, bracket: u8) -> Option<()> {
        self.expect(bracket)?;
        self.levels_left = self.levels_left.checked_sub(1)?;
        Some(())
    }

    fn close(&mut self, bracket: u8) -> bool {
        let closes = self.lexer.take(bracket);
        self.levels_left += usize::from(closes);
        closes
    }
}

/// Gives up where something of the name was there before.
fn is_new<T>(before: Option<&T>) -> Option<()> {
    before.is_none().then_some(())
}
