//! The names of the months, in the languages that political texts are dated in with the Gregorian calendar.

use std::sync::LazyLock;

/// The month, 1 to 12, of a name in full or cut short (without its full stop), in any case. A name that two languages
/// have for two months is none, unless one of them is known better: `listopada`, October in Croatian, is November.
///
/// ```
/// use pamphlet_document::written::month;
/// assert_eq!(month("Août"), Some(8));
/// assert_eq!(month("sept"), Some(9));
/// assert_eq!(month("Μαΐου"), Some(5));
/// assert_eq!(month("Thermidor"), None);
/// ```
pub fn month(word: &str) -> Option<u8> {
    if word.len() < 3 || word.len() > LONGEST {
        return None;
    }
    if !word.is_ascii() {
        return numbered(word.to_lowercase().as_bytes());
    }
    let mut lower = [0; LONGEST];
    let lower = &mut lower[..word.len()];
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    numbered(lower)
}

/// Whether the name of a month is also another word, so that only a day before or behind it tells: `Wal-Mart 2003`.
pub(super) fn needs_day(word: &str) -> bool {
    ["mac", "mart", "marta", "mee", "julie"].iter().any(|other| word.eq_ignore_ascii_case(other))
}

/// No name is longer, in bytes.
const LONGEST: usize = 32;

/// The names of [`MONTHS`] in order, each with the number of its month.
static IN_ORDER: LazyLock<Vec<(&'static [u8], u8)>> = LazyLock::new(|| {
    let mut names: Vec<(&[u8], u8)> = all().map(|(name, month)| (name.as_bytes(), month)).collect();
    names.sort_unstable();
    names.dedup();
    names
});

/// Every name with the number of its month.
fn all() -> impl Iterator<Item = (&'static str, u8)> {
    let months = MONTHS.iter().flat_map(|names| names.split(' ').zip(1..=12));
    let names = months.flat_map(|(names, month)| names.split('|').map(move |name| (name, month)));
    names.filter(|(name, _)| *name != NONE)
}

fn numbered(name: &[u8]) -> Option<u8> {
    let at = IN_ORDER.binary_search_by_key(&name, |(name, _)| *name).ok()?;
    Some(IN_ORDER[at].1)
}

/// Stands for a month whose name is of two words.
const NONE: &str = "-";

