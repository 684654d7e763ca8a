//! `postrider serve`: the web server for readers.

use std::future::Future;

use tokio::net::TcpListener;

use super::answer::Answer;
use super::args::ServeArgs;
use super::context::{Context, runtime};
use super::failure::Failure;
use super::print;
use crate::server::{self, Site};

/// Runs it until the program is asked to stop.
pub fn run(context: &Context, args: &ServeArgs) -> Result<Answer, Failure> {
    let config = context.config()?;
    let listen = args.listen.clone().unwrap_or_else(|| config.server.listen.clone());
    let site =
        Site { public: config.output.dir.clone(), prefix: config.server.url.path().to_owned() };
    runtime()?.block_on(async {
        let listener = TcpListener::bind(&listen).await.map_err(|error| {
            Failure::because(format!("cannot listen on {listen}"), &error)
                .hint("another program may use that port; `--listen 127.0.0.1:0` takes a free one")
        })?;
        let stop = stop()?;
        // Scripts wait for this line, so it is said even when quiet.
        print::err(&format!("listening on http://{}/\n", listener.local_addr()?));
        server::run(site, listener, stop).await?;
        let mut answer = Answer::default();
        answer.say("stopped");
        Ok(answer)
    })
}

/// Ends when the program is asked to stop: Ctrl-C, or SIGTERM from a service manager.
fn stop() -> Result<impl Future<Output = ()> + Send + 'static, Failure> {
    #[cfg(unix)]
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    Ok(async move {
        #[cfg(unix)]
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        }
        #[cfg(not(unix))]
        let _ = tokio::signal::ctrl_c().await;
    })
}
