//! The wish to stop: what is in flight is finished, nothing new is begun.

use std::time::Duration;

use tokio::sync::watch;

/// Tells a run that it is to stop; clones hear the same.
#[derive(Debug, Clone)]
pub struct Stop(watch::Receiver<bool>);

impl Stop {
    /// Never asks to stop.
    #[must_use]
    pub fn never() -> Self {
        Self(watch::channel(false).1)
    }

    /// Asks to stop when the process is interrupted (Ctrl-C) or terminated; a second time ends it at
    /// once, which the ledger is made for.
    ///
    /// Must be called within a runtime.
    #[must_use]
    pub fn on_signals() -> Self {
        let (asked, hears) = watch::channel(false);
        tokio::spawn(async move {
            signal().await;
            let _ = asked.send(true);
            signal().await;
            std::process::exit(130);
        });
        Self(hears)
    }

    /// Was it asked for?
    #[must_use]
    pub fn is_asked(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits until it is asked for.
    pub async fn asked(&self) {
        let mut hears = self.0.clone();
        if hears.wait_for(|asked| *asked).await.is_err() {
            // Nobody is left who could ask.
            std::future::pending::<()>().await;
        }
    }

    /// Sleeps, and says whether it slept to the end.
    pub(super) async fn sleep(&self, time: Duration) -> bool {
        tokio::select! {
            () = self.asked() => false,
            () = tokio::time::sleep(time) => true,
        }
    }
}

#[cfg(unix)]
async fn signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminated) = signal(SignalKind::terminate()) else {
        let _ = tokio::signal::ctrl_c().await;
        return;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminated.recv() => {}
    }
}

#[cfg(not(unix))]
async fn signal() {
    let _ = tokio::signal::ctrl_c().await;
}
