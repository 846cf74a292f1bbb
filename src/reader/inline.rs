//! Emphasis, links, footnote references and escapes inside a block of Markdown.

use crate::model::Rendition;
use crate::reader::builder::Builder;
use crate::reader::emphasis::{Pair, Run, pairs};
use crate::source::Span;

/// A URL of more bytes than this is text.
const LONGEST_URL: usize = 2_000;
/// The label of a footnote has no more bytes than this.
const LONGEST_LABEL: usize = 40;
/// No more open square brackets than this are kept in mind.
const DEEPEST_BRACKET: usize = 200;

/// A line, or what is left of it, in a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    /// Signs before the words that make the block what it is: a bullet, `>`, `##`, `[^1]:`.
    pub(super) prefix: Option<Span>,
    /// The words, to be read as Markdown.
    pub(super) words: Span,
    /// How the line ends.
    pub(super) end: PartEnd,
}

/// How a line of a block ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PartEnd {
    /// As white space.
    Space,
    /// As a line end that matters, with the sign that says so (a backslash), which may be empty.
    Break(Span),
}

/// What characters mean inside a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Syntax {
    /// Themselves.
    Plain,
    /// Emphasis, links and footnotes.
    Markdown,
}

/// A piece of syntax, at a place.
struct Sign {
    span: Span,
    kind: Kind,
}

enum Kind {
    Escape,
    EmphasisOpens(&'static str),
    EmphasisCloses,
    LinkOpens,
    LinkCloses(String),
    Footnote(String),
}

/// Writes the parts of the open block.
pub(super) fn push_text(builder: &mut Builder<'_>, parts: &[Part], syntax: Syntax) {
    match syntax {
        Syntax::Plain => {
            for part in parts {
                builder.words(part.words);
                builder.white_space(part.words.end);
            }
        }
        Syntax::Markdown => push_parts(builder, parts),
    }
}

/// Writes the parts of the open block as Markdown.
pub(super) fn push_parts(builder: &mut Builder<'_>, parts: &[Part]) {
    let mut signs = Scan::new(builder.source(), parts).signs().into_iter().peekable();
    let mut open = OpenMarks::default();
    for part in parts {
        if let Some(prefix) = part.prefix {
            builder.consume(prefix);
        }
        let mut at = part.words.start;
        while let Some(sign) = signs.next_if(|sign| sign.span.start < part.words.end) {
            builder.words(Span::new(at, sign.span.start));
            at = sign.span.end;
            open.apply(builder, sign);
        }
        builder.words(Span::new(at, part.words.end));
        end_part(builder, part);
    }
}

fn end_part(builder: &mut Builder<'_>, part: &Part) {
    match part.end {
        PartEnd::Space => builder.white_space(part.words.end),
        PartEnd::Break(sign) => {
            builder.consume(sign);
            let end = part.words.end.max(sign.end);
            builder.white_space(end);
            builder.line_break(Span::new(part.words.end, end));
        }
    }
}

/// Emphasis and links that have begun: where in the text, and with which sign.
#[derive(Default)]
struct OpenMarks {
    emphasis: Vec<(usize, Span, &'static str)>,
    link: Option<(usize, Span)>,
}

impl OpenMarks {
    fn apply(&mut self, builder: &mut Builder<'_>, sign: Sign) {
        match sign.kind {
            Kind::Escape => builder.consume(sign.span),
            Kind::EmphasisOpens(rend) => {
                self.emphasis.push((builder.next_word(), sign.span, rend));
                builder.consume(sign.span);
            }
            Kind::EmphasisCloses => {
                builder.consume(sign.span);
                if let Some((start, first, rend)) = self.emphasis.pop() {
                    builder.mark(start, first.join(sign.span), Rendition::Highlighted(rend));
                }
            }
            Kind::LinkOpens => {
                self.link = Some((builder.next_word(), sign.span));
                builder.consume(sign.span);
            }
            Kind::LinkCloses(url) => {
                builder.consume(sign.span);
                if let Some((start, first)) = self.link.take() {
                    builder.mark(start, first.join(sign.span), Rendition::Link(url));
                }
            }
            Kind::Footnote(label) => {
                builder.consume(sign.span);
                builder.mark_here(sign.span, Rendition::FootnoteReference(label));
            }
        }
    }
}

/// One pass over the parts of a block.
struct Scan<'a> {
    text: &'a str,
    parts: &'a [Part],
    signs: Vec<Sign>,
    runs: Vec<Run>,
    brackets: Vec<usize>,
}

impl<'a> Scan<'a> {
    fn new(text: &'a str, parts: &'a [Part]) -> Self {
        Self { text, parts, signs: Vec::new(), runs: Vec::new(), brackets: Vec::new() }
    }

