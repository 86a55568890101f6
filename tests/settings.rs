//! Configuration files: what goes before what, what is told about mistakes, and what a stranger's file cannot do.

use crate::Place;
use std::process::Output;

/// A place with an index, and two files of settings: `FOLDER` here, `USER` of the user.
struct Set {
    place: Place,
}

impl Set {
    fn new(folder: &str, user: &str) -> Self {
        let place = Place::new();
        for n in 0..6 {
            place.file(&format!("docs/{n}.txt"), format!("Paper {n}\n\nThe tanners meet in hall {n}.\n"));
        }
        place.expect(0, ["index", "--no-config", "docs"]);
        if !folder.is_empty() {
            place.file("pamphlet.toml", folder);
        }
        if !user.is_empty() {
            place.file("xdg/pamphlet/pamphlet.toml", user);
        }
        Self { place }
    }

    fn output(&self, env: &[(&str, &str)], args: &[&str]) -> Output {
        let mut command = self.place.command();
        command.env_remove("PAMPHLET_CONFIG").env("XDG_CONFIG_HOME", self.place.path().join("xdg"));
        command.envs(env.iter().copied()).args(args).output().expect("the binary runs")
    }

    #[track_caller]
    fn run(&self, code: i32, env: &[(&str, &str)], args: &[&str]) -> (String, String) {
        let out = self.output(env, args);
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        let (stdout, stderr) = (text(out.stdout), text(out.stderr));
        assert_eq!(out.status.code(), Some(code), "{args:?}: {stdout}{stderr}");
        (stdout, stderr)
    }

    /// `value  # origin` of a key.
    #[track_caller]
    fn shown(&self, key: &str, env: &[(&str, &str)], args: &[&str]) -> String {
        let (stdout, _) = self.run(0, env, &[&["config", "--show"], args].concat());
        let root = self.place.path().canonicalize().expect("a path").display().to_string();
        let line =
            stdout.lines().find(|line| line.split(" = ").next().is_some_and(|name| name.trim() == key));
        let value = line.expect("the key is shown").split_once(" = ").expect("a value").1;
        let words: Vec<&str> = value.split_whitespace().collect();
        words.join(" ").replace(&root, "ROOT").replace(&self.place.path().display().to_string(), "ROOT")
    }
}

#[test]
fn folder_before_user_environment_before_both_arguments_before_all() {
    let set = Set::new(
        "color = \"always\"\n\n[search]\nlimit = 2\n",
        "format = \"csv\"\ncolor = \"never\"\npager = \"more\"\n",
    );
    let check = |key: &str, env: &[(&str, &str)], args: &[&str], expected: &str| {
        let args = [&["--format", "human"], args].concat();
        assert_eq!(set.shown(key, env, &args), expected, "{key} {env:?} {args:?}");
    };
    let user = "ROOT/xdg/pamphlet/pamphlet.toml";
    check("color", &[], &[], "\"always\" # pamphlet.toml:1");
    check("color", &[("NO_COLOR", "1")], &[], "\"never\" # environment: NO_COLOR");
    check("color", &[("NO_COLOR", "1")], &["--color", "auto"], "\"auto\" # argument");
    check("pager", &[], &[], &format!("\"more\" # {user}:3"));
    check("pager", &[("PAGER", "most")], &[], "\"most\" # environment: PAGER");
    check(
        "pager",
        &[("PAGER", "most"), ("PAMPHLET_PAGER", "less")],
        &[],
        "\"less\" # environment: PAMPHLET_PAGER",
    );
    check("pager", &[("PAMPHLET_PAGER", "less")], &["--pager", "never"], "\"never\" # argument");
    check("search.limit", &[], &[], "2 # pamphlet.toml:4");
    check("search.limit", &[], &["--no-config"], "10 # default");
    check("kwic.context", &[], &[], "10 # default");
    check("index", &[("PAMPHLET_INDEX", "elsewhere")], &[], "\"elsewhere\" # environment: PAMPHLET_INDEX");
    check("format", &[], &[], "\"human\" # argument");
    // and they do what they say
    let (stdout, _) = set.run(0, &[], &["search", "tanners"]);
    assert_eq!(stdout.lines().count(), 3, "two rows of a table with its head: {stdout}");
    let (stdout, _) = set.run(0, &[], &["search", "tanners", "-n", "4", "--format", "json"]);
    assert_eq!(stdout.lines().count(), 4);
    let (stdout, _) = set.run(0, &[], &["search", "tanners", "--format", "human"]);
    assert!(stdout.contains("\u{1b}[1m"), "{stdout:?}");
    let (stdout, _) = set.run(0, &[], &["search", "tanners", "--no-config", "--format", "json"]);
    assert_eq!(stdout.lines().count(), 6);
}

