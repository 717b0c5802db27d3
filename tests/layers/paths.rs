//! The paths that a source names, use trees taken apart, each from the root of its crate.

use std::iter::Peekable;

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree, token_stream};

/// A path in a source.
#[derive(Debug, PartialEq, Eq)]
pub struct Path {
    /// From the root: `crate` and as many `super` as it begins with are resolved. The
    /// first segment is [`ROOT`] then, and else the name of a crate or of something in scope.
    pub segments: Vec<String>,
    /// Whether it stands in a `use`: what it names may be called anything from there on.
    pub imported: bool,
    /// The line on which it begins.
    pub line: usize,
}

/// The first segment of a path in castgraph itself.
pub const ROOT: &str = "crate";

impl Path {
    /// Whether it names this place, or something in it.
    ///
    /// An import of what the place lies in counts, as in `use std as other`.
    pub fn concerns(&self, place: &[&str]) -> bool {
        let mut pairs = self.segments.iter().zip(place);
        let same = pairs.all(|(one, other)| one == other);
        same && (self.imported || self.segments.len() >= place.len())
    }
}

/// All paths of a source, those in the arguments of macros too; comments and texts have none.
pub fn paths(file: &str, text: &str) -> Vec<Path> {
    let tokens: TokenStream = text
        .parse()
        .unwrap_or_else(|error| panic!("{file}: {error}"));
    let mut reader = Reader {
        module: module(file),
        found: Vec::new(),
    };
    reader.read(tokens, &[], false);
    reader.found
}

/// The module that a file is, from the root.
fn module(file: &str) -> Vec<String> {
    let file = file.trim_start_matches("src/").trim_end_matches(".rs");
    let names = file.split('/');
    let names = names.filter(|name| !["lib", "main", "mod"].contains(name));
    [ROOT].into_iter().chain(names).map(str::to_owned).collect()
}

type Tokens = Peekable<token_stream::IntoIter>;

struct Reader {
    /// The module that is read.
    module: Vec<String>,
    found: Vec<Path>,
}

impl Reader {
    /// Reads code, or a use tree that stands behind `prefix`.
    fn read(&mut self, tokens: TokenStream, prefix: &[String], imported: bool) {
        let mut tokens = tokens.into_iter().peekable();
        let mut importing = imported;
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Ident(word) if word == "use" => {
                    // Not the captures of `impl Iterator + use<'g>`.
                    importing = !matches!(tokens.peek(), Some(TokenTree::Punct(sign)) if sign.as_char() == '<');
                }
                TokenTree::Ident(word) if word == "as" && importing => {
                    // The new name is no path.
                    tokens.next();
                }
                TokenTree::Ident(word) if word == "mod" => self.read_module(&mut tokens),
                TokenTree::Ident(word) => self.read_path(&word, &mut tokens, prefix, importing),
                TokenTree::Punct(sign) if sign.as_char() == ';' => importing = imported,
                TokenTree::Punct(sign) if sign.as_char() == '*' && importing => {
                    let line = sign.span().start().line;
                    self.push(prefix.to_vec(), line, importing);
                }
                TokenTree::Group(group) => self.read(group.stream(), prefix, importing),
                _ => {}
            }
        }
    }

    /// Behind `mod`: a name, and the code where it is not in a file of its own.
    fn read_module(&mut self, tokens: &mut Tokens) {
        let Some(TokenTree::Ident(name)) = tokens.next() else {
            return;
        };
        if let Some(TokenTree::Group(code)) = tokens.peek() {
            let code = code.stream();
            tokens.next();
            self.module.push(name.to_string());
            self.read(code, &[], false);
            self.module.pop();
        }
    }

    /// A path from its first word, and everything in the braces that it may end with.
    fn read_path(&mut self, first: &Ident, tokens: &mut Tokens, prefix: &[String], imported: bool) {
        let line = first.span().start().line;
        let mut segments = prefix.to_vec();
        segments.push(first.to_string());
        while skip_colons(tokens) {
            match tokens.peek() {
                Some(TokenTree::Ident(word)) => {
                    segments.push(word.to_string());
                    tokens.next();
                }
                Some(TokenTree::Group(tree)) if tree.delimiter() == Delimiter::Brace => {
                    let tree = tree.stream();
                    tokens.next();
                    return self.read(tree, &segments, true);
                }
                Some(TokenTree::Punct(sign)) if sign.as_char() == '*' && imported => {
                    tokens.next();
                    break;
                }
                _ => break,
            }
        }
        self.push(segments, line, imported);
    }

    fn push(&mut self, segments: Vec<String>, line: usize, imported: bool) {
        self.found.push(Path {
            segments: self.resolved(segments),
            imported,
            line,
        });
    }

    fn resolved(&self, segments: Vec<String>) -> Vec<String> {
        let mut from_root = Vec::new();
        for (at, segment) in segments.into_iter().enumerate() {
            match segment.as_str() {
                "crate" | "castgraph" if at == 0 => from_root.push(ROOT.to_owned()),
                "self" if at == 0 => from_root.clone_from(&self.module),
                "super" => {
                    if at == 0 {
                        from_root.clone_from(&self.module);
                    }
                    // What leaves the crate does not compile.
                    from_root.truncate(from_root.len().saturating_sub(1).max(1));
                }
                "self" => {}
                _ => from_root.push(segment),
            }
        }
        from_root
    }
}

/// Passes over `::` where it comes next.
fn skip_colons(tokens: &mut Tokens) -> bool {
    let colon = |token: Option<&TokenTree>| matches!(token, Some(TokenTree::Punct(sign)) if sign.as_char() == ':');
    let mut ahead = tokens.clone();
    let found = colon(ahead.next().as_ref()) && colon(ahead.next().as_ref());
    if found {
        *tokens = ahead;
    }
    found
}
