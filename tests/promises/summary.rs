//! Summaries and takeaways: the author first, then the article's own sentences, never padding.

use postrider::config::SummaryLimits;
use postrider::document::Block;
use postrider::summary::{self, Extract, Origin, Piece};
use proptest::prelude::*;

const LIMITS: SummaryLimits = SummaryLimits { words: 60, takeaways: 4 };

fn paragraph(text: &str) -> Block {
    Block::Paragraph { text: text.to_owned() }
}

fn heading(text: &str) -> Block {
    Block::Heading { level: 2, text: text.to_owned() }
}

fn extract(title: &str, language: &str, blocks: &[Block]) -> Extract {
    summary::extract(&Piece { title, language, assumed: "en", blocks }, &LIMITS)
}

/// An article about lighthouses, with all that must not become a summary.
fn lighthouse() -> Vec<Block> {
    vec![
        paragraph("Have you ever counted the lamps of a harbour? Most people have not."),
        paragraph(
            "This article explains how a lighthouse keeper tells ships apart by the rhythm of the \
             lamp. It took two hundred years to agree on one table of rhythms.",
        ),
        heading("The rhythm of the lamp"),
        paragraph(
            "Every lighthouse on the coast flashes in a rhythm of its own. However, this was not \
             always so. Early keepers burned coal in open baskets, and every fire looked the same \
             to a ship at sea.",
        ),
        paragraph(
            "The first lamp with a rhythm was turned by a clock whose weight the keeper wound up \
             every four hours. A keeper who slept through the winding could sink a ship.",
        ),
        heading("What ships see"),
        paragraph(
            "A ship at sea counts the seconds between two flashes and looks the number up in a \
             table. The table gives the name of the lighthouse and its distance from the harbour.",
        ),
        Block::Code { text: "let rhythm = lamp.flash();".to_owned() },
        paragraph(
            "Radio took over much of this work, but small boats still trust the lamp more than a \
             screen. The coast keeps its lighthouses because a rhythm needs no battery on board.",
        ),
        heading("About the author"),
        paragraph("Subscribe to our newsletter to learn more about every lighthouse on the coast."),
    ]
}

#[test]
fn the_author_comes_first() {
    let blocks = lighthouse();
    let piece = Piece { title: "Lamps", language: "en", assumed: "", blocks: &blocks };
    let written = vec!["One point.".to_owned()];
    let extracted = || summary::extract(&piece, &LIMITS);
    let summary = summary::complete(Some("My own.".into()), written.clone(), extracted);
    assert_eq!(summary.text.as_deref(), Some("My own."));
    assert_eq!(summary.takeaways, written);
    assert_eq!((summary.text_origin, summary.takeaways_origin), (Origin::Author, Origin::Author));
    let half = summary::complete(Some("My own.".into()), Vec::new(), extracted);
    assert_eq!((half.text_origin, half.takeaways_origin), (Origin::Author, Origin::Extracted));
    assert!(half.takeaways.len() >= 3);
}

#[test]
fn a_sentence_that_says_what_the_article_does_is_its_summary() {
    let found = extract("How lighthouses speak", "en", &lighthouse()).summary.unwrap();
    assert!(found.starts_with("This article explains how a lighthouse keeper"), "{found}");
}

#[test]
fn nothing_that_dangles_asks_or_sells_is_ever_chosen() {
    let found = extract("How lighthouses speak", "en", &lighthouse());
    let all = [found.summary.unwrap_or_default(), found.takeaways.join("\n")].join("\n");
    for wrong in ["However", "?", "newsletter", "let rhythm"] {
        assert!(!all.contains(wrong), "{all}");
    }
    assert!((3..=4).contains(&found.takeaways.len()));
}

#[test]
fn what_lies_behind_something_named_before_is_never_told_without_it() {
    let mut blocks = lighthouse();
    blocks.insert(
        5,
        paragraph(
            "A lens stands in front of the flame. Behind it the rhythm of the lamp is set by a \
             clock, and every lighthouse on the coast has its own.",
        ),
    );
    let found = extract("The rhythm of the lamp of a lighthouse", "en", &blocks);
    let all = [found.summary.unwrap_or_default(), found.takeaways.join("\n")].join("\n");
    assert!(!all.contains("Behind it"), "{all}");
}

