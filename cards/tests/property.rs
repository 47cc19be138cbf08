//! Whatever a file holds, reading it gives a deck or problems that can be shown, and never stops
//! the program.

use cards::limits::PROBLEMS_MAX;
use cards::{STANDARD_TOML, read, read_bytes, read_json};
use proptest::prelude::*;

/// A deck that was read is one that can be written and read again; problems point into the file.
fn holds(file: &str) {
    match read(file) {
        Ok(deck) => assert_eq!(read(&deck.to_toml()), Ok(deck)),
        Err(problems) => {
            assert!((1..=PROBLEMS_MAX).contains(&problems.len()));
            for problem in &problems {
                assert!(
                    (1..=file.split('\n').count()).contains(&problem.line),
                    "{problem}"
                );
                assert!(!problem.to_string().contains('\n'), "{problem}");
            }
            assert!(problems.is_sorted_by_key(|problem| problem.line));
        }
    }
}

/// One change to a file: a line away, a line twice, a line moved, or a piece of it overwritten.
#[derive(Debug, Clone)]
enum Change {
    Remove(prop::sample::Index),
    Double(prop::sample::Index),
    Swap(prop::sample::Index, prop::sample::Index),
    Overwrite(prop::sample::Index, prop::sample::Index, String),
}

fn change() -> impl Strategy<Value = Change> {
    use prop::sample::Index;
    let piece = prop_oneof![
        Just(String::new()),
        Just("\"".to_owned()),
        Just("= [".to_owned()),
        Just("3".to_owned()),
        Just("{ nl = 1 }".to_owned()),
        Just("\u{202E}".to_owned()),
        ".{0,8}",
    ];
    prop_oneof![
        any::<Index>().prop_map(Change::Remove),
        any::<Index>().prop_map(Change::Double),
        any::<(Index, Index)>().prop_map(|(a, b)| Change::Swap(a, b)),
        (any::<Index>(), any::<Index>(), piece).prop_map(|(l, c, p)| Change::Overwrite(l, c, p)),
    ]
}

fn apply(lines: &mut Vec<String>, change: &Change) {
    let count = lines.len();
    match change {
        Change::Remove(at) => drop(lines.remove(at.index(count))),
        Change::Double(at) => lines.insert(at.index(count), lines[at.index(count)].clone()),
        Change::Swap(a, b) => lines.swap(a.index(count), b.index(count)),
        Change::Overwrite(line, at, piece) => {
            let line = &mut lines[line.index(count)];
            let mut chars: Vec<char> = line.chars().collect();
            let at = at.index(chars.len() + 1);
            chars.splice(at..chars.len().min(at + 3), piece.chars());
            *line = chars.into_iter().collect();
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text(text in "(?s).{0,400}") {
        holds(&text);
        let _ = read_json(&text);
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read_bytes(&bytes);
    }

    #[test]
    fn the_standard_file_with_a_few_changes(changes in prop::collection::vec(change(), 1..6)) {
        let mut lines: Vec<String> = STANDARD_TOML.lines().map(str::to_owned).collect();
        for change in &changes {
            apply(&mut lines, change);
        }
        holds(&lines.join("\n"));
    }
}
