//! An access token that a program prints.

use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::process::Command;
use tokio::time::timeout;

/// More than any token.
const MOST: u64 = 64 * 1024;

/// Runs a program, and gives what it prints.
///
/// It has our environment, for that is where such programs find their account, and nothing to read.
/// An interrupt from the keyboard ends it too: it hands nothing over.
pub(super) async fn token(words: &[String], time: Duration) -> Result<String, String> {
    let (name, arguments) = words.split_first().ok_or("no program is named")?;
    let mut command = Command::new(name);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child =
        command.kill_on_drop(true).spawn().map_err(|error| format!("{name}: {error}"))?;
    let out = child.stdout.take();
    let work = async { tokio::join!(child.wait(), all(out)) };
    let Ok((ended, out)) = timeout(time, work).await else {
        return Err(format!("{name}: it did not end within {} s", time.as_secs_f32()));
    };
    let ended = ended.map_err(|error| format!("{name}: {error}"))?;
    if ended.success() {
        return Ok(out);
    }
    // Neither what it prints nor what it complains: each may hold the token.
    Err(format!("{name}: {ended}; run it by hand to see what it complains of"))
}

/// Reads to the end, keeping so much.
async fn all(pipe: Option<impl AsyncRead + Unpin>) -> String {
    let Some(mut pipe) = pipe else { return String::new() };
    let mut kept = Vec::new();
    // What cannot be read is as good as the end.
    let _ = (&mut pipe).take(MOST).read_to_end(&mut kept).await;
    let _ = tokio::io::copy(&mut pipe, &mut tokio::io::sink()).await;
    String::from_utf8_lossy(&kept).into_owned()
}
