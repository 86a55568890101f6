//! Marks of speakers in the records of China, Taiwan, Hong Kong, Japan and Korea: `主席：`, `李永達議員：`,
//! `○議長（山田太郎君）　…`, `○위원장 김철수  …`. They have no capitals and no spaces between words, so an office in
//! the mark, the circle before it or its number tells it.

use super::mark::{Look, Mark};

/// The longest mark, in characters, and the longest one that is a name alone.
const MARK: usize = 24;
const NAME: usize = 4;

/// Words of offices and of address, as they stand in a mark.
const OFFICES: &[&str] = &[
    "主席",
    "議長",
    "议长",
    "議員",
    "议员",
    "委員",
    "委员",
    "局長",
    "局长",
    "司長",
    "司长",
    "部長",
    "部长",
    "處長",
    "处长",
    "署長",
    "署长",
    "院長",
    "院长",
    "主任",
    "大臣",
    "總理",
    "总理",
    "総理",
    "總統",
    "总统",
    "長官",
    "长官",
    "秘書長",
    "秘书长",
    "書記",
    "书记",
    "市長",
    "市长",
    "県知事",
    "知事",
    "先生",
    "女士",
    "小姐",
    "代表",
    "發言人",
    "发言人",
    "参考人",
    "政府委員",
    "君",
    "記者",
    "记者",
    "主持人",
    "의장",
    "위원장",
    "위원",
    "의원",
    "장관",
    "총리",
    "국무총리",
    "대통령",
    "차관",
    "실장",
    "대표",
    "기자",
    "사회자",
];

/// Words of those who are spoken to: `各位代表：`, `主席先生：` at the head of a speech.
const ADDRESSED: &[&str] =
    &["各位", "諸位", "诸位", "同志", "朋友", "皆さん", "皆様", "閣下", "阁下", "여러분", "존경하는"];

/// Words of lists and of business, before which an office may stand: `出席議員：`, `政務司司長動議的議案如下：`.
const BUSINESS: &[&str] = &[
    "出席",
    "缺席",
    "欠席",
    "列席",
    "議案",
    "议案",
    "動議",
    "动议",
    "修正案",
    "議程",
    "议程",
    "如下",
    "출석",
    "결석",
    "의안",
    "안건",
];

/// Words before a colon that are no names.
const LABELS: &[&str] = &[
    "時間", "时间", "地點", "地点", "日期", "日時", "場所", "標題", "标题", "主題", "主题", "來源", "来源",
    "出處", "出处", "編輯", "编辑", "備註", "备注", "附件", "電話", "电话", "地址", "網址", "网址", "住所",
    "注", "例", "例如", "第一", "第二", "第三", "일시", "장소", "제목", "주소", "전화", "참고", "출처",
];

/// What brackets hold that is of the speech and not of the person: the language, whether it was spoken or handed in.
const OF_SPEECH: &[&str] = &["發言", "发言", "傳譯", "書面", "书面", "答覆", "答复", "譯文", "登壇", "続"];

/// Whether a text starts as such a mark can.
pub(super) fn may_start(line: &str) -> bool {
    line.starts_with(|c: char| is_east_asian(c) || is_circle(c))
}

/// Whether a character is of the scripts of these languages.
pub(super) fn is_east_asian(c: char) -> bool {
    matches!(c, '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}')
}

fn is_circle(c: char) -> bool {
    matches!(c, '○' | '◯' | '◎' | '〇')
}