/// A language a row: the twelve months, `|` between the names of one.
const MONTHS: [&str; 49] = [
    // English
    "january|jan february|feb|febr march|mar april|apr may june|jun july|jul august|aug \
     september|sep|sept october|oct november|nov december|dec",
    // German
    "januar|jänner februar|feber märz|maerz|mrz april mai juni juli august september oktober|okt november \
     dezember|dez",
    // French
    "janvier|janv février|févr|fév mars avril|avr mai juin juillet|juil août|aout septembre octobre \
     novembre décembre|déc",
    // Spanish
    "enero|ene febrero marzo abril|abr mayo junio julio agosto|ago septiembre|setiembre octubre noviembre \
     diciembre|dic",
    // Portuguese
    "janeiro fevereiro|fev março abril|abr maio junho julho agosto setembro outubro novembro dezembro|dez",
    // Galician
    "xaneiro febreiro marzo abril maio xuño xullo agosto setembro outubro novembro decembro",
    // Catalan
    "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre",
    // Italian
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    // Romanian
    "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    // Dutch
    "januari februari maart april mei juni juli augustus september oktober november december",
    // Afrikaans
    "januarie februarie maart april mei junie julie augustus september oktober november desember",
    // Danish, Norwegian
    "januar februar marts|mars april maj|mai juni juli august september oktober november december|desember",
    // Swedish
    "januari februari mars april maj juni juli augusti september oktober november december",
    // Icelandic
    "janúar febrúar mars apríl maí júní júlí ágúst september október nóvember desember",
    // Finnish
    "tammikuuta|tammikuu helmikuuta|helmikuu maaliskuuta|maaliskuu huhtikuuta|huhtikuu \
     toukokuuta|toukokuu kesäkuuta|kesäkuu heinäkuuta|heinäkuu elokuuta|elokuu syyskuuta|syyskuu \
     lokakuuta|lokakuu marraskuuta|marraskuu joulukuuta|joulukuu",
    // Estonian
    "jaanuar|jaanuari|jaanuaril veebruar|veebruari|veebruaril märts|märtsi|märtsil \
     aprill|aprilli|aprillil mai juuni|juunil juuli|juulil august|augusti|augustil \
     september|septembri|septembril oktoober|oktoobri|oktoobril november|novembri|novembril \
     detsember|detsembri|detsembril",
    // Latvian
    "janvāris|janvārī|janvāra februāris|februārī|februāra marts|martā aprīlis|aprīlī|aprīļa \
     maijs|maijā|maija jūnijs|jūnijā|jūnija jūlijs|jūlijā|jūlija augusts|augustā \
     septembris|septembrī|septembra oktobris|oktobrī|oktobra novembris|novembrī decembris|decembrī",
    // Lithuanian
    "sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio",
    // Hungarian
    "január február március április május június július augusztus szeptember október november december",
    // Slovak
    "január|januára február|februára marec|marca apríl|apríla máj|mája jún|júna júl|júla august|augusta \
     september|septembra október|októbra november|novembra december|decembra",
    // Czech
    "leden|ledna únor|února březen|března duben|dubna květen|května červen|června červenec|července \
     srpen|srpna září říjen|října listopad|listopadu prosinec|prosince",
    // Polish
    "stycznia|styczeń lutego|luty marca|marzec kwietnia|kwiecień maja|maj czerwca|czerwiec lipca|lipiec \
     sierpnia|sierpień września|wrzesień października|październik listopada|listopad grudnia|grudzień",
    // Slovene
    "januarja februarja marec|marca aprila maj|maja junij|junija julij|julija avgust|avgusta \
     september|septembra oktober|oktobra november|novembra december|decembra",
    // Croatian
    "siječnja|siječanj veljače|veljača ožujka|ožujak travnja|travanj svibnja|svibanj lipnja|lipanj \
     srpnja|srpanj kolovoza|kolovoz rujna|rujan oktobra studenoga|studenog|studeni prosinca|prosinac",
    // Serbian, Bosnian
    "januar|januara februar|februara mart|marta april|aprila maj|maja jun|juna jul|jula avgust|avgusta \
     septembar|septembra oktobar|oktobra novembar|novembra decembar|decembra",
    // Serbian in its own alphabet
    "јануар|јануара фебруар|фебруара март|марта април|априла мај|маја јун|јуна јул|јула август|августа \
     септембар|септембра октобар|октобра новембар|новембра децембар|децембра",
    // Macedonian
    "јануари февруари март април мај јуни јули август септември октомври ноември декември",
    // Bulgarian
    "януари февруари март април май юни юли август септември октомври ноември декември",
    // Russian
    "января|январь февраля|февраль марта|март апреля|апрель мая|май июня|июнь июля|июль августа|август \
     сентября|сентябрь октября|октябрь ноября|ноябрь декабря|декабрь",
    // Ukrainian
    "січня|січень лютого|лютий березня|березень квітня|квітень травня|травень червня|червень липня|липень \
     серпня|серпень вересня|вересень жовтня|жовтень листопада|листопад грудня|грудень",
    // Belarusian
    "студзеня|студзень лютага|люты сакавіка|сакавік красавіка|красавік траўня|мая чэрвеня|чэрвень \
     ліпеня|ліпень жніўня|жнівень верасня|верасень кастрычніка|кастрычнік лістапада|лістапад \
     снежня|снежань",
    // Albanian
    "janar shkurt mars prill maj qershor korrik gusht shtator tetor nëntor dhjetor",
    // Greek, also in capitals, which have no accents
    "ιανουαρίου|ιανουάριος|ιανουαριου|ιανουαριος φεβρουαρίου|φεβρουάριος|φεβρουαριου|φεβρουαριος \
     μαρτίου|μάρτιος|μαρτιου|μαρτιος απριλίου|απρίλιος|απριλιου|απριλιος μαΐου|μαίου|μάιος|μαιου|μαιος \
     ιουνίου|ιούνιος|ιουνιου|ιουνιος ιουλίου|ιούλιος|ιουλιου|ιουλιος \
     αυγούστου|αύγουστος|αυγουστου|αυγουστος σεπτεμβρίου|σεπτέμβριος|σεπτεμβριου|σεπτεμβριος \
     οκτωβρίου|οκτώβριος|οκτωβριου|οκτωβριος νοεμβρίου|νοέμβριος|νοεμβριου|νοεμβριος \
     δεκεμβρίου|δεκέμβριος|δεκεμβριου|δεκεμβριος",
    // Turkish
    "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    // Welsh
    "ionawr chwefror mawrth ebrill mai mehefin gorffennaf awst medi hydref tachwedd rhagfyr",
    // Indonesian, Malay
    "januari februari maret|mac april mei jun|juni juli|julai agustus|ogos september oktober \
     november|nopember desember|disember",
    // Swahili
    "januari februari machi aprili mei juni julai agosti septemba oktoba novemba desemba",
    // Arabic, of Egypt, the Maghreb and the Levant
    "يناير|جانفي فبراير|فيفري مارس|آذار|اذار أبريل|ابريل|أفريل|افريل|نيسان مايو|ماي|أيار|ايار \
     يونيو|جوان|حزيران يوليو|يوليوز|جويلية|تموز أغسطس|اغسطس|غشت|أوت|اوت|آب سبتمبر|شتنبر|أيلول|ايلول \
     أكتوبر|اكتوبر نوفمبر|نونبر ديسمبر|دجنبر",
    // Armenian
    "հունվարի|հունվար փետրվարի|փետրվար մարտի|մարտ ապրիլի|ապրիլ մայիսի|մայիս հունիսի|հունիս հուլիսի|հուլիս \
     օգոստոսի|օգոստոս սեպտեմբերի|սեպտեմբեր հոկտեմբերի|հոկտեմբեր նոյեմբերի|նոյեմբեր դեկտեմբերի|դեկտեմբեր",
    // Georgian
    "იანვარი|იანვარს თებერვალი|თებერვალს მარტი|მარტს აპრილი|აპრილს მაისი|მაისს ივნისი|ივნისს \
     ივლისი|ივლისს აგვისტო|აგვისტოს სექტემბერი|სექტემბერს ოქტომბერი|ოქტომბერს ნოემბერი|ნოემბერს \
     დეკემბერი|დეკემბერს",
    // Azerbaijani, Uzbek
    "yanvar fevral mart aprel may iyun iyul avqust|avgust sentyabr|sentabr oktyabr|oktabr noyabr dekabr",
    // Kazakh
    "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
    // Hindi
    "जनवरी फरवरी|फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर|सितम्बर अक्टूबर|अक्तूबर नवंबर|नवम्बर \
     दिसंबर|दिसम्बर",
    // Irish
    "eanáir feabhra márta aibreán bealtaine meitheamh iúil lúnasa - - samhain nollaig",
    // Basque
    "urtarrilaren|urtarrila otsailaren|otsaila martxoaren|martxoa apirilaren|apirila maiatzaren|maiatza \
     ekainaren|ekaina uztailaren|uztaila abuztuaren|abuztua irailaren|iraila urriaren|urria \
     azaroaren|azaroa abenduaren|abendua",
    // Maltese
    "jannar frar marzu april mejju ġunju lulju awwissu settembru ottubru novembru diċembru",
    // Luxembourgish
    "januar februar mäerz abrëll mee juni juli august september oktober november dezember",
    // Filipino
    "enero pebrero marso abril mayo hunyo hulyo agosto setyembre oktubre nobyembre disyembre",
    // Hebrew
    "ינואר|בינואר פברואר|בפברואר מרץ|במרץ אפריל|באפריל מאי|במאי יוני|ביוני יולי|ביולי אוגוסט|באוגוסט \
     ספטמבר|בספטמבר אוקטובר|באוקטובר נובמבר|בנובמבר דצמבר|בדצמבר",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_of_one_month() {
        for row in MONTHS {
            assert_eq!(row.split(' ').count(), 12, "{row}");
        }
        for (name, number) in all() {
            assert_eq!(month(name), Some(number), "{name}");
            // the capital of ı is that of i, and ΐ has none of one character
            assert!(name.contains(['ı', 'ΐ']) || month(&name.to_uppercase()) == Some(number), "{name}");
        }
        assert_eq!(
            (month(""), month("ma"), month("mayor"), month("augusteischer März")),
            (None, None, None, None)
        );
    }
}
