//! Stretches of a label that know where they stand.

use std::ops::Range;

/// A stretch of the label that knows where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
}

impl<'a> Piece<'a> {
    pub(super) fn span(self) -> Range<usize> {
        self.at..self.at + self.text.len()
    }

    /// The pieces between the separators; at least one, which may be empty.
    pub(super) fn split(self, separator: char) -> impl Iterator<Item = Piece<'a>> {
        let mut at = self.at;
        self.text.split(separator).map(move |text| {
            let piece = Piece { text, at };
            at += text.len() + separator.len_utf8();
            piece
        })
    }

    pub(super) fn split_once(self, separator: char) -> Option<(Piece<'a>, Piece<'a>)> {
        let (before, after) = self.text.split_once(separator)?;
        let at = self.at + before.len() + separator.len_utf8();
        Some((Piece { text: before, at: self.at }, Piece { text: after, at }))
    }

    /// From the start of this piece to the end of that one, which are pieces of one text.
    pub(super) fn through(self, whole: Piece<'a>, end: usize) -> Piece<'a> {
        let text = whole.text.get(self.at - whole.at..end - whole.at).unwrap_or(self.text);
        Piece { text, at: self.at }
    }
}
