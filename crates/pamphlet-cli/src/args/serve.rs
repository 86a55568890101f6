//! The arguments of `serve`.

use clap::Args;

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  pamphlet serve                             http://127.0.0.1:7878/
  pamphlet serve --bind 127.0.0.1:0          any free port, which is printed
  pamphlet serve --host texts.example        behind a proxy that hands on the name

Interrupt it (Ctrl-C) to end it: what is being answered is answered.")]
pub struct ServeArgs {
    /// Where to listen; port 0 is any free one. Who reaches the address can read all that is indexed
    #[arg(long, default_value = "127.0.0.1:7878", value_name = "ADDR:PORT")]
    pub bind: String,
    /// Another name that the server is called by, such as that of a proxy before it (repeatable)
    #[arg(long = "host", value_name = "NAME")]
    pub hosts: Vec<String>,
    /// Answer a question after so many seconds with what was found by then
    #[arg(long, default_value_t = 10.0, value_name = "SECONDS")]
    pub timeout: f64,
}