#[test]
fn what_the_article_says_elsewhere_is_not_announced() {
    let told = [
        ("en", "As we'll see later, the rhythm of the lamp is set by a clock on the coast."),
        ("en", "As we’ve seen, every lighthouse on the coast has a rhythm of its own."),
        ("de", "Wie wir später sehen werden, zählt das Schiff die Sekunden zwischen zwei Blitzen."),
        ("fr", "Comme nous le verrons plus loin, le navire compte les secondes entre deux éclats."),
        ("es", "Como veremos más adelante, el barco cuenta los segundos entre dos destellos."),
        ("pt", "Como veremos mais adiante, o navio conta os segundos entre dois lampejos."),
        ("it", "Come vedremo più avanti, la nave conta i secondi tra un lampo e il seguente."),
        ("nl", "Zoals we later zullen zien, telt het schip de seconden tussen twee flitsen."),
        ("ru", "Как мы увидим дальше, корабль считает секунды между двумя вспышками маяка."),
        ("pl", "Jak zobaczymy później, statek liczy sekundy między dwoma błyskami latarni."),
        ("zh", "我们将在后面看到，船只会数两次闪光之间的秒数，然后在表中查找灯塔的名字。"),
        ("zh", "1.灯塔的灯每晚都按照自己的节奏闪光，船只数两次闪光之间的秒数。"),
        ("zh", "a. 灯塔的灯每晚都按照自己的节奏闪光，船只数两次闪光之间的秒数。"),
        ("zh", "首先，它的灯每晚都按照自己的节奏闪光，船只数两次闪光之间的秒数。"),
        ("ja", "船は二つの閃光の間の秒数を数え、以下の表で灯台の名前を調べます。"),
        ("en", "Now the lamp is lit, and every ship on the coast sees it at night."),
        ("en", "The red lamp of the harbour: This is seen by every ship on the coast at night."),
        ("ja", "index.astroのすべてのコンテンツを新しいファイルにコピーします。"),
        ("ja", "灯台の名前とその光る間隔の秒数をまとめた表を作るための手順の一覧。"),
        ("ja", "後述するように、船は二つの閃光の間の秒数を数え、表で灯台の名前を調べます。"),
    ];
    for (language, text) in told {
        let found = extract("The rhythm of the lamp", language, &[paragraph(text)]);
        assert_eq!(found, Extract::default(), "{text}");
    }
}

#[test]
fn no_takeaway_repeats_the_summary_or_another() {
    let found = extract("How lighthouses speak", "en", &lighthouse());
    let summary = found.summary.unwrap();
    for (at, takeaway) in found.takeaways.iter().enumerate() {
        assert!(!summary.contains(takeaway.as_str()));
        assert!(!found.takeaways[..at].contains(takeaway));
    }
}

#[test]
fn a_short_article_gets_its_own_sentence_and_no_padding() {
    let found = extract("A note", "en", &[paragraph("The ferry does not sail on Sundays in May.")]);
    assert_eq!(found.summary.as_deref(), Some("The ferry does not sail on Sundays in May."));
    assert_eq!(found.takeaways, Vec::<String>::new());
    assert_eq!(extract("A note", "en", &[paragraph("Hm.")]), Extract::default());
    assert_eq!(extract("", "en", &[]), Extract::default());
}

#[test]
fn a_language_nobody_gave_is_found_out() {
    let text = "Dieser Artikel erklärt, warum Leuchttürme in einem eigenen Takt blinken. Der Wärter \
                zieht am 3. Mai das Uhrwerk auf, und das Schiff zählt die Sekunden.";
    let found = extract("Leuchttürme", "", &[paragraph(text)]).summary.unwrap();
    assert!(found.starts_with("Dieser Artikel erklärt"), "{found}");
    assert!(!found.ends_with("3."), "{found}");
}

#[test]
fn figures_and_dates_are_as_good_as_words() {
    let text = "On 14 March 2031, harbour 7 of 12 lit lamp 400, and by 2.30 it shone.";
    let found = extract("Harbour 7", "en", &[paragraph(text)]).summary;
    assert_eq!(found.as_deref(), Some(text));
}

