//! What Postrider promises, one sentence a test, shown as its user sees it.

mod again;
mod ahead;
mod bodies;
mod build;
mod check;
mod cli;
mod delivery;
mod dialects;
mod dkim;
mod doubt;
mod dry_run;
mod feeds;
mod floors;
mod hand_over;
mod hostile;
mod house;
mod ids;
mod import;
mod init;
mod kills;
mod links;
mod manners;
#[cfg(feature = "model")]
mod model;
#[cfg(feature = "model")]
mod model_server;
mod out_of_step;
mod output;
mod post;
#[cfg(feature = "postgres")]
mod postgres;
#[cfg(feature = "postgres")]
mod postgres_server;
mod publish;
mod relay;
mod relays;
#[cfg(unix)]
mod sendmail;
mod server;
mod smtp_server;
mod sources;
mod subscribers;
mod summarize;
mod summary;
