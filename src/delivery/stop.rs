//! The wish to stop: what is in flight is finished, nothing new is begun.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::watch;

/// Tells a run that it is to stop; clones hear the same.
#[derive(Debug, Clone)]
pub struct Stop {
    hears: watch::Receiver<bool>,
    /// How much is going on that nobody has to wait for.
    idle: Arc<AtomicUsize>,
    /// Does the process end by it?
    ends: bool,
}

/// As long as it lives, nothing is handed over: who asks to stop is not kept waiting.
#[derive(Debug)]
pub struct Idle(Arc<AtomicUsize>);

impl Drop for Idle {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Stop {
    /// Never asks to stop.
    #[must_use]
    pub fn never() -> Self {
        Self { hears: watch::channel(false).1, idle: Arc::default(), ends: false }
    }

    /// Asks to stop when the process is interrupted (Ctrl-C), terminated or its terminal is gone; a
    /// second time ends it at once, which the ledger is made for, and so does the first while the run is
    /// [idle](Self::idle).
    ///
    /// Must be called within a runtime.
    #[must_use]
    pub fn on_signals() -> Self {
        let (asked, hears) = watch::channel(false);
        let idle: Arc<AtomicUsize> = Arc::default();
        let now = Arc::clone(&idle);
        tokio::spawn(async move {
            tokio::select! {
                () = signal() => {}
                () = hang_up() => {}
            }
            let _ = asked.send(true);
            if now.load(Ordering::SeqCst) == 0 {
                // A terminal and its shell both say that they are gone: that is no second time.
                signal().await;
            }
            std::process::exit(130);
        });
        Self { hears, idle, ends: true }
    }

    /// Begins work in which nothing is handed over, such as rendering, which a template may draw out
    /// for ever.
    #[must_use]
    pub fn idle(&self) -> Idle {
        self.idle.fetch_add(1, Ordering::SeqCst);
        if self.ends && self.is_asked() {
            std::process::exit(130);
        }
        Idle(Arc::clone(&self.idle))
    }

    /// Was it asked for?
    #[must_use]
    pub fn is_asked(&self) -> bool {
        *self.hears.borrow()
    }

    /// Waits until it is asked for.
    pub async fn asked(&self) {
        let mut hears = self.hears.clone();
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

/// Waits until the terminal is gone, unless that was to be ignored (nohup).
#[cfg(target_os = "linux")]
async fn hang_up() {
    use tokio::signal::unix::{SignalKind, signal};
    if !ignores_hang_ups()
        && let Ok(mut gone) = signal(SignalKind::hangup())
    {
        gone.recv().await;
        return;
    }
    std::future::pending::<()>().await;
}

/// Was this process told to ignore SIGHUP, which is the first bit of the mask?
#[cfg(target_os = "linux")]
fn ignores_hang_ups() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    mask.is_none_or(|mask| mask & 1 == 1)
}

#[cfg(not(target_os = "linux"))]
async fn hang_up() {
    std::future::pending::<()>().await;
}

#[cfg(not(unix))]
async fn signal() {
    let _ = tokio::signal::ctrl_c().await;
}
