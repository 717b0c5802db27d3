//! What stands before the value of a field in an answer.

/// `{"name":` of the first field of an object, `,"name":` of others.
#[derive(Debug)]
pub(super) struct FieldKey {
    text: Box<str>,
    /// Its beginning, and spaces behind it.
    start: [u8; SHORT],
}

/// Keys up to this length are written by copying so many bytes, which takes no call.
const SHORT: usize = 32;

impl FieldKey {
    /// The key of a field, which is a name of the language and so never needs escapes.
    pub fn new(name: &str, is_first: bool) -> Self {
        let before = if is_first { "{\"" } else { ",\"" };
        let text = [before, name, "\":"].concat().into_boxed_str();
        let mut start = [b' '; SHORT];
        for (place, byte) in start.iter_mut().zip(text.bytes()) {
            *place = byte;
        }
        Self { text, start }
    }

    /// The name in the answer.
    pub fn response_key(&self) -> &str {
        &self.text[2..self.text.len() - 2]
    }

    /// Bytes beside its own.
    pub fn bytes(&self) -> usize {
        self.text.len()
    }

    /// Writes it.
    #[inline]
    pub fn write(&self, out: &mut Vec<u8>) {
        let length = self.text.len();
        if length <= SHORT {
            let end = out.len() + length;
            out.extend_from_slice(&self.start);
            out.truncate(end);
        } else {
            out.extend_from_slice(self.text.as_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_all_lengths_are_written_whole() {
        for length in 1..80 {
            let name = "x".repeat(length);
            for (is_first, before) in [(true, '{'), (false, ',')] {
                let key = FieldKey::new(&name, is_first);
                let mut out = b"before".to_vec();
                key.write(&mut out);
                assert_eq!(out, format!("before{before}\"{name}\":").into_bytes());
                assert_eq!(key.response_key(), name);
            }
        }
    }
}
