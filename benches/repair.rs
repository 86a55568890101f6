//! How fast texts are decoded and repaired: clean ones, where little more than a scan must do, and damaged ones; in
//! large files and in documents of a few pages. The first group is what any reader of UTF-8 must do: a check that it is
//! UTF-8 and a search for one byte. Figures are to be read as shares of that one, measured in the same run.
//!
//! The texts are sentences in an order drawn by chance, so that no branch can be learnt by heart, with about four marks
//! a kilobyte, as in transcripts of speeches.

#[path = "cpu.rs"]
mod cpu;

use cpu::Cpu;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use pamphlet_repair::{Repairer, decode};
use std::hint::black_box;
use std::time::Duration;

const ENGLISH: &[&str] = &[
    "The delegates met at noon in the old café, and nobody asked who had called them.",
    "“We’re here,” said the chair, “because the mill’s owners won’t be.”",
    "Was that all?",
    "It was not: what followed is known – a vote, a march, and a week without wages.",
    "The union’s paper printed the list of those who had come, and of those who had stayed at home.",
    "Their neighbours could read it, and many of them did so before the week was over.",
    "In the spring of that year the council of the district had promised new houses to four hundred families.",
    "Not one of them had been built by the autumn, and the money for them was spent on the road to the harbour.",
    "The minister spoke for an hour about the duties of those who work, and for a minute about their rights.",
    "Nobody in the hall had expected anything else, but it didn’t make the evening any shorter.",
    "A committee of nine was chosen to carry the demands to the capital and to report within ten days.",
    "The workers’ demands were these: the day of eight hours, the old wages, and no dismissals.",
    "Meanwhile the company had brought in two hundred men from the north, who were told nothing of the dispute.",
    "Some of them turned back when they heard of it at the station; others had no fare for the journey.",
    "By the end of the month the collection had reached a sum that was larger than any before it.",
    "The inspectors found the boilers in good order and the ladders in none, and wrote down both.",
    "What the court would say of it was another matter, and one that took two more years.",
    "Those who remember the time say that the winter was mild, and that this was the only mercy in it.",
];

const RUSSIAN: &[&str] = &[
    "Кто этого требует?",
    "Рабочие и крестьяне всей страны, сказал он вчера на собрании.",
    "Все люди рождаются свободными и равными в своём достоинстве и правах.",
    "«Мы не уйдём», – ответили им, и никто не ушёл до самого вечера.",
    "Совет постановил созвать новое собрание через десять дней и выбрать на нём девять делегатов.",
    "Газета напечатала список тех, кто пришёл, и тех, кто остался дома.",
];

const UKRAINIAN: &[&str] = &[
    "Хто цього вимагає?",
    "Робітники й селяни всієї країни, сказав він учора на зборах у їхній громаді.",
    "Усі люди народжуються вільними і рівними у своїй гідності та правах.",
    "Вони наділені розумом і совістю і повинні діяти у відношенні один до одного в дусі братерства.",
];

const FRENCH: &[&str] = &[
    "Qui l’a demandé ?",
    "Les délégués se réunirent à midi dans le vieux café, et personne ne demanda qui les avait appelés.",
    "« Nous sommes là », dit le président, « parce que les propriétaires n’y seront pas. »",
    "Ce qui suivit est connu : un vote, une marche, et une semaine sans salaire.",
    "Le journal du syndicat publia la liste de ceux qui étaient venus et de ceux qui étaient restés chez eux.",
];

const GERMAN: &[&str] = &[
    "Wer hat das verlangt?",
    "Die Abgeordneten trafen sich am Mittag im alten Gasthof, und niemand fragte, wer sie gerufen hatte.",
    "„Wir sind hier“, sagte der Vorsitzende, „weil die Eigentümer nicht kommen werden.“",
    "Was folgte, ist bekannt: eine Abstimmung, ein Umzug und eine Woche ohne Lohn für die ganze Straße.",
    "Die Zeitung druckte die Namen derer, die gekommen waren, und derer, die zu Hause geblieben waren.",
];

const GREEK: &[&str] = &[
    "Ποιος το ζήτησε;",
    "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα.",
    "Οι εργάτες και οι αγρότες όλης της χώρας, είπε χθες στη συνέλευση.",
    "Η εφημερίδα τύπωσε τα ονόματα εκείνων που ήρθαν και εκείνων που έμειναν στο σπίτι.",
];

const JAPANESE: &[&str] = &[
    "誰がそれを求めたのか？",
    "すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。",
    "代表者たちは正午に古い茶屋に集まり、誰が呼んだのかを尋ねる者はいなかった。",
    "新聞は、来た人と家に残った人の名前を載せた。",
];

/// About so many bytes of paragraphs, each of some sentences drawn by chance.
fn text(sentences: &[&str], bytes: usize) -> String {
    let mut out = String::with_capacity(bytes + 500);
    let mut chance = 1u64;
    while out.len() < bytes {
        for _ in 0..8 {
            chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            out.push_str(sentences[(chance >> 33) as usize % sentences.len()]);
            out.push(' ');
        }
        out.push_str("\n\n");
    }
    out
}

