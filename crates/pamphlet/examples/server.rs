//! A service of one's own around an index: threads share it, and each new commit is picked up. (`pamphlet serve` is a
//! whole one; this shows what it takes to embed the search.)
//!
//! ```console
//! $ cargo run -p pamphlet --example server -- index
//! $ curl 'http://127.0.0.1:8080/?q=workers'
//! ```

// an example is a program: it prints
#![allow(clippy::print_stdout)]

use pamphlet::{Index, Writer};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

/// An index that is opened anew when it has a new commit. A search that runs keeps the state that it began with.
struct Shared {
    folder: PathBuf,
    index: RwLock<Arc<Index>>,
}

impl Shared {
    fn open(folder: &Path) -> Result<Self, pamphlet::Error> {
        let index = RwLock::new(Arc::new(Index::open(folder)?));
        Ok(Self { folder: folder.to_owned(), index })
    }

    fn now(&self) -> Arc<Index> {
        let known = Arc::clone(&self.index.read().unwrap_or_else(PoisonError::into_inner));
        // opening costs a fraction of a millisecond; while it fails (the folder is being replaced) the old one serves
        match Index::open(&self.folder) {
            Ok(new) if new.fingerprint().ok() != known.fingerprint().ok() => {
                let new = Arc::new(new);
                *self.index.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&new);
                new
            }
            _ => known,
        }
    }
}

/// The words after `q=`, `+` and `%xx` read.
fn query(request: &str) -> String {
    let given = request.split([' ', '?', '&']).find_map(|part| part.strip_prefix("q=")).unwrap_or("");
    let mut bytes = Vec::new();
    let mut rest = given.as_bytes();
    while let [first, behind @ ..] = rest {
        let hex = behind.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        match (first, hex.and_then(|two| u8::from_str_radix(two, 16).ok())) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &behind[2..];
                continue;
            }
            (b'+', _) => bytes.push(b' '),
            (other, _) => bytes.push(*other),
        }
        rest = behind;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn answer(shared: &Shared, stream: &mut TcpStream) -> Result<(), pamphlet::Error> {
    let mut line = String::new();
    BufReader::new(stream.try_clone()?.take(8192)).read_line(&mut line)?;
    let page = shared.now().query(&query(&line)).run()?;
    // results are serde's: in JSON they are what the command line writes
    let body = serde_json::to_string(&page).map_err(io::Error::from)?;
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n";
    write!(stream, "{head}content-length: {}\r\n\r\n{body}", body.len())?;
    Ok(())
}

fn serve(shared: &Arc<Shared>, listener: &TcpListener, requests: usize) -> io::Result<()> {
    std::thread::scope(|scope| {
        for stream in listener.incoming().take(requests) {
            let mut stream = stream?;
            let shared = Arc::clone(shared);
            scope.spawn(move || {
                if let Err(error) = answer(&shared, &mut stream) {
                    let _ = write!(stream, "HTTP/1.1 500 Error\r\nconnection: close\r\n\r\n{error}");
                }
            });
        }
        Ok(())
    })
}

fn main() -> Result<(), pamphlet::Error> {
    if let Some(folder) = std::env::args_os().nth(1) {
        let listener = TcpListener::bind("127.0.0.1:8080")?;
        println!("http://{}/?q=", listener.local_addr()?);
        serve(&Arc::new(Shared::open(Path::new(&folder))?), &listener, usize::MAX)?;
        return Ok(());
    }
    run()
}

/// Without an argument: a small index of its own, asked before and after a commit.
pub fn run() -> Result<(), pamphlet::Error> {
    let place = std::env::temp_dir().join(format!("pamphlet-server-{}", std::process::id()));
    let mut writer = Writer::open(&place)?;
    writer.text("bakers.txt", "Bakers? Power")?;
    writer.commit()?;
    let shared = Arc::new(Shared::open(&place)?);
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let serving = std::thread::spawn(move || serve(&shared, &listener, 2));
    let ask = || -> io::Result<String> {
        let mut stream = TcpStream::connect(address)?;
        write!(stream, "GET /?q=bakers%27+power HTTP/1.1\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    };
    let first = ask()?;
    writer.text("more.txt", "More of the bakers’ power.")?;
    writer.commit()?;
    let second = ask()?;
    println!("{second}");
    assert!(first.contains("\"total\":1,") && second.contains("\"total\":2,"), "{first}\n{second}");
    let _ = serving.join();
    std::fs::remove_dir_all(&place)?;
    Ok(())
}
