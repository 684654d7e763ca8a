//! What sections are called: key points and summaries in many languages, and private sections.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Titles of sections whose points are an article's takeaways, already in the form of [`key`].
const POINTS: &str = "\
    key takeaways, key takeaway, takeaways, main takeaways, the takeaways, key points,\
    main points, key insights, key messages, highlights, key highlights, article highlights,\
    what to remember, things to remember, quick takeaways, tl dr, tldr, in brief, in short,\
    at a glance, in a nutshell, the gist, the short version, quick summary, summary points,\
    das wichtigste in kürze, das wichtigste auf einen blick, das wichtigste,\
    die wichtigsten erkenntnisse, wichtigste erkenntnisse, wichtige erkenntnisse,\
    zentrale erkenntnisse, die wichtigsten punkte, auf einen blick, kurz und knapp, kurz gesagt,\
    in kürze, kernaussagen, kernpunkte, kurz zusammengefasst,\
    points clés, les points clés, l essentiel, à retenir, ce qu il faut retenir,\
    points à retenir, en bref, l essentiel en bref, en résumé, les points essentiels,\
    principaux enseignements,\
    puntos clave, conclusiones clave, ideas clave, lo más importante, lo esencial, en resumen,\
    en breve, de un vistazo, aspectos destacados, en pocas palabras,\
    pontos principais, pontos chave, principais pontos, principais conclusões,\
    principais aprendizados, em resumo, em poucas palavras, em síntese, destaques, o essencial,\
    resumo rápido,\
    punti chiave, i punti chiave, punti salienti, punti principali, in sintesi, in breve,\
    cosa ricordare, l essenziale, in pillole,\
    punts clau, en poques paraules, puncte cheie, ideile principale, pe scurt,\
    belangrijkste punten, de belangrijkste punten, belangrijkste inzichten, kernpunten,\
    hoofdpunten, in het kort, het belangrijkste in het kort, kort samengevat, in één oogopslag,\
    viktigaste punkterna, de viktigaste punkterna, det viktigaste, i korthet,\
    det viktigaste i korthet, huvudpunkter, nyckelpunkter, kort sagt, kort fortalt, hovedpunkter,\
    det vigtigste, det viktigste, nøkkelpunkter, tärkeimmät kohdat, pääkohdat, avainkohdat,\
    lyhyesti, pähkinänkuoressa,\
    kluczowe wnioski, najważniejsze wnioski, najważniejsze informacje, kluczowe punkty,\
    najważniejsze punkty, w skrócie, w pigułce, klíčové body, hlavní body, hlavní poznatky,\
    ve zkratce, stručně, főbb pontok, röviden, a lényeg, dióhéjban,\
    главное, самое важное, коротко, коротко о главном, кратко, вкратце, ключевые выводы,\
    основные выводы, главные выводы, ключевые моменты, основные моменты, ключевые тезисы,\
    головне, найважливіше, коротко про головне, стисло, ключові висновки, основні висновки,\
    ключові моменти,\
    βασικά σημεία, κύρια σημεία, τα κυριότερα, με λίγα λόγια, εν συντομία, önemli noktalar,\
    temel çıkarımlar, önemli çıkarımlar, ana noktalar, öne çıkanlar, özetle, kısaca,\
    أهم النقاط, النقاط الرئيسية, النقاط الأساسية, أبرز النقاط, أهم الاستنتاجات, باختصار,\
    نکات کلیدی, نکات مهم, به طور خلاصه, در یک نگاه, נקודות עיקריות, הנקודות העיקריות,\
    נקודות מפתח, עיקרי הדברים, התובנות המרכזיות, בקצרה, בקיצור, मुख्य बातें, मुख्य बिंदु,\
    प्रमुख बिंदु, मुख्य निष्कर्ष, संक्षेप में, एक नज़र में,\
    poin penting, poin utama, poin kunci, singkatnya, điểm chính, những điểm chính, điểm nổi bật,\
    ý chính, ประเด็นสำคัญ, สาระสำคัญ,\
    要点, 要點, 关键要点, 關鍵要點, 核心要点, 核心要點, 本文要点, 本文要點, 要点总结, 重点, 重點, 重点摘要, 重點整理, 划重点, 核心观点, 太长不看, 一句话总结,\
    ポイント, 主なポイント, 重要なポイント, この記事のポイント, 三行まとめ, 3行まとめ, 핵심 요약, 핵심 포인트, 핵심 정리, 주요 내용, 요점, 한눈에 보기,\
    세 줄 요약, 3줄 요약";

/// Titles of a summary, which count only where it opens the text: at its end they head a conclusion.
const SUMMARIES: &str = "\
    summary, executive summary, abstract, synopsis, zusammenfassung, kurzfassung, résumé,\
    resumen, resumo, riassunto, sommario, samenvatting, sammanfattning, sammendrag, tiivistelmä,\
    streszczenie, shrnutí, összefoglaló, rezumat, резюме, аннотация, анотація, περίληψη, özet,\
    ملخص, الخلاصة, خلاصه, תקציר, सारांश, ringkasan, tóm tắt, 摘要, 要約, 요약";

