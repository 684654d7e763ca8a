//! Numbers as figures and as words.

/// Small numbers by their value, in the languages we know them of; "one" is an article in many.
const SPELLED: [(&str, &str); 20] = [
    ("2", "two zwei deux dos dois duas due twee två to два две dwa dwie dva dvě iki"),
    ("3", "three drei trois tres três tre drie три trzy tři üç"),
    ("4", "four vier quatre cuatro quatro quattro fyra fire четыре cztery čtyři dört"),
    ("5", "five fünf cinq cinco cinque vijf fem пять pięć pět beş"),
    ("6", "six sechs seis sei zes sex seks шесть sześć šest altı"),
    ("7", "seven sieben sept siete sete sette zeven sju syv семь siedem sedm yedi"),
    ("8", "eight acht huit ocho oito otto åtta åtte восемь osiem osm sekiz"),
    ("9", "nine neun neuf nueve nove negen nio ni девять dziewięć devět dokuz"),
    ("10", "ten zehn dix diez dez dieci tien tio ti десять dziesięć deset"),
    ("11", "eleven elf onze once undici elva elleve одиннадцать jedenaście jedenáct"),
    ("12", "twelve zwölf douze doce doze dodici twaalf tolv двенадцать dwanaście dvanáct"),
    ("20", "twenty zwanzig vingt veinte vinte venti twintig tjugo двадцать dwadzieścia dvacet"),
    ("30", "thirty dreißig trente treinta trinta trenta dertig trettio тридцать trzydzieści"),
    ("40", "forty vierzig quarante cuarenta quarenta quaranta veertig сорок czterdzieści"),
    ("50", "fifty fünfzig cinquante cincuenta cinquenta cinquanta vijftig пятьдесят"),
    ("60", "sixty sechzig soixante sesenta sessenta sessanta zestig шестьдесят"),
    ("80", "eighty achtzig ochenta oitenta ottanta tachtig восемьдесят"),
    ("90", "ninety neunzig noventa novanta negentig девяносто"),
    ("100", "hundred hundert cent cien cem cento honderd hundra сто sto yüz"),
    ("1000", "thousand tausend mille mil duizend tusen тысяча tysiąc tisíc bin"),
];

/// Words of the above that mean something else in another language.
const OTHERWISE: [&str; 17] = [
    "dos", "due", "to", "sex", "once", "ni", "ti", "sei", "bin", "sto", "fire", "elf", "tre",
    "cent", "nove", "mil", "acht",
];

/// Gives the figures for a number in words, in lower case.
pub(super) fn spelled(word: &str) -> Option<&'static str> {
    if OTHERWISE.contains(&word) {
        return None;
    }
    let holds = |(_, words): &&(&str, &str)| words.split(' ').any(|known| known == word);
    SPELLED.iter().find(holds).map(|(number, _)| *number)
}

/// Lists the numbers of a text, alike however they are written: `1,000` and `1000`, `05` and `5`.
pub(super) fn numbers(text: &str) -> impl Iterator<Item = String> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let start = rest.find(|c| figure(c).is_some())?;
        let from = rest.get(start..)?;
        let end = end_of(from);
        rest = from.get(end..)?;
        Some(alike(from.get(..end)?))
    })
}

/// Gives where a number ends; a separator belongs to it when a figure follows.
fn end_of(text: &str) -> usize {
    let mut chars = text.char_indices().peekable();
    let mut end = 0;
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().and_then(|(_, c)| figure(*c));
        let goes_on = ".,'’\u{a0}\u{202f}٫٬".contains(c) && next.is_some();
        if figure(c).is_none() && !goes_on {
            break;
        }
        end = at + c.len_utf8();
    }
    end
}

fn alike(number: &str) -> String {
    let parts: Vec<String> = number
        .split(|c| figure(c).is_none())
        .map(|part| part.chars().filter_map(figure).collect())
        .collect();
    let grouped = parts.len() > 1
        && parts.iter().skip(1).all(|part| part.len() == 3)
        && parts.first().is_some_and(|part| part.len() <= 3 && part != "0");
    let joined = if grouped { parts.concat() } else { parts.join(".") };
    let bare = joined.trim_start_matches('0');
    if bare.is_empty() || bare.starts_with('.') { format!("0{bare}") } else { bare.to_owned() }
}

/// Reads a figure of any script people write numbers in.
fn figure(c: char) -> Option<char> {
    let zeros = ['0', '\u{660}', '\u{6F0}', '\u{966}', '\u{9E6}', '\u{FF10}'];
    let value = zeros
        .iter()
        .find_map(|zero| u32::from(c).checked_sub(u32::from(*zero)).filter(|value| *value < 10));
    value.and_then(|value| char::from_digit(value, 10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_is_one_however_it_is_written() {
        let all = |text: &str| numbers(text).collect::<Vec<_>>();
        assert_eq!(
            all("1,000 1.000 1 000 1\u{a0}000 ١٠٠٠"),
            ["1000", "1000", "1", "0", "1000", "1000"]
        );
        assert_eq!(
            all("2024-05-06, 3.5% and 0.25 v2.0.1."),
            ["2024", "5", "6", "3.5", "0.25", "2.0.1"]
        );
        assert_eq!(spelled("twelve"), Some("12"));
        assert_eq!(spelled("once"), None);
    }
}
