//! Writes a publication of generated articles, the same at every run: `generate DIR COUNT`, with
//! `--summarized` such whose authors wrote summary and takeaways themselves.
//!
//! Each article has some 1,300 words in sections, with lists, links, a quotation, code and now and
//! then a table, so that reading one costs what reading a real one costs.

use std::fmt::Write as _;
use std::path::Path;

const NOUNS: &str = "tide harbour pond wheel gate miller wave estuary marsh channel boat anchor buoy \
    lock quay sandbank current gauge chart pilot lighthouse dike mud seal heron creek bridge wharf \
    bell rope wind moon horizon shore island ferry barge basin lagoon turbine cable pump winter \
    storm village archive letter ledger map table clock ship crew cargo grain flour stone timber";
const VERBS: &str = "carries lifts fills drains turns follows crosses reaches leaves keeps shows \
    measures changes holds meets covers opens closes moves feeds shapes hides reveals needs explains";
const ADJECTIVES: &str = "quiet shallow deep wooden old narrow wide slow sudden cold grey long early \
    late careful broken heavy light salt fresh distant patient regular rare familiar northern";
const OPENINGS: &str = "In_most_years On_some_mornings After_the_storm Since_then By_the_old_account \
    Near_the_mouth At_low_water For_a_long_time According_to_the_survey Along_this_coast";
const TAGS: [&str; 12] = [
    "mills",
    "moon",
    "birds",
    "navigation",
    "engineering",
    "history",
    "maps",
    "weather",
    "ports",
    "marsh",
    "physics",
    "sound",
];

/// A small generator of numbers (xorshift), so that no run differs from another.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides as u64).unwrap_or(0)
    }

    fn pick<'a>(&mut self, words: &'a str) -> &'a str {
        let count = words.split_whitespace().count();
        words.split_whitespace().nth(self.roll(count)).unwrap_or("tide")
    }
}

fn sentence(dice: &mut Dice) -> String {
    let mut text = String::new();
    let opening = dice.pick(OPENINGS).replace('_', " ");
    let _ = write!(
        text,
        "{opening} the {} {} {} the {} {}",
        dice.pick(ADJECTIVES),
        dice.pick(NOUNS),
        dice.pick(VERBS),
        dice.pick(ADJECTIVES),
        dice.pick(NOUNS),
    );
    if dice.roll(2) == 0 {
        let _ = write!(
            text,
            ", and the {} {} a {} {}",
            dice.pick(NOUNS),
            dice.pick(VERBS),
            dice.pick(ADJECTIVES),
            dice.pick(NOUNS),
        );
    }
    if dice.roll(6) == 0 {
        let _ = write!(text, " ([more](../{}-{}/))", dice.pick(NOUNS), dice.roll(100));
    }
    text.push_str(". ");
    text
}

fn paragraph(dice: &mut Dice, sentences: usize) -> String {
    (0..sentences).map(|_| sentence(dice)).collect::<String>().trim_end().to_owned()
}

fn title(dice: &mut Dice, number: usize) -> String {
    format!(
        "The {} {} that {} the {} ({number})",
        dice.pick(ADJECTIVES),
        dice.pick(NOUNS),
        dice.pick(VERBS),
        dice.pick(NOUNS),
    )
}

fn article(number: usize, summarized: bool) -> String {
    let mut dice =
        Dice(0x9E37_79B9_7F4A_7C15 ^ (number as u64 + 1).wrapping_mul(0xD134_2543_DE82_EF95));
    let day = number % 28 + 1;
    let month = number / 28 % 12 + 1;
    let year = 1990 + number / (28 * 12);
    let own = "description: The author's own words on this.\n\
        takeaways: [The tide turns., The boat waits., The mill stands.]\n";
    let mut text = format!(
        "---\ntitle: {:?}\ndate: {year}-{month:02}-{day:02}\ntags: [{}, {}]\n{}---\n\n{}\n\n",
        title(&mut dice, number),
        TAGS[dice.roll(6)],
        TAGS[6 + dice.roll(6)],
        if summarized { own } else { "" },
        paragraph(&mut dice, 4),
    );
    for section in 0..6 {
        let heading = title(&mut dice, section);
        let _ = write!(text, "## {heading}\n\n{}\n\n", paragraph(&mut dice, 6));
        match section {
            1 => (0..4).for_each(|_| {
                let _ =
                    writeln!(text, "- **{}.** {}", dice.pick(NOUNS), sentence(&mut dice).trim());
            }),
            2 => {
                let _ = writeln!(text, "> {}", sentence(&mut dice).trim());
            }
            3 => text.push_str("```python\nheight = low + (high - low) * twelfths / 12\n```\n"),
            4 if number.is_multiple_of(3) => {
                text.push_str("| hour | rise |\n|---|---|\n| 1 | 0.3 |\n| 2 | 0.6 |\n");
            }
            _ => {}
        }
        let _ = write!(text, "\n{}\n\n", paragraph(&mut dice, 5));
    }
    text
}

fn main() -> std::io::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (Some(dir), Some(count)) = (args.first(), args.get(1).and_then(|n| n.parse().ok())) else {
        eprintln!("usage: generate DIR COUNT [--summarized]");
        std::process::exit(2);
    };
    let summarized = args.iter().any(|arg| arg == "--summarized");
    let dir = Path::new(dir);
    std::fs::create_dir_all(dir.join("content"))?;
    std::fs::write(
        dir.join("config.toml"),
        "title = \"Generated\"\nhome = \"https://generated.example/\"\n",
    )?;
    for number in 0..count {
        std::fs::write(
            dir.join(format!("content/article-{number:06}.md")),
            article(number, summarized),
        )?;
    }
    Ok(())
}
