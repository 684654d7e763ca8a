//! The few words a feed adds to an article, in the article's language.

/// The heading of the key takeaways, by primary language subtag.
const TAKEAWAYS: [(&str, &str); 26] = [
    ("ar", "أهم النقاط"),
    ("cs", "Hlavní body"),
    ("da", "Hovedpunkter"),
    ("de", "Das Wichtigste in Kürze"),
    ("el", "Κύρια σημεία"),
    ("en", "Key takeaways"),
    ("es", "Puntos clave"),
    ("fa", "نکات کلیدی"),
    ("fi", "Tärkeimmät kohdat"),
    ("fr", "À retenir"),
    ("he", "עיקרי הדברים"),
    ("hi", "मुख्य बातें"),
    ("hu", "Legfontosabb pontok"),
    ("it", "Punti chiave"),
    ("ja", "要点"),
    ("ko", "핵심 요약"),
    ("nl", "Kernpunten"),
    ("no", "Hovedpunkter"),
    ("pl", "Najważniejsze punkty"),
    ("pt", "Pontos principais"),
    ("ro", "Idei principale"),
    ("ru", "Главное"),
    ("sv", "Huvudpunkter"),
    ("tr", "Önemli noktalar"),
    ("uk", "Головне"),
    ("zh", "要点"),
];

/// Gives the heading of the key takeaways; English where we do not know the language.
#[must_use]
pub fn takeaways(language: &str) -> &'static str {
    let primary = language.split('-').next().unwrap_or_default().to_ascii_lowercase();
    let primary = if primary == "nb" || primary == "nn" { "no" } else { primary.as_str() };
    let found = TAKEAWAYS.iter().find(|(tag, _)| *tag == primary);
    found.map_or("Key takeaways", |(_, words)| words)
}
