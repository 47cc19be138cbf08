//! What people wrote, made harmless for the program that opens the file.

/// The same text without the characters that no XML file may hold and no person typed: control
/// characters but for the end of a line and the tab, and the two that are no characters at all.
pub(super) fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.replace(|c: char| !is_clean(c), "")
}

fn is_clean(c: char) -> bool {
    match c {
        '\n' | '\t' => true,
        '\u{FFFE}' | '\u{FFFF}' => false,
        _ => !c.is_control(),
    }
}

/// Whether spreadsheet programs would run a text that begins with this sign. The wide signs are the
/// ones some programs take for the narrow ones.
fn runs(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')
}

/// Whether this text would run as the content of a cell; spaces before it do not help.
pub(super) fn is_formula(text: &str) -> bool {
    text.trim_start().starts_with(runs)
}

/// A cell of a CSV table in which nothing runs. A program may split the line at commas as well, or
/// only there, and between quotes too: so a cell can begin after every separator, quote and end of
/// line. A sign that would run there stands behind an apostrophe; a dash with white space after it,
/// as in a list, becomes a longer one, which reads better. A tab becomes a space.
pub(super) fn csv_cell(text: &str) -> String {
    let text = clean(text).replace('\t', " ");
    let mut cell = String::with_capacity(text.len());
    let mut begins = true;
    let mut rest = text.trim().chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '-' if begins && rest.peek().is_none_or(|next| next.is_whitespace()) => cell.push('–'),
            c if begins && runs(c) => cell.extend(['\'', c]),
            c => cell.push(c),
        }
        begins = match c {
            ',' | ';' | '"' | '\n' | '\u{2028}' | '\u{2029}' => true,
            c => begins && c.is_whitespace(),
        };
    }
    cell
}

/// Text for between the tags of an XML file.
pub(super) fn xml(text: &str) -> String {
    let text = clean(text).replace('&', "&amp;");
    text.replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// Text in a line of Markdown: the signs that would be Markdown stand there as themselves, and
/// nothing else is touched. An end of line becomes a space.
pub(super) fn markdown_line(text: &str) -> String {
    let text = clean(text);
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    markdown(&line)
}

/// Lines of Markdown that stay lines; an empty one begins a new paragraph.
pub(super) fn markdown_lines(text: &str) -> Vec<String> {
    let text = clean(text);
    text.trim().lines().map(markdown_line).collect()
}

fn markdown(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut before: Option<char> = None;
    let mut rest = line.chars().peekable();
    while let Some(c) = rest.next() {
        let after = rest.peek().copied();
        let in_a_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let is_markdown = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '~' => true,
            // Between two letters it is no emphasis.
            '_' => !(in_a_word(before) && in_a_word(after)),
            '&' => after.is_some_and(|c| c.is_alphanumeric() || c == '#'),
            _ => false,
        };
        let begins = before.is_none() && matches!(c, '#' | '-' | '+' | '=');
        // `1.` and `1)` at the beginning would be a list.
        let numbers =
            matches!(c, '.' | ')') && !out.is_empty() && out.chars().all(|c| c.is_ascii_digit());
        if is_markdown || begins || numbers {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
    out
}

/// The same text, cut with an ellipsis where it is longer than so many UTF-16 units, as a
/// spreadsheet counts.
pub(super) fn cut(text: String, units_max: usize) -> String {
    if text.encode_utf16().count() <= units_max {
        return text;
    }
    let mut units = 1;
    let fits = text.chars().take_while(|c| {
        units += c.len_utf16();
        units <= units_max
    });
    let mut cut: String = fits.collect();
    cut.push('…');
    cut
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_would_run_stands_behind_an_apostrophe() {
        let cells = [
            ("=1+1", "'=1+1"),
            ("+31 6", "'+31 6"),
            ("-2", "'-2"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'=1"),
            ("\r\n=1", "'=1"),
            (" \u{a0}=1", "'=1"),
            ("＝1", "'＝1"),
            (" ＠A", "'＠A"),
            ("Regie,=1+1,x", "Regie,'=1+1,x"),
            ("Regie; =1+1", "Regie; '=1+1"),
            ("Regie\t=1+1", "Regie =1+1"),
            ("a\";\"=1", "a\";\"'=1"),
            (
                "Bellen\n- eerst Sem\n-dan Ria",
                "Bellen\n– eerst Sem\n'-dan Ria",
            ),
            ("9,- euro", "9,– euro"),
            ("-", "–"),
        ];
        for (text, cell) in cells {
            assert_eq!(csv_cell(text), cell);
        }
        for text in [
            "Lef: toch doen!",
            "2-3 mensen",
            "A, B",
            "nu - of nooit",
            "a=b",
            "",
            "'=1",
            "…-",
        ] {
            assert_eq!(csv_cell(text), text);
        }
    }

    #[test]
    fn what_would_be_markdown_stands_as_it_was_written() {
        let lines = [
            ("# kop", "\\# kop"),
            ("- punt", "\\- punt"),
            ("12. punt", "12\\. punt"),
            ("3) punt", "3\\) punt"),
            ("om 12.30 uur (of 13)", "om 12.30 uur (of 13)"),
            (
                "a|b *c* `d` [e](f) <b> ~g~",
                "a\\|b \\*c\\* \\`d\\` \\[e\\](f) \\<b\\> \\~g\\~",
            ),
            ("een_twee _drie_", "een_twee \\_drie\\_"),
            ("R&D & &lt; \\", "R\\&D & \\&lt; \\\\"),
            ("---", "\\---"),
        ];
        for (text, escaped) in lines {
            assert_eq!(markdown_line(text), escaped);
        }
        assert_eq!(
            markdown_lines("\n een\n\n    = twee \n"),
            ["een", "", "\\= twee"]
        );
    }

    #[test]
    fn a_long_text_is_cut_as_a_spreadsheet_counts() {
        assert_eq!(cut("abcd".into(), 4), "abcd");
        assert_eq!(cut("abcde".into(), 4), "abc…");
        assert_eq!(cut("😀😀😀".into(), 5), "😀😀…");
        assert_eq!(cut("😀😀😀".into(), 4), "😀…");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn whatever_is_written_never_runs(before in "[ -~]{0,4}[,;\"\n]|", white in "[ \t\r\n\u{a0}\u{2003}\u{85}]{0,4}", sign in "[=+@\\-＝＋－＠]", text in any::<String>()) {
            let cell = csv_cell(&format!("{before}{white}{sign}{text}"));
            for part in cell.split([',', ';', '"', '\n', '\t']) {
                prop_assert!(!is_formula(part), "{cell:?}");
            }
        }

        #[test]
        fn no_file_holds_what_xml_forbids(text in any::<String>()) {
            let forbidden = |c: char| matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' | '<' | '>' | '"');
            prop_assert!(!xml(&text).contains(forbidden));
            prop_assert!(cut(text, 9).encode_utf16().count() <= 9);
        }
    }
}