#[test]
fn the_name_of_a_function_and_a_gender_star_are_prose() {
    let told = [
        (
            "en",
            "In this recipe you turn the lamp with lamp.turn() and count its flashes with count().",
        ),
        (
            "de",
            "Viele Wärter*innen am Hafen zählen die Sekunden, und jede*r Wärter*in kennt den Takt.",
        ),
    ];
    for (language, text) in told {
        let found = extract("Lamps", language, &[paragraph(text)]).summary;
        assert_eq!(found.as_deref(), Some(text));
    }
    for code in [
        "Then call () on the lamp of the coast at night.",
        "The lamp of the *coast* shines *at night.",
    ] {
        assert_eq!(extract("Lamps", "en", &[paragraph(code)]), Extract::default(), "{code}");
    }
}

#[test]
fn a_word_that_only_looks_like_an_opening_or_a_footer_is_prose() {
    let told = [
        ("en", "Third-party lamps flash in a rhythm of their own on every coast."),
        ("en", "Next.js pages tell a keeper how long the lamp of the harbour must burn."),
        ("en", "In terms of light, a lamp on the coast is worth ten in the harbour."),
        ("en", "Keepers advertise the hours of the lamp at the harbour of their own coast."),
        ("de", "Der Turm kann den Takt anzeigen, den ursprünglich ein Wärter von Hand gab."),
        ("fr", "Un feu du port traduit le rythme de la lampe en secondes pour le navire."),
        ("es", "El puerto obtuvo un crédito para traducir los ritmos de todas las lámparas."),
        ("pt", "Cada farol tem um índice na tabela dos ritmos que o navio leva a bordo."),
        ("it", "Ogni faro ha un indice nella tabella dei ritmi che la nave porta a bordo."),
        ("nl", "Elke lamp had oorspronkelijk een eigen kleur, en geen schip zag die op zee."),
        ("ru", "Смотритель переводит часы маяка каждую ночь, и корабли видят новый ритм."),
        ("pl", "Latarnia miała pierwotnie jeden rytm, a statki myliły ją z ogniskiem na brzegu."),
        ("en", "Now that every lamp has a rhythm of its own, a ship knows the coast at night."),
        ("en", "There are two lamps on the coast, and a ship tells them apart by their rhythm."),
        ("en", "Thanks to a clock in the tower, the lamp of the coast turns by itself."),
        ("en", "To figure out which lamp it sees, a ship counts the seconds between two flashes."),
        ("en", "Shutters let us show the lamp for a second and hide it for three."),
        ("en", "The rhythm of a lamp has one goal: that every ship knows the coast at night."),
        ("de", "Am Hafen heißen die Lampen „Rot“ und „Grün“, und jedes Schiff kennt ihren Takt."),
        ("es", "Ahora que cada faro tiene un ritmo propio, el barco conoce la costa de noche."),
        ("ru", "Теперь, когда у каждого маяка есть свой ритм, корабль узнаёт берег и ночью."),
        ("ja", "Node.jsは、灯台の光る間隔の秒数を数えて表から名前を探すために使えます。"),
        ("zh", "lampIterator 的任务就是数出两次闪光之间的秒数，然后在表中查找灯塔的名字。"),
        ("ko", "lamp 명령은 등대가 빛나는 간격을 초 단위로 세어 표에서 그 이름을 찾습니다."),
    ];
    for (language, text) in told {
        let found = extract("Lamps", language, &[paragraph(text)]).summary;
        assert_eq!(found.as_deref(), Some(text));
    }
}

#[test]
fn a_piece_may_name_itself_in_many_words() {
    let text = "This three-part series explains how a keeper tells ships apart by their lamps.";
    assert_eq!(extract("Lamps", "en", &[paragraph(text)]).summary.as_deref(), Some(text));
    let text = "This three-part lamp was turned by a clock whose weight the keeper wound up.";
    assert_eq!(extract("Lamps", "en", &[paragraph(text)]).summary, None);
}