    /// All signs, in order.
    fn signs(mut self) -> Vec<Sign> {
        for part in self.parts {
            self.scan(part.words);
        }
        for Pair { open, close } in pairs(&self.runs) {
            let rend = match open.len() {
                1 => "italic",
                2 => "bold",
                _ => "bold italic",
            };
            self.signs.push(Sign { span: open, kind: Kind::EmphasisOpens(rend) });
            self.signs.push(Sign { span: close, kind: Kind::EmphasisCloses });
        }
        self.signs.sort_by_key(|sign| sign.span.start);
        self.signs
    }

    fn scan(&mut self, words: Span) {
        let bytes = self.text.as_bytes();
        let mut at = words.start;
        while at < words.end {
            at += match bytes[at] {
                b'\\' => self.escape(at, words),
                b'*' | b'_' => self.run(at, words),
                b'[' => self.open_bracket(at, words),
                b']' => self.close_bracket(at, words),
                b'<' => self.autolink(at, words),
                b':' if bytes[at..words.end].starts_with(b"://") => bare_url_len(&self.text[at..words.end]),
                _ => 1,
            };
        }
    }

    /// A backslash before punctuation of ASCII takes from it any other meaning.
    fn escape(&mut self, at: usize, words: Span) -> usize {
        if at + 1 < words.end && self.text.as_bytes()[at + 1].is_ascii_punctuation() {
            self.signs.push(Sign { span: Span::new(at, at + 1), kind: Kind::Escape });
            return 2;
        }
        1
    }

    fn run(&mut self, at: usize, words: Span) -> usize {
        let bytes = self.text.as_bytes();
        let len = bytes[at..words.end].iter().take_while(|&&byte| byte == bytes[at]).count();
        let run = Run::new(&self.text[words.start..words.end], words.start, Span::new(at, at + len));
        if len <= 3 && (run.opens || run.closes) {
            self.runs.push(run);
        }
        len
    }

    fn open_bracket(&mut self, at: usize, words: Span) -> usize {
        if let Some(len) = footnote_len(&self.text[at..words.end]) {
            let label = self.text[at + 2..at + len - 1].to_owned();
            self.signs.push(Sign { span: Span::new(at, at + len), kind: Kind::Footnote(label) });
            return len;
        }
        if self.brackets.len() == DEEPEST_BRACKET {
            self.brackets.clear();
        }
        self.brackets.push(at);
        1
    }

    /// `](url)` ends a link where the URL is surely one; `[sic](note)` is two brackets.
    fn close_bracket(&mut self, at: usize, words: Span) -> usize {
        let Some(open) = self.brackets.pop() else { return 1 };
        let is_image = self.text[..open].ends_with('!');
        let empty = open + 1 == at;
        let Some(url) = link_target(&self.text[at + 1..words.end]).filter(|_| !is_image && !empty) else { return 1 };
        let close = Span::new(at, at + url.len() + 3);
        self.signs.push(Sign { span: Span::new(open, open + 1), kind: Kind::LinkOpens });
        self.signs.push(Sign { span: close, kind: Kind::LinkCloses(url.to_owned()) });
        self.brackets.clear();
        close.len()
    }

    /// `<https://...>`; any other `<` is text.
    fn autolink(&mut self, at: usize, words: Span) -> usize {
        let rest = &self.text[at + 1..words.end];
        let len = url_len(rest, |byte| byte == b'>');
        if !is_sure_url(&rest[..len]) || !rest[len..].starts_with('>') {
            return 1;
        }
        let close = at + 1 + len;
        self.signs.push(Sign { span: Span::new(at, at + 1), kind: Kind::LinkOpens });
        let url = rest[..len].to_owned();
        self.signs.push(Sign { span: Span::new(close, close + 1), kind: Kind::LinkCloses(url) });
        len + 2
    }
}

/// The length of a footnote reference `[^1]` with which a text begins.
pub(super) fn footnote_len(text: &str) -> Option<usize> {
    let label = text.strip_prefix("[^")?;
    let len = label.bytes().take(LONGEST_LABEL + 1).position(|byte| byte == b']')?;
    let is_label = len > 0 && label[..len].chars().all(|c| !c.is_whitespace() && c != '[' && c != '^');
    is_label.then_some(len + 3)
}

/// The URL of `(url)` with which a text begins, where it is surely one.
fn link_target(text: &str) -> Option<&str> {
    let rest = text.strip_prefix('(')?;
    let mut depth = 0_usize;
    let len = url_len(rest, |byte| {
        depth += usize::from(byte == b'(');
        let closes = byte == b')' && depth == 0;
        depth -= usize::from(byte == b')' && depth > 0);
        closes
    });
    (rest[len..].starts_with(')') && is_sure_url(&rest[..len])).then_some(&rest[..len])
}

/// How many bytes could be a URL: up to `ends`, or a byte that no URL holds.
fn url_len(text: &str, mut ends: impl FnMut(u8) -> bool) -> usize {
    let stops = |byte: u8| byte.is_ascii_whitespace() || matches!(byte, b'<' | b'[' | b']' | b'"');
    text.bytes().take(LONGEST_URL).position(|byte| stops(byte) || ends(byte)).unwrap_or(0)
}

/// Whether a string has a scheme (`://`, `mailto:`) or begins with `www.`.
fn is_sure_url(text: &str) -> bool {
    let scheme = text.split_once("://").map(|(scheme, rest)| (scheme, !rest.is_empty()));
    let has_scheme = scheme.is_some_and(|(scheme, more)| {
        more && !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'+')
    });
    has_scheme || ["mailto:", "www."].iter().any(|start| text.len() > start.len() && text.starts_with(start))
}