/// The mark at the start of a paragraph.
pub(super) fn mark(body: &str) -> Option<Mark<'_>> {
    let line = body.lines().next()?.trim_start();
    let circled = line.starts_with(is_circle);
    let line = line.trim_start_matches(is_circle).trim_start();
    let name_end = line.find(|c: char| !is_east_asian(c) && c != '・' && c != '·')?;
    let (mut name, mut rest) = line.split_at(name_end);
    // `의장 박관용`: an office and a name, a space between
    if circled
        && let Some(after) = rest.strip_prefix(' ')
        && name.ends_with(|c: char| ('\u{ac00}'..='\u{d7a3}').contains(&c))
    {
        let len = after.find(|c: char| !is_east_asian(c)).unwrap_or(after.len());
        if (2..=NAME).contains(&after[..len].chars().count()) {
            (name, rest) = line.split_at(name_end + 1 + len);
        }
    }
    let mut asides = Vec::new();
    while let Some((inside, after)) = bracket(rest) {
        asides.push(inside);
        rest = after;
    }
    let length = name.chars().count();
    if length == 0 || length > MARK || asides.iter().any(|aside| aside.chars().count() > MARK) {
        return None;
    }
    let colon = rest.strip_prefix(['：', ':']);
    // behind a circle the name ends with white space, a bracket or the line
    let parted = rest.starts_with(['\u{3000}', '\t']) || rest.starts_with("  ") || rest.trim().is_empty();
    let ends = colon.is_some() || circled && (parted || !asides.is_empty());
    let is_other = || ADDRESSED.iter().chain(BUSINESS).any(|word| name.contains(word));
    if !ends || is_other() {
        return None;
    }
    let office = OFFICES.iter().any(|word| name.contains(word));
    let look = match circled || office && (length <= 12 || !asides.is_empty()) {
        true => Look::Titled,
        false if (2..=NAME).contains(&length) && !LABELS.contains(&name) => Look::Plain,
        false => return None,
    };
    let said = colon.unwrap_or(rest).trim_start();
    let followed = !said.is_empty() || body.trim_end().contains('\n');
    // `主席：` alone may be who is spoken to
    let weak = !followed && !circled;
    let asides =
        asides.into_iter().filter(|aside| !OF_SPEECH.iter().any(|word| aside.contains(word))).collect();
    Some(Mark { name, asides, look, followed, weak, said: true })
}

/// What brackets at the start hold, and what follows them.
fn bracket(rest: &str) -> Option<(&str, &str)> {
    let inner = rest.trim_start_matches(' ');
    let (inner, close) = match inner.strip_prefix('（') {
        Some(inner) => (inner, '）'),
        None => (inner.strip_prefix('(')?, ')'),
    };
    let (inside, after) = inner.split_once(close)?;
    Some((inside.trim(), after))
}

/// The person in brackets behind an office: `山田太郎君`. A party is none.
pub(super) fn person(aside: &str) -> Option<&str> {
    let name = aside.strip_suffix('君').unwrap_or(aside).trim();
    let length = name.chars().filter(|c| is_east_asian(*c)).count();
    (is_name(name) && (2..=8).contains(&length) && !is_party(aside)).then_some(name)
}

/// Whether what stands in brackets names a party or a group: `自由民主党`, `民建聯`.
pub(super) fn is_party(aside: &str) -> bool {
    ["党", "黨", "당", "聯", "联", "同盟", "連合", "クラブ"].iter().any(|end| aside.ends_with(end))
}

/// Whether a name is written in these scripts.
pub(super) fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| is_east_asian(c) || c.is_whitespace() || matches!(c, '・' | '·'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(body: &str, expected: Option<(&str, &[&str], Look)>) {
        let found = mark(body).map(|mark| (mark.name, mark.asides, mark.look));
        assert_eq!(found, expected.map(|(name, asides, look)| (name, asides.to_vec(), look)), "{body}");
    }

    #[test]
    fn marks() {
        use Look::{Plain, Titled};
        check("主席：現在開始會議。", Some(("主席", &[], Titled)));
        check("代理主席（以粵語發言）：現在開會。", Some(("代理主席", &[], Titled)));
        check("陳大文議員：主席，我想問。", Some(("陳大文議員", &[], Titled)));
        check("○議長（山田太郎君）　これより会議を開きます。", Some(("議長", &["山田太郎君"], Titled)));
        check("○田中委員　質問します。", Some(("田中委員", &[], Titled)));
        check("◯의장 박철수  회의를 시작하겠습니다.", Some(("의장 박철수", &[], Titled)));
        check("의장(박철수): 회의를 시작하겠습니다.", Some(("의장", &["박철수"], Titled)));
        check("张三：我们同意。", Some(("张三", &[], Plain)));
        check("时间：上午九时", None);
        check("各位代表：", None);
        check("出席議員：", None);
        check("出席委員　山田太郎君", None);
        check("勞工局局長動議的議案如下：", None);
        check("主席先生，我想说几句。", None);
        check("工人的力量在于团结和组织起来共同斗争的决心：这是真的。", None);
        check("○ 2002年の予算", None);
    }
}