#[test]
fn what_stands_behind_a_bold_lead_is_never_told_without_it() {
    let item = |lead: &str, rest: &str| Block::Item {
        depth: 1,
        ordered: false,
        lead: Some(lead.to_owned()),
        text: format!("{lead}. {rest}"),
        linked: false,
    };
    let mut blocks = lighthouse();
    blocks.truncate(7);
    let rows = [
        ("White lamp of the coast", "Seen by every ship that sails along the coast at night."),
        ("Red lamp of the harbour", "Turned by a clock whose weight the keeper wound up at dusk."),
        ("Green lamp of the river", "Kept burning through every winter by the ships' own crews."),
        ("Blue lamp of the keeper", "Looked up in the table by every ship that enters at night."),
    ];
    blocks.extend(rows.iter().map(|(lead, rest)| item(lead, rest)));
    let found = extract("Lamps of the coast", "en", &blocks);
    let told = found.takeaways.join("\n");
    assert!(rows.iter().any(|(lead, _)| told.contains(lead)), "{told}");
    for takeaway in found.takeaways.iter().chain(&found.summary) {
        for (lead, rest) in rows {
            assert!(!takeaway.contains(rest) || takeaway.contains(lead), "{takeaway}");
        }
    }
}

#[test]
fn japanese_takeaways_do_not_say_the_same_in_other_pairs() {
    let found = extract(
        "灯台の灯火",
        "ja",
        &[
            paragraph(
                "灯台の灯火は船に岸の場所を教える大切な目印です。港の入口では赤い光が点滅します。",
            ),
            heading("光の仕組み"),
            paragraph(
                "灯台守は毎晩四時間ごとに時計の重りを巻き上げ、灯火の速さを一定に保っていました。",
            ),
            paragraph(
                "灯台守は時計の重りを四時間ごとに毎晩巻き上げ、一定の速さに灯火を保っていました。",
            ),
            heading("現在の役割"),
            paragraph(
                "無線が広まった後も、小さな船は画面より灯火を信じて港へ帰ることが多いのです。",
            ),
            paragraph(
                "岸の町は電気を使わない古い信号表を博物館で公開し、見学者に読み方を説明します。",
            ),
            paragraph(
                "霧の深い朝には鐘と汽笛が鳴り、光の届かない沖合の漁船へ危険な岩を知らせます。",
            ),
            paragraph(
                "昔の航海士は星の位置と砂時計だけを頼りに、嵐の季節でも遠い島まで荷物を運びました。",
            ),
            paragraph(
                "若い職人たちは古い硝子のレンズを磨き直し、夏祭りの夜に子どもたちへ見せています。",
            ),
        ],
    );
    let wound = found.takeaways.iter().filter(|takeaway| takeaway.contains("巻き上げ"));
    assert!(found.takeaways.len() >= 3 && wound.count() <= 1, "{:?}", found.takeaways);
}

#[test]
fn limits_are_kept() {
    for words in [10, 20, 60] {
        for takeaways in 0..=5 {
            let blocks = lighthouse();
            let piece = Piece { title: "Lamps", language: "en", assumed: "", blocks: &blocks };
            let found = summary::extract(&piece, &SummaryLimits { words, takeaways });
            let length = found.summary.map_or(0, |text| text.split_whitespace().count());
            assert!(length <= words && found.takeaways.len() <= takeaways);
        }
    }
}

fn any_block() -> impl Strategy<Value = Block> {
    let text = prop_oneof![
        "\\PC{0,200}",
        "([A-Zа-я]?[a-zäöé]{1,9}[ ,]? ?){5,20}[.!?。]( [\"“(]?[A-Z][a-z ]{10,60}[.)”\"]+){0,3}",
        "([一-十本文这该。，「」？ぁ-お가-깋]{1,20}[。！]){1,6}",
        "([अ-ह]{1,6} ){3,9}। ?(هذا المقال [ا-ي ]{9,40}[؟.] ?){0,3}",
    ];
    (0..6_u8, text, any::<bool>()).prop_map(|(kind, text, ordered)| match kind {
        0 => Block::Heading { level: 2, text },
        1 => Block::Item {
            depth: 1,
            ordered,
            lead: ordered.then(|| text.clone()),
            text,
            linked: !ordered,
        },
        2 => Block::Quote { text },
        3 => Block::Code { text },
        _ => Block::Paragraph { text },
    })
}

