//! The names of months, minutes and what else stands in a line with a date, in many languages.

/// The months, each in the languages that are read; abbreviations need three letters.
const MONTHS: [&str; 12] = [
    "january januar janvier enero janeiro gennaio januari stycznia styczeń января январь січня \
     січень ocak يناير ינואר जनवरी tammikuuta ledna leden január gener ianuarie ιανουαρίου \
     ιανουάριος jänner",
    "february februar février fevrier febrero fevereiro febbraio februari lutego luty февраля \
     февраль лютого лютий şubat فبراير פברואר फ़रवरी फरवरी helmikuuta února únor február febrer \
     februarie φεβρουαρίου feber",
    "march märz maerz mars marzo março maart marca marzec марта март березня березень mart مارس \
     מרץ מרס मार्च maaliskuuta března březen március marts martie μαρτίου març mar",
    "april avril abril aprile kwietnia kwiecień апреля апрель квітня квітень nisan أبريل ابريل \
     אפריל अप्रैल huhtikuuta dubna duben április aprilie απριλίου",
    "may mai mayo maio maggio mei maj maja мая май травня травень mayıs مايو מאי मई toukokuuta \
     května květen május maig μαΐου",
    "june juni juin junio junho giugno czerwca czerwiec июня июнь червня червень haziran يونيو \
     יוני जून kesäkuuta června červen június juny iunie ιουνίου",
    "july juli juillet julio julho luglio lipca lipiec июля июль липня липень temmuz يوليو יולי \
     जुलाई heinäkuuta července červenec július juliol iulie ιουλίου",
    "august août aout agosto augustus augusti sierpnia sierpień августа август серпня серпень \
     ağustos أغسطس אוגוסט अगस्त elokuuta srpna srpen augusztus agost αυγούστου",
    "september septembre septiembre setiembre setembro settembre września wrzesień сентября \
     сентябрь вересня вересень eylül سبتمبر ספטמבר सितंबर सितम्बर syyskuuta září szeptember \
     setembre septembrie σεπτεμβρίου sept",
    "october oktober octobre octubre outubro ottobre października październik октября октябрь \
     жовтня жовтень ekim أكتوبر אוקטובר अक्टूबर lokakuuta října říjen október octombrie οκτωβρίου",
    "november novembre noviembre novembro listopada listopad ноября ноябрь листопада kasım نوفمبر \
     נובמבר नवंबर नवम्बर marraskuuta listopadu noiembrie νοεμβρίου",
    "december dezember décembre decembre diciembre dezembro dicembre grudnia grudzień декабря \
     декабрь грудня грудень aralık ديسمبر דצמבר दिसंबर दिसम्बर joulukuuta prosince prosinec \
     desember desembre decembrie δεκεμβρίου",
];

/// Gives the number of a month by its name, or by an abbreviation of three letters or more.
#[must_use]
pub fn month(word: &str) -> Option<u32> {
    // Hebrew and Catalan set a letter before a month's name.
    let bare = word.strip_prefix('ב').unwrap_or(word);
    let is_whole = |names: &str| names.split(' ').any(|name| name == bare || name == word);
    let whole = MONTHS.iter().position(|names| is_whole(names));
    let short = || {
        let is_short = |names: &str| names.split(' ').any(|name| name.starts_with(bare));
        let mut found = MONTHS.iter().enumerate().filter(|(_, names)| is_short(names));
        // "jui" could be two months: an abbreviation must be one month's only.
        let (at, _) = found.next().filter(|_| (3..=5).contains(&bare.chars().count()))?;
        found.next().is_none().then_some(at)
    };
    u32::try_from(whole.or_else(short)? + 1).ok()
}

/// Words for minutes.
const MINUTES: &str = "min mins minute minutes minuten minutos minuto minuti minuter minutter minut minuty minuta \
    minuuttia minuutin мин минут минуты минута хв хвилин хвилини dk dakika dakikalık دقيقة دقائق \
    دقیقه דקות דקה मिनट λεπτά λεπτών perc menit phút นาที";

/// Is it a word for minutes?
#[must_use]
pub fn is_minutes(word: &str) -> bool {
    MINUTES.split(' ').any(|known| known == word)
        || ["分钟", "分鐘", "分", "분"].iter().any(|unit| word.starts_with(unit))
}

/// Words that stand beside a date or a reading time and say nothing more.
const FILLERS: &str = "read reading time to published posted updated last on of the at st nd rd th am pm utc gmt \
    est date monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur \
    thurs fri sat sun about a approx written lesezeit lesedauer veröffentlicht vom uhr zu lesen \
    ca montag dienstag mittwoch donnerstag freitag samstag sonntag stand de d du le la lecture \
    temps publié er à lundi mardi mercredi jeudi vendredi samedi dimanche del el lectura tiempo \
    publicado em en leitura tempo di lettura pubblicato il lunes martes miércoles jueves viernes \
    sábado domingo lunedì martedì mercoledì giovedì venerdì sabato domenica feira segunda terça \
    quarta quinta sexta citire º o leestijd lezen leesminuten gepubliceerd op lästid läsning \
    publicerad den läsetid læsetid lesetid lukuaika julkaistu maandag dinsdag woensdag donderdag \
    vrijdag zaterdag zondag czytania czas opublikowano r čtení doba olvasás olvasási idő чтения \
    чтение время на г года опубликовано читання час року р ανάγνωση ανάγνωσης χρόνος okuma \
    süresi okunma yayınlandı قراءة للقراءة القراءة وقت מת קריאה זמן पढ़ें पढ़ने का समय baca \
    waktu membaca đọc tháng ngày năm";

/// Does a word beside a date say nothing more?
#[must_use]
pub fn is_filler(word: &str) -> bool {
    const START: &[&str] = &[
        "年", "月", "日", "년", "월", "일", "阅读", "閱讀", "发布", "發佈", "更新", "约", "約",
        "读", "読", "で", "에", "읽", "分", "분", "星期", "週", "周", "曜", "（", "預計", "预计",
        "公開", "時間", "时间", "소요",
    ];
    FILLERS.split(' ').any(|known| known == word)
        || START.iter().any(|start| word.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_known_by_name_and_by_what_is_short_for_them() {
        for (name, number) in [
            ("june", 6),
            ("jun", 6),
            ("juni", 6),
            ("juin", 6),
            ("juillet", 7),
            ("sept", 9),
            ("dez", 12),
            ("июня", 6),
            ("mar", 3),
            ("יוני", 6),
            ("ביוני", 6),
            ("aug", 8),
        ] {
            assert_eq!(month(name), Some(number), "{name}");
        }
        assert_eq!(month("jui"), None);
        assert_eq!(month("mill"), None);
    }
}