#[test]
fn every_key_is_used() {
    let set = Set::new(
        "mark = [\"<\", \">\"]\nindex = \"index\"\nhyperlink = \"always\"\n\
         [search]\nlimit = \"all\"\nsnippets = 2\ncontext = 1\nsort = \"path\"\nduplicates = \"show\"\nstem = \"full\"\n\
         [kwic]\nlimit = 3\ncontext = 2\nsort = \"after1\"\n\
         [trend]\nby = \"type\"\n\
         [reading]\nmap = {speaker = \"who\"}\ndate-order = \"dmy\"\ntype = \"text\"\ntype-not = [\"html\"]\nglob = [\"*.txt\"]\n",
        "",
    );
    let (stdout, stderr) = set.run(0, &[], &["config", "--show", "--strict", "--format", "json"]);
    assert_eq!(stderr, "");
    let lines: Vec<serde_json::Value> =
        stdout.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    for line in &lines {
        let own = ["format", "color", "pager"].contains(&line["key"].as_str().expect("a key"));
        assert_eq!(line["origin"] == "file", !own, "{line}");
    }
    let of = |key: &str| lines.iter().find(|line| line["key"] == key).expect("the key").clone();
    assert_eq!(of("mark")["value"], serde_json::json!(["<", ">"]));
    assert_eq!(of("reading.map")["value"], serde_json::json!(["speaker=who"]));
    assert_eq!((&of("kwic.limit")["value"], &of("kwic.limit")["line"]), (&3.into(), &12.into()));
    let (stdout, _) = set.run(0, &[], &["kwic", "tanners"]);
    assert_eq!(stdout.lines().count(), 3);
    assert!(stdout.contains("The <tanners> meet in  ") && stdout.contains("\u{1b}]8;;file://"), "{stdout}");
    let (stdout, _) = set.run(0, &[], &["trend", "tanners", "--format", "csv"]);
    assert!(stdout.contains("text,6,6"), "{stdout}");
    let (stdout, _) = set.run(0, &[], &["search", "tanner", "--format", "json"]);
    assert!(stdout.lines().count() == 6 && stdout.contains("docs/0.txt"), "{stdout}");
    // another way of reading: the files are read again
    set.place.file("docs/a.csv", "id,who,text\n1,A. Mill,The tanners spoke in the hall for long.\n");
    let (stdout, _) = set.run(0, &[], &["index", "docs", "--format", "json"]);
    assert!(stdout.contains("\"updated\":6") && stdout.contains("\"added\":0"), "{stdout}");
}

#[test]
fn mistakes_are_told_with_their_line_and_stop_nothing_that_reads() {
    let set = Set::new(
        "colour = \"never\"\nmark = \"[\"\n\n[search]\nlimits = 5\nlimit = \"many\"\nsort = \"dat\"\nsnippets = 2.5\n\
         \n[seach]\nlimit = 1\n\n[reading]\ndate-order = \"dym\"\ntype = [1]\n",
        "",
    );
    let expected = "\
warning: pamphlet.toml:1: there is no key 'colour'; did you mean 'color'?
warning: pamphlet.toml:2: 'mark' cannot be \"[\"; expected is a list of two texts, such as [\"[\", \"]\"]
warning: pamphlet.toml:5: there is no key 'search.limits'; did you mean 'search.limit'?
warning: pamphlet.toml:6: 'search.limit' cannot be \"many\"; expected is a whole number or \"all\"
warning: pamphlet.toml:7: 'search.sort' cannot be \"dat\"; expected is one of score, date, -date, path; did you mean 'date'?
warning: pamphlet.toml:8: 'search.snippets' cannot be 2.5; expected is a whole number
warning: pamphlet.toml:10: there is no key 'seach'; did you mean 'search'?
warning: pamphlet.toml:14: 'reading.date-order' cannot be \"dym\"; expected is one of dmy, mdy, ymd
warning: pamphlet.toml:15: 'reading.type' cannot be such a list; expected is a text or a list of texts
";
    let (stdout, stderr) = set.run(0, &[], &["search", "tanners", "--format", "json"]);
    assert_eq!(stderr, expected);
    assert_eq!(stdout.lines().count(), 6, "what is wrong is left out");
    let (_, stderr) = set.run(0, &[], &["search", "tanners", "--format", "json", "-q"]);
    assert_eq!(stderr, "");
    for args in
        [&["search", "tanners", "--strict"][..], &["config", "--strict"], &["kwic", "tanners", "--strict"]]
    {
        let (stdout, stderr) = set.run(2, &[], args);
        assert!(stderr.starts_with("error: pamphlet.toml:1: there is no key 'colour'\nhint: "), "{stderr}");
        assert_eq!(stdout, "");
    }
    // an index is not made in another way than it was meant
    let (_, stderr) = set.run(2, &[], &["index", "docs"]);
    assert!(stderr.starts_with("error: pamphlet.toml:14: "), "{stderr}");
    set.run(0, &[], &["index", "docs", "--no-config"]);
}