fn unspaced(text: &str) -> String {
    text.split_whitespace().collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn of_any_text_only_its_own_sentences_come_and_the_same_twice(
        blocks in prop::collection::vec(any_block(), 0..14),
        title in "\\PC{0,40}",
        language in prop_oneof![Just(""), Just("en"), Just("de"), Just("zh"), Just("ar"), Just("xx")],
    ) {
        let found = extract(&title, language, &blocks);
        prop_assert_eq!(&found, &extract(&title, language, &blocks));
        let article = blocks.iter().filter_map(|block| match block {
            Block::Paragraph { text } | Block::Item { text, .. } | Block::Quote { text } => {
                Some(unspaced(text))
            }
            _ => None,
        }).collect::<String>();
        for sentence in found.summary.iter().chain(&found.takeaways) {
            prop_assert!(article.contains(&unspaced(sentence)), "{}", sentence);
        }
        prop_assert!(found.takeaways.len() <= LIMITS.takeaways);
    }
}

/// Four paragraphs that say enough by themselves.
fn enough() -> [Block; 4] {
    [
        "Every lighthouse on the coast flashes in a rhythm of its own at night.",
        "A keeper winds the clock of the lamp every four hours with a long handle.",
        "A ship at sea counts the seconds between two flashes of the same lamp.",
        "The harbour office prints a table of all rhythms once in every winter.",
    ]
    .map(paragraph)
}

/// Three more that may be taken away.
fn more() -> [Block; 3] {
    [
        "Radio took over much of the work, but small boats still trust the lamp more than a screen.",
        "The coast keeps its lighthouses because no rhythm of light needs a battery on board.",
        "Two hundred years went by before all captains agreed on one table with a name for each.",
    ]
    .map(paragraph)
}

#[test]
fn what_somebody_else_says_is_not_the_summary_where_the_article_says_enough() {
    let quote = "A lighthouse with a rhythm is the best lighthouse that I have ever seen at sea.";
    let mut blocks = enough().to_vec();
    blocks.push(Block::Quote { text: quote.to_owned() });
    blocks.push(paragraph("Radio took over much of the work of a lighthouse with a rhythm."));
    let found = extract("A lighthouse with a rhythm", "en", &blocks);
    let said = found.summary.into_iter().chain(found.takeaways);
    assert!(said.into_iter().all(|text| text != quote));
    let alone = extract("A lighthouse", "en", &[Block::Quote { text: quote.to_owned() }]);
    assert_eq!(alone.summary.as_deref(), Some(quote), "better than nothing");
}

#[test]
fn a_saying_with_a_name_and_the_title_of_another_piece_are_nothing_to_take_away() {
    let quoted = "A lighthouse with a rhythm is the best lighthouse that I have ever seen at sea.";
    let linked = "The lighthouse keeper of the coast counts the rhythm of all lamps at night.";
    let item =
        Block::Item { depth: 1, ordered: false, lead: None, text: linked.to_owned(), linked: true };
    let mut blocks = vec![paragraph(&format!("\"{quoted}\" - The Keeper")), item];
    blocks.extend(enough().into_iter().chain(more()));
    let found = extract("A lighthouse with a rhythm", "en", &blocks);
    assert!(found.takeaways.len() >= 3, "{found:#?}");
    let said: Vec<_> = found.summary.into_iter().chain(found.takeaways).collect();
    for other in [quoted, linked] {
        assert!(said.iter().all(|text| !text.contains(other)), "{said:#?}");
    }
}

#[test]
fn half_a_thought_is_no_takeaway_where_there_are_whole_ones() {
    let weak = [
        "Perhaps a lighthouse on the coast with a rhythm needs a keeper for the clock of its lamp.",
        "There are three rhythms that a lamp on the coast of the harbour may have at night.",
        "Who needs a lamp? Nobody on the coast of the harbour needs the lamp of a lighthouse.",
        "The keeper is thus the clock of every lamp and lighthouse on the coast of the harbour.",
    ];
    let blocks: Vec<Block> =
        enough().into_iter().chain(weak.map(paragraph)).chain(more()).collect();
    let found = extract("Rhythms", "en", &blocks);
    assert!(found.takeaways.len() >= 3, "{found:#?}");
    for opening in ["Perhaps", "There are three", "Nobody", "The keeper is thus"] {
        assert!(found.takeaways.iter().all(|text| !text.starts_with(opening)), "{found:#?}");
    }
}