/// The rest of a URL that stands bare in the text, from its `://` on, so that no `_` in it is emphasis. Signs at its
/// end belong to the text again.
fn bare_url_len(text: &str) -> usize {
    let len =
        text.bytes().position(|b| b.is_ascii_whitespace() || matches!(b, b'<' | b'>' | b'"' | b'[' | b']' | b'\\'));
    let url = &text[..len.unwrap_or(text.len())];
    url.trim_end_matches(['*', '_', '.', ',', ';', ':', ')', '!', '?']).len().max(3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{BlockKind, Mark, TextRange};

    /// The text of a block, and its marks as `kind(words)`.
    fn read(source: &str) -> (String, Vec<String>) {
        let mut builder = Builder::new(source);
        builder.begin();
        push_parts(&mut builder, &[Part { prefix: None, words: Span::new(0, source.len()), end: PartEnd::Space }]);
        builder.end(BlockKind::Paragraph);
        let transcript = builder.finish();
        let words = |range: TextRange| transcript.text.slice(range).to_owned();
        let marks = transcript.annotations.iter().map(|annotation| match &annotation.mark {
            Mark::Rendition(Rendition::Highlighted(rend)) => format!("{rend}({})", words(annotation.range)),
            Mark::Rendition(Rendition::Link(url)) => format!("{url}({})", words(annotation.range)),
            Mark::Rendition(Rendition::FootnoteReference(label)) => {
                format!("note {label} at {}", annotation.range.start)
            }
            other => format!("{other:?}"),
        });
        (transcript.text.as_str().to_owned(), marks.collect())
    }

    fn expect(source: &str, text: &str, marks: &[&str]) {
        let (found_text, found_marks) = read(source);
        assert_eq!(found_text, text, "{source}");
        assert_eq!(found_marks, marks, "{source}");
    }

    #[test]
    fn balanced_signs_are_emphasis() {
        expect("a *b c* d", "a b c d", &["italic(b c)"]);
        expect("_a_ __b__ **c** ***d***", "a b c d", &["italic(a)", "bold(b)", "bold(c)", "bold italic(d)"]);
        expect("**a *b***", "a b", &["italic(b)", "bold(a b)"]);
        expect("***a* b**", "a b", &["italic(a)", "bold(a b)"]);
        expect("[*sic*] and \"*so*\",", "[sic] and \"so\",", &["italic(sic)", "italic(so)"]);
    }

    #[test]
    fn signs_inside_words_between_spaces_and_without_partner_are_text() {
        for text in [
            "2*3*4",
            "2 * 3 * 4",
            "a_b_c",
            "**open",
            "Mr. S*** and Mr. T***",
            "[*] a [*] b",
            "____ May",
            "* a",
            "M**w and T**n",
            "**",
            "*_",
            "a* b*",
        ] {
            expect(text, text, &[]);
        }
        expect("*a **b*", "a **b", &["italic(a **b)"]);
    }

    #[test]
    fn a_link_needs_a_sure_url() {
        expect("see [the list](https://a.org/b_(c)_d).", "see the list.", &["https://a.org/b_(c)_d(the list)"]);
        expect("<https://a.org/_x_> end", "https://a.org/_x_ end", &["https://a.org/_x_(https://a.org/_x_)"]);
        for text in [
            "[sic](note)",
            "[a](b.md)",
            "![scan](https://a.org/1.jpg)",
            "[](https://a.org)",
            "<P-43>",
            "<br>",
            "https://a.org/_x_/",
            "[a](https://a.org \"Title\")",
        ] {
            expect(text, text, &[]);
        }
        expect("[a [b](www.c.org)", "[a b", &["www.c.org(b)"]);
    }

    #[test]
    fn footnote_references_stand_after_their_word() {
        expect("Ludworth.[^1] The winter", "Ludworth. The winter", &["note 1 at 9"]);
        expect("a [^x]", "a", &["note x at 1"]);
        expect("[^] [^a b] [sic]", "[^] [^a b] [sic]", &[]);
    }

    #[test]
    fn a_backslash_is_consumed_and_its_sign_is_text() {
        expect(r"\[sic\] 2 \* 3 \*a\*", "[sic] 2 * 3 *a*", &[]);
        expect(r"a\b \", r"a\b \", &[]);
    }
}