/// The form in which titles are compared: lower case, words of letters and digits, single spaces.
#[must_use]
pub fn key(title: &str) -> String {
    if title.is_ascii() {
        return ascii_key(title);
    }
    let mut key = String::with_capacity(title.len());
    let mut add = |c: char| {
        if c.is_alphanumeric() {
            key.push(c);
        } else if !key.is_empty() && !key.ends_with(' ') {
            key.push(' ');
        }
    };
    for c in title.chars() {
        if c.is_ascii() { add(c.to_ascii_lowercase()) } else { c.to_lowercase().for_each(&mut add) }
    }
    key.truncate(key.trim_end().len());
    key
}

/// Gives the same of a title in ASCII, word by word.
fn ascii_key(title: &str) -> String {
    let mut key = String::with_capacity(title.len());
    for word in title.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(word);
    }
    key.make_ascii_lowercase();
    key
}

/// What a title says about its section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Key points, wherever they stand.
    Points,
    /// A summary, if it opens the text.
    Summary,
    /// Too long, didn't read: so plain that it need not be a heading.
    Tldr,
}

/// Tells whether a title heads key points or a summary.
#[must_use]
pub fn kind(title: &str) -> Option<Kind> {
    static KNOWN: LazyLock<(HashSet<String>, HashSet<String>)> = LazyLock::new(|| {
        let keys = |titles: &str| titles.split(',').map(key).collect();
        (keys(POINTS), keys(SUMMARIES))
    });
    // Longer than any title in any language: not worth a look.
    if title.len() > 200 {
        return None;
    }
    let key = key(title);
    let key = key.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
    let starts = |start: &str| key.strip_prefix(start).is_some_and(|rest| rest.starts_with(' '));
    if is_tldr_key(key) || starts("tl dr") || starts("tldr") {
        return Some(Kind::Tldr);
    }
    if KNOWN.0.contains(key) || starts("key takeaways") {
        return Some(Kind::Points);
    }
    KNOWN.1.contains(key).then_some(Kind::Summary)
}

/// Does a title say `TL;DR` and no more? What it says more may be the summary itself.
#[must_use]
pub fn is_bare_tldr(title: &str) -> bool {
    title.len() <= 200 && is_tldr_key(&key(title))
}

fn is_tldr_key(key: &str) -> bool {
    matches!(key, "tl dr" | "tldr")
}

/// The titles of sections that never reach a reader.
#[derive(Debug, Clone, Default)]
pub struct Private {
    keys: Vec<String>,
}

impl Private {
    /// Takes titles as an operator wrote them.
    #[must_use]
    pub fn new(titles: &[String]) -> Self {
        let keys = titles.iter().map(|title| key(title)).filter(|key| !key.is_empty());
        Self { keys: keys.collect() }
    }

    /// Does this title head a private section? It may go on after a known one of several words.
    #[must_use]
    pub fn matches(&self, title: &str) -> bool {
        if title.len() > 200 || self.keys.is_empty() {
            return false;
        }
        let title = key(title);
        self.keys.iter().any(|known| match title.strip_prefix(known.as_str()) {
            Some("") => true,
            Some(rest) => rest.starts_with(' ') && known.contains(' '),
            None => false,
        })
    }

    /// Is this title exactly one of a private section?
    #[must_use]
    pub fn equals(&self, title: &str) -> bool {
        title.len() <= 200 && self.keys.contains(&key(title))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_known_in_many_languages_and_spellings() {
        for title in [
            "Key Takeaways:",
            "🔑 5 Key takeaways",
            "KEY TAKEAWAYS FROM THE TALK",
            "TL;DR",
            "tldr",
            "Das Wichtigste in Kürze",
            "L’essentiel",
            "Puntos clave",
            "Pontos-chave",
            "Punti chiave",
            "In het kort",
            "Kluczowe wnioski",
            "Коротко о главном",
            "Головне",
            "I korthet",
            "要点",
            "この記事のポイント",
            "핵심 요약",
            "أهم النقاط",
            "עיקרי הדברים",
            "मुख्य बातें",
            "Öne çıkanlar",
        ] {
            assert!(matches!(kind(title), Some(Kind::Points | Kind::Tldr)), "{title}");
        }
        assert_eq!(kind("Zusammenfassung"), Some(Kind::Summary));
        assert_eq!(kind("Highlights of the Roman road"), None);
        assert_eq!(kind("The mill"), None);
    }

    #[test]
    fn a_title_in_ascii_is_compared_as_any_other() {
        for title in ["", " -- ", "TL;DR", "Editor's  Notes:", "5 things_to Know, 2nd part"] {
            assert_eq!(format!("{} ü", key(title)).trim(), key(&format!("{title} Ü")), "{title}");
        }
    }

    #[test]
    fn private_titles_are_compared_without_case_and_punctuation() {
        let private =
            Private::new(&["Editor's Notes".into(), "Related Posts".into(), "Ads".into()]);
        assert!(private.matches("EDITOR’S NOTES:"));
        assert!(private.matches("Related posts you may like"));
        assert!(!private.matches("Ads in the age of steam"));
        assert!(!private.matches("Related"));
    }
}