#[test]
fn a_name_with_two_colons_and_a_first_sentence_about_nothing_may_be_the_summary() {
    for (title, text) in [
        ("Spans", "A std::span gives a function the elements of any array without a copy of them."),
        ("Winter", "It's winter on the coast, so the lamps of the harbour burn from four o'clock."),
    ] {
        let found = extract(title, "en", &[paragraph(text)]);
        assert_eq!(found.summary.as_deref(), Some(text));
    }
    let found =
        extract("Broken", "en", &[paragraph("Run the tool:: and then the other tool:: now.")]);
    assert_eq!(found.summary, None);
}

#[test]
fn a_piece_that_says_what_it_does_may_open_with_a_polite_you() {
    let own = "Sie werden in diesem Artikel sehen, wie ein Leuchtturm seinen Rhythmus bekommt.";
    let other = paragraph("Am Hafen stehen zwei Lampen, und beide brennen seit hundert Jahren.");
    let blocks = [other, heading("Lampen"), paragraph(own)];
    let found = extract("Wie ein Leuchtturm seinen Rhythmus bekommt", "de", &blocks);
    assert_eq!(found.summary.as_deref(), Some(own));
}

#[test]
fn an_aside_is_the_summary_only_where_nothing_else_can_be() {
    let chosen = |aside: &str, plain: &str| {
        let first = "Ships at sea have always looked for a light at night.";
        let start = [paragraph(first), heading("Lamps"), paragraph(aside), heading("Clocks")];
        let blocks = start.into_iter().chain([paragraph(plain)]).chain(more());
        let blocks = blocks.collect::<Vec<_>>();
        extract("The clock of the lamp", "en", &blocks).summary.unwrap()
    };
    let plain = "The clock of the lamp is what gives each tower on the coast a rhythm of its own.";
    for aside in [
        "Note: the clock of the lamp is what gives each tower on the coast its rhythm.",
        "Case #8 is the clock of the lamp that gives each tower on the coast its rhythm.",
        "To give each tower on the coast its rhythm, the clock of the lamp is used instead.",
        "Before we come to the clock of the lamp, each tower on the coast has its rhythm.",
        "The clock of the lamp gives each tower on the coast its rhythm to meet these wishes.",
    ] {
        assert_eq!(chosen(aside, plain), plain);
    }
    let firm = "In short, the clock of the lamp is what gives each tower on the coast its rhythm.";
    assert_eq!(chosen(firm, plain), firm, "the first of two that are alike");
    let only = "Note: the clock of the lamp is what gives each tower on the coast its rhythm.";
    let found = extract("The clock of the lamp", "en", &[paragraph(only)]);
    assert_eq!(found.summary.as_deref(), Some(only), "better than nothing");
}

#[test]
fn what_nobody_has_translated_yet_is_read_in_the_language_it_is_written_in() {
    let blocks = lighthouse();
    let english = extract("The lamps of the coast", "en", &blocks);
    for filed in ["pl", "zh-Hant", "de"] {
        assert_eq!(extract("The lamps of the coast", filed, &blocks), english, "{filed}");
    }
}

#[test]
fn words_set_aside_with_the_name_of_who_said_them_do_not_open_the_article() {
    let said = "Every lighthouse on the coast flashes in a rhythm of its own for a keeper like me.";
    let named = "— @keeper, in a letter about lighthouses";
    let note = |blocks: &[&str]| {
        let quotes = blocks.iter().map(|text| Block::Quote { text: (*text).to_owned() });
        let blocks: Vec<Block> = quotes.chain(enough()).chain(more()).collect();
        extract("Every lighthouse on the coast flashes in a rhythm", "en", &blocks).summary.unwrap()
    };
    assert_eq!(note(&[said]), said, "an editor's note");
    assert_ne!(note(&[said, named]), said);
}

#[test]
fn chinese_sentences_stand_close_whatever_the_next_begins_with() {
    let text = "灯塔的灯光在海上指引船只回到港口。RC3 版本的灯塔让每一艘船都能看到灯光的节奏。";
    let found = extract("灯塔的灯光", "zh", &[paragraph(text)]);
    assert_eq!(found.summary.as_deref(), Some(text));
}
