//! Columns of text.

use crate::printer::printable;

/// Blanks between two columns.
const GAP: usize = 2;

/// Rows under a title row, each column as wide as its widest line. A cell may have several lines. The last column is
/// not filled up, so that no line ends in blanks.
pub(crate) fn table<const COLUMNS: usize>(titles: [&str; COLUMNS], rows: &[[String; COLUMNS]]) -> String {
    let rows: Vec<[String; COLUMNS]> = std::iter::once(titles.map(str::to_owned))
        .chain(rows.iter().cloned())
        .map(|row| row.map(|cell| printable(&cell).into_owned()))
        .collect();
    let mut widths = [0; COLUMNS];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.lines().map(|line| line.chars().count()).max().unwrap_or(0).max(*width);
        }
    }
    let mut out = String::new();
    for row in &rows {
        let cells = row.each_ref().map(|cell| cell.lines().collect::<Vec<_>>());
        let height = cells.iter().map(Vec::len).max().unwrap_or(0).max(1);
        for line in 0..height {
            let mut text = String::new();
            for (cell, width) in cells.iter().zip(widths) {
                let piece = cell.get(line).copied().unwrap_or_default();
                let fill = width + GAP - piece.chars().count();
                text.push_str(piece);
                text.extend(std::iter::repeat_n(' ', fill));
            }
            out.push_str(text.trim_end());
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::table;

    #[test]
    fn columns_are_as_wide_as_their_widest_line() {
        let rows = [["a\nlonger".to_owned(), "b".to_owned()], [String::new(), "c".to_owned()]];
        assert_eq!(table(["ONE", "TWO"], &rows), "ONE     TWO\na       b\nlonger\n        c\n");
    }
}
