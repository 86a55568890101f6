//! The engines: how each is built, asked, and asked once.

use super::{Options, fresh, size};
use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// An engine that takes part.
pub struct Engine {
    pub name: &'static str,
    pub folder: PathBuf,
    /// The program and what comes before its arguments.
    command: Vec<String>,
}

/// What an indexing took.
#[derive(Clone, Copy, Default)]
pub struct Cost {
    pub nanos: u64,
    pub kilobytes: u64,
    pub bytes: u64,
}

impl Cost {
    /// The less of two, of each number.
    pub fn least(self, other: Cost) -> Cost {
        Cost {
            nanos: self.nanos.min(other.nanos),
            kilobytes: self.kilobytes.min(other.kilobytes),
            bytes: self.bytes.min(other.bytes),
        }
    }
}

/// An indexing, by name.
pub struct Built {
    pub name: String,
    pub cost: Cost,
}

pub const PRODUCT: &str = "pamphlet";
pub const TANTIVY: &str = "tantivy";

/// All engines that can be built here. One that cannot is named with the reason.
pub fn all(work: &Path) -> Result<Vec<Engine>> {
    let own = std::env::current_exe()?;
    let mut engines = Vec::new();
    let mut add = |name: &'static str, command: Vec<String>| {
        engines.push(Engine { name, folder: work.join(format!("index-{name}")), command });
    };
    add(PRODUCT, vec![own.display().to_string()]);
    let raw = own.with_file_name("peer-tantivy");
    if !raw.exists() {
        bail!("{} is not built: run `cargo build --release -p xtask`", raw.display());
    }
    add(TANTIVY, vec![raw.display().to_string()]);
    let peers = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers");
    match sqlite(&peers.join("sqlite")) {
        Ok(command) => add("sqlite", command),
        Err(error) => println!("SKIPPED: SQLite FTS5: {error:#}"),
    }
    match lucene(&peers.join("lucene")) {
        Ok(command) => add("lucene", command),
        Err(error) => println!("SKIPPED: Lucene: {error:#}"),
    }
    Ok(engines)
}

fn quiet(command: &mut Command) -> Result<()> {
    let output = command.stdin(Stdio::null()).output().context("it cannot be started")?;
    if !output.status.success() {
        let told =
            String::from_utf8_lossy(if output.stderr.is_empty() { &output.stdout } else { &output.stderr });
        bail!("{}", told.lines().next().unwrap_or("it failed"));
    }
    Ok(())
}

fn sqlite(folder: &Path) -> Result<Vec<String>> {
    quiet(Command::new("cargo").args(["build", "--release", "--quiet"]).current_dir(folder))?;
    Ok(vec![folder.join("target/release/peer-sqlite").display().to_string()])
}

fn lucene(folder: &Path) -> Result<Vec<String>> {
    quiet(Command::new("java").arg("-version")).context("Java is not there")?;
    quiet(Command::new("mvn").args(["-q", "-B", "package"]).current_dir(folder)).context("Maven")?;
    let target = folder.join("target");
    let classes = format!("{}:{}/*", target.join("classes").display(), target.join("lib").display());
    Ok(["java", "-Xmx3g", "-XX:+UseSerialGC", "-cp", &classes, "Peer"].map(str::to_owned).to_vec())
}

