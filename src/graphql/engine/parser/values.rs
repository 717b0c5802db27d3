//! Values as they are written in a document.

use async_graphql::{Name, Positioned, indexmap::IndexMap};
use async_graphql_value::Value;

use super::{Parser, is_new, lexer::is_name_start};

impl Parser<'_> {
    pub(super) fn value(&mut self) -> Option<Positioned<Value>> {
        let pos = self.lexer.pos();
        let value = match self.lexer.peek()? {
            b'$' => Value::Variable(self.variable()?.node),
            b'"' => Value::String(self.lexer.string()?),
            b'-' | b'0'..=b'9' => Value::Number(self.lexer.number()?),
            b'[' => self.list()?,
            b'{' => self.object()?,
            byte if is_name_start(byte) => word(self.lexer.name()?)?,
            _ => return None,
        };
        Some(Positioned::new(value, pos))
    }

    fn list(&mut self) -> Option<Value> {
        self.open(b'[')?;
        let mut items = Vec::new();
        while !self.close(b']') {
            items.push(self.value()?.node);
        }
        Some(Value::List(items))
    }

    fn object(&mut self) -> Option<Value> {
        self.open(b'{')?;
        let mut fields = IndexMap::new();
        while !self.close(b'}') {
            let name = self.name()?.node;
            self.expect(b':')?;
            is_new(fields.insert(name, self.value()?.node).as_ref())?;
        }
        Some(Value::Object(fields))
    }
}

/// To the library, a word that only begins with one of the language's is two values.
fn word(name: &str) -> Option<Value> {
    Some(match name {
        "true" => Value::Boolean(true),
        "false" => Value::Boolean(false),
        "null" => Value::Null,
        _ if ["true", "false", "null"]
            .iter()
            .any(|word| name.starts_with(word)) =>
        {
            return None;
        }
        _ => Value::Enum(Name::new(name)),
    })
}
