//! `postrider serve`: the web server for readers.

use std::future::Future;
use std::io::ErrorKind;

use chrono::Utc;
use tokio::net::TcpListener;

use super::answer::Answer;
use super::args::ServeArgs;
use super::context::Context;
use super::failure::Failure;
use super::outside;
use super::print;
use crate::server::{self, Outside, Site};
use crate::template::Templates;

/// Runs it until the program is asked to stop.
pub fn run(context: &Context, args: &ServeArgs) -> Result<Answer, Failure> {
    let config = context.config()?;
    let listen = args.listen.clone().unwrap_or_else(|| config.server.listen.clone());
    let templates = Templates::load(&config.templates).map_err(Failure::found)?;
    let fixed = context.fixed_now(config.zone)?;
    let told = Outside {
        clock: Box::new(move || fixed.unwrap_or_else(Utc::now)),
        log: Box::new(|line| print::err(&format!("{line}\n"))),
    };
    outside::block_on(async {
        let listener = TcpListener::bind(&listen).await.map_err(|error| {
            let failure = Failure::because(format!("cannot listen on {listen}"), &error);
            match error.kind() {
                ErrorKind::AddrInUse => failure.hint(
                    "another program uses that port; `--listen 127.0.0.1:0` takes a free one",
                ),
                _ => failure.hint("name an address of this machine and a port with --listen"),
            }
        })?;
        let store = outside::store(&config).await?;
        let keyring = outside::keyring(&config, &store).await?;
        let site = Site::new(&config, templates, keyring, store, told);
        let stop = stop()?;
        // Scripts wait for this line, so it is said even when quiet.
        print::err(&format!("listening on http://{}/\n", listener.local_addr()?));
        server::run(site, listener, stop).await;
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