/// The same without a character beyond ASCII.
fn plain(text: &str) -> String {
    text.replace(['“', '”'], "\"").replace('’', "'").replace('–', "--").replace('é', "e")
}

/// UTF-8 that was read as windows-1252.
fn mojibake(text: &str) -> String {
    encoding_rs::WINDOWS_1252.decode_without_bom_handling(text.as_bytes()).0.into_owned()
}

/// Everything beyond ASCII became `sign`.
fn lost(text: &str, sign: char) -> String {
    text.chars().map(|c| if c.is_ascii() { c } else { sign }).collect()
}

/// Damages one line in a hundred.
fn one_line(text: &str) -> String {
    let damaged = |(i, line): (usize, &str)| if i % 200 == 100 { mojibake(line) } else { line.to_owned() };
    text.lines().enumerate().map(damaged).collect::<Vec<_>>().join("\n")
}

/// Bytes of a large file.
const LARGE: usize = 5_000_000;

/// Bytes of a small document, and how many of them are repaired one after the other.
const SMALL: usize = 5_000;
const DOCUMENTS: usize = 200;

/// Names and texts: clean, and damaged in every way.
fn cases(bytes: usize) -> Vec<(&'static str, Vec<u8>)> {
    let english = text(ENGLISH, bytes);
    let utf16 = english.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let western = encoding_rs::WINDOWS_1252.encode(&english).0.into_owned();
    let entities = english.replace('’', "&rsquo;").replace('“', "&ldquo;").replace('”', "&amp;rdquo;");
    let texts = [
        ("clean: English, ASCII", plain(&english)),
        ("clean: English, curly quotes", english.clone()),
        ("clean: Russian", text(RUSSIAN, bytes)),
        ("clean: Ukrainian", text(UKRAINIAN, bytes)),
        ("clean: French", text(FRENCH, bytes)),
        ("clean: German", text(GERMAN, bytes)),
        ("clean: Greek", text(GREEK, bytes)),
        ("clean: Japanese", text(JAPANESE, bytes)),
        ("damaged: apostrophes lost", english.replace('’', "?")),
        ("damaged: every mark lost", lost(&english, '?')),
        ("damaged: every mark U+FFFD", lost(&english, char::REPLACEMENT_CHARACTER)),
        ("damaged: apostrophes dropped", english.replace('’', "")),
        ("damaged: apostrophes are spaces", english.replace('’', " ")),
        ("damaged: mojibake", mojibake(&english)),
        ("damaged: mojibake twice over", mojibake(&mojibake(&english))),
        ("damaged: one line in a hundred mojibake", one_line(&english)),
        ("damaged: entities", entities),
    ];
    let mut list: Vec<(&str, Vec<u8>)> =
        texts.into_iter().map(|(name, text)| (name, text.into_bytes())).collect();
    list.push(("clean: UTF-16", utf16));
    list.push(("clean: windows-1252", western));
    list
}

fn repair(c: &mut Criterion<Cpu>) {
    let repairer = Repairer::default();
    for (size, bytes, documents) in [("large", LARGE, 1), ("small", SMALL, DOCUMENTS)] {
        let mut group = c.benchmark_group(size);
        group
            .sample_size(10)
            .warm_up_time(Duration::from_millis(300))
            .measurement_time(Duration::from_secs(2));
        let english = text(ENGLISH, bytes);
        group.throughput(Throughput::Bytes((english.len() * documents) as u64));
        group.bench_function("nothing but a check and a search", |b| {
            b.iter(|| {
                for _ in 0..documents {
                    black_box(str::from_utf8(black_box(english.as_bytes())).is_ok());
                    black_box(memchr::memchr_iter(b'?', black_box(english.as_bytes())).count());
                }
            });
        });
        for (name, text) in &cases(bytes) {
            group.throughput(Throughput::Bytes((text.len() * documents) as u64));
            group.bench_function(*name, |b| {
                b.iter(|| {
                    for _ in 0..documents {
                        black_box(repairer.repair_bytes(black_box(text), None));
                    }
                });
            });
        }
        group.finish();
    }
}

fn decoding(c: &mut Criterion<Cpu>) {
    let text = text(ENGLISH, LARGE);
    let western = encoding_rs::WINDOWS_1252.encode(&text).0.into_owned();
    let mut mixed = text.clone().into_bytes();
    mixed.extend_from_slice(&western);
    let mut group = c.benchmark_group("decode");
    group.sample_size(10).measurement_time(Duration::from_secs(2));
    for (name, bytes) in [("windows-1252", &western), ("utf-8 and windows-1252", &mixed)] {
        group.throughput(Throughput::Bytes(bytes.len() as u64));
        group.bench_function(name, |b| b.iter(|| decode(black_box(bytes), None)));
    }
    group.finish();
}

criterion_group! { name = all; config = cpu::criterion(); targets = repair, decoding }
criterion_main!(all);