#[test]
fn what_is_no_toml_is_left_out_whole() {
    for (content, place) in [
        (&b"[search]\nlimit = 2\nsort = \"date\n"[..], "pamphlet.toml:3: "),
        (b"limit = 1\nlimit = 2\n", "pamphlet.toml:2: "),
        (b"\xff\xfe", "pamphlet.toml: cannot be read: it is not UTF-8"),
        (b"a = [", "pamphlet.toml:1: "),
    ] {
        let set = Set::new("", "");
        set.place.file("pamphlet.toml", content);
        let (stdout, stderr) = set.run(0, &[], &["search", "tanners", "--format", "json"]);
        assert_eq!(stdout.lines().count(), 6);
        assert!(stderr.starts_with(&format!("warning: {place}")), "{stderr}");
        assert_eq!(stderr.lines().count(), 1, "{stderr}");
        set.run(2, &[], &["index", "docs"]);
    }
    // a mark of the encoding is none of the text
    let set = Set::new("", "");
    set.place.file("pamphlet.toml", "\u{feff}[search]\nlimit = 2\n");
    let (stdout, stderr) = set.run(0, &[], &["search", "tanners", "--format", "json"]);
    assert_eq!((stdout.lines().count(), &*stderr), (2, ""));
    // more than a megabyte
    set.place.file("pamphlet.toml", "# x\n".repeat(300_000));
    let (_, stderr) = set.run(0, &[], &["search", "tanners", "--format", "json"]);
    assert!(stderr.contains("more than 1 MiB"), "{stderr}");
}

#[test]
fn a_strangers_file_runs_nothing_and_leads_nowhere() {
    for (line, told) in [
        ("pager = \"touch owned\"", "'pager' is not taken from a folder's file"),
        ("index = \"/tmp\"", "'index' cannot be \"/tmp\"; expected is a folder below that of the file"),
        ("index = \"../index\"", "expected is a folder below"),
        ("index = \"a/../../index\"", "expected is a folder below"),
        ("index = \"opensearch://example.org\"", "expected is a folder below"),
        ("index = \"\"", "expected is a folder below"),
        ("\"\\u001B[31mx\" = 1", "there is no key '␛[31mx'"),
    ] {
        let set = Set::new(&format!("{line}\n"), "");
        for args in [&["search", "tanners"][..], &["kwic", "tanners"], &["show", "docs/1.txt"]] {
            let (_, stderr) = set.run(0, &[], args);
            assert!(stderr.contains(told), "{line}: {stderr}");
            assert!(!stderr.contains('\u{1b}'), "{stderr:?}");
        }
        assert!(!set.place.path().join("owned").exists());
        // the user's own file may
        let own = Set::new("", &format!("{line}\n"));
        let (_, stderr) = own.run(0, &[], &["config", "--show"]);
        let never = line.contains("u001B") || line == "index = \"\"";
        assert_eq!(stderr.is_empty(), !never, "{line}: {stderr}");
    }
    let set = Set::new("mark = [\"\\u001B[2J\", \"\\u202E\"]\n", "");
    let (stdout, _) = set.run(0, &[], &["search", "tanners"]);
    assert!(stdout.contains("␛[2Jtanners<U+202E>"), "{stdout}");
}

#[cfg(unix)]
#[test]
fn on_a_terminal_a_strangers_pager_is_not_run_either() {
    let set = Set::new("pager = \"sh -c 'touch owned'\"\n[kwic]\nlimit = \"all\"\n", "");
    set.place.file("docs/long.txt", "Long\n\n".to_owned() + &"The tanners again.\n\n".repeat(90));
    set.run(0, &[], &["index", "--no-config", "docs"]);
    let run =
        crate::pty::shown(&set.place, (80, 10), &[("PAGER", "sh -c 'cat > paged'")], &["kwic", "tanners"]);
    assert_eq!(run.code, 0, "{}", run.screen);
    assert!(set.place.path().join("paged").exists() && !set.place.path().join("owned").exists());
}

#[test]
fn a_file_above_holds_too_and_its_index_is_beside_it() {
    let set = Set::new("index = \"kept\"\n[search]\nlimit = 1\n", "");
    set.run(0, &[], &["index", "docs"]);
    assert!(set.place.path().join("kept/manifest.json").is_file());
    let below = set.place.path().join("docs");
    let out = set.place.command().current_dir(below).args(["search", "tanners", "--format", "json"]).output();
    let out = out.expect("it runs");
    assert_eq!(
        String::from_utf8_lossy(&out.stdout).lines().count(),
        1,
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
    let (stdout, _) = set.run(0, &[], &["config"]);
    assert!(
        stdout.starts_with("folder  pamphlet.toml\nuser    ") && stdout.ends_with("(not there)\n"),
        "{stdout}"
    );
    let (stdout, _) = set.run(0, &[], &["config", "--no-config"]);
    assert_eq!(stdout, "no configuration file is read\n");
}