impl Engine {
    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(&self.command[0]);
        command.args(&self.command[1..]).args(args);
        command
    }

    /// Runs a command that tells CPU nanoseconds, and kilobytes where it knows them, in an empty folder.
    pub fn measured(&self, args: &[&str]) -> Result<Cost> {
        fresh(&self.folder)?;
        self.measured_again(args)
    }

    /// The same over the index that is there.
    pub fn measured_again(&self, args: &[&str]) -> Result<Cost> {
        let output = self.command(args).stderr(Stdio::inherit()).output()?;
        let told = String::from_utf8_lossy(&output.stdout);
        let mut numbers = told.split_whitespace().rev().map_while(|number| number.parse().ok());
        let (Some(kilobytes), Some(nanos)) = (numbers.next(), numbers.next()) else {
            bail!("{} did not index: {told}", self.name);
        };
        Ok(Cost { nanos, kilobytes, bytes: size(&self.folder) })
    }

    /// The same engine over another index.
    pub fn at(&self, folder: PathBuf) -> Engine {
        Engine { name: self.name, folder, command: self.command.clone() }
    }

    /// Indexes documents that are lines of JSON.
    pub fn index(&self, docs: &Path) -> Result<Cost> {
        let (docs, folder) = (docs.display().to_string(), self.folder.display().to_string());
        match self.name {
            PRODUCT => self.measured(&["index", &folder, &docs]),
            _ => self.measured(&["index", &docs, &folder]),
        }
    }

    /// One query in a process of its own, by the command that is there for it.
    pub fn once(&self, binary: &Path, query: &str) -> Command {
        let folder = self.folder.display().to_string();
        let mut command = match self.name {
            PRODUCT => {
                let mut command = Command::new(binary);
                command.args(["search", "--index", &folder, "--", query]);
                command
            }
            _ => self.command(&["once", &folder, query]),
        };
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    pub fn serve(&self) -> Result<Served> {
        let folder = self.folder.display().to_string();
        let mut child = self
            .command(&["serve", &folder])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("{} does not start", self.name))?;
        let (Some(to), Some(from)) = (child.stdin.take(), child.stdout.take()) else {
            bail!("{} has no pipes", self.name);
        };
        Ok(Served { name: self.name, child, to: Some(to), from: BufReader::new(from) })
    }
}

/// Indexes with every engine in turn, `passes` times; the least of each.
pub fn index_all(engines: &[Engine], options: &Options, docs: &Path) -> Result<Vec<Built>> {
    let docs = docs.display().to_string();
    let paths: Vec<String> = options.paths.iter().map(|path| path.display().to_string()).collect();
    let mut built: Vec<Built> = Vec::new();
    for _ in 0..options.passes.clamp(1, 3) {
        for engine in engines {
            let folder = engine.folder.display().to_string();
            let runs: &[(&str, &str)] = match engine.name {
                // the one that stays is the whole: it is the index that is searched
                PRODUCT => {
                    &[("pamphlet, the stage alone", "index-stage"), ("pamphlet, from the files", "index")]
                }
                name => &[(name, "index")],
            };
            for (name, verb) in runs {
                let mut args = vec![*verb];
                if engine.name == PRODUCT {
                    args.push(&folder);
                    args.extend(paths.iter().map(String::as_str));
                } else {
                    args.extend([docs.as_str(), folder.as_str()]);
                }
                let cost = engine.measured(&args)?;
                match built.iter_mut().find(|built| built.name == *name) {
                    None => built.push(Built { name: (*name).to_owned(), cost }),
                    Some(built) => {
                        built.cost.nanos = built.cost.nanos.min(cost.nanos);
                        built.cost.kilobytes = built.cost.kilobytes.min(cost.kilobytes);
                    }
                }
            }
        }
    }
    Ok(built)
}

/// An engine that is open.
pub struct Served {
    pub name: &'static str,
    child: Child,
    to: Option<ChildStdin>,
    from: BufReader<ChildStdout>,
}

/// An answer: CPU nanoseconds, hits.
#[derive(Clone, Copy, Debug)]
pub struct Answer {
    pub nanos: u64,
    pub hits: u64,
}

impl Served {
    /// Asks one query; `None` where the engine has no way to ask it.
    pub fn ask(&mut self, mode: &str, query: &str) -> Result<Option<Answer>> {
        let to = self.to.as_mut().context("the engine is closed")?;
        writeln!(to, "{mode}\t{query}")?;
        to.flush()?;
        let mut line = String::new();
        self.from.read_line(&mut line)?;
        let mut parts = line.trim_end().split('\t');
        let (Some(nanos), Some(hits)) = (parts.next(), parts.next()) else {
            bail!("{} does not answer {query}", self.name);
        };
        match nanos.parse() {
            Ok(nanos) => Ok(Some(Answer { nanos, hits: hits.parse().unwrap_or(0) })),
            Err(_) => Ok(None),
        }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // at the end of its input it ends
        drop(self.to.take());
        let _ = self.child.wait();
    }
}
