//! Puts the questions, a few at once.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::bill::Used;
use super::{Question, Reply};
use crate::config::Model as Chosen;
use crate::model::{Model, Reply as Said};

/// How many questions are put at once.
const AT_ONCE: usize = 4;

/// What all questions of a run share.
struct Desk {
    model: Model,
    chosen: Chosen,
    places: Semaphore,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    used: Used,
    /// The budget is used up, or no question can be answered.
    closed: bool,
}

/// Puts all questions on a thread of its own, for its caller may be at work for others already;
/// gives them back in their order.
pub(super) fn all(
    open: Vec<Question>,
    chosen: &Chosen,
    secret: Option<String>,
) -> Vec<(Question, Reply)> {
    let nothing = |why: String| move |question| (question, Reply::Nothing(why.clone()));
    let model = match Model::new(chosen, secret) {
        Ok(model) => model,
        Err(trouble) => return open.into_iter().map(nothing(trouble.to_string())).collect(),
    };
    let desk = Arc::new(Desk {
        model,
        chosen: chosen.clone(),
        places: Semaphore::new(AT_ONCE),
        state: Mutex::default(),
    });
    let spare = open.clone();
    let asked = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        Ok::<_, std::io::Error>(runtime.block_on(put(&desk, open)))
    });
    match asked.join() {
        Ok(Ok(replies)) => replies,
        Ok(Err(error)) => {
            spare.into_iter().map(nothing(format!("no model can be asked: {error}"))).collect()
        }
        Err(_) => spare.into_iter().map(nothing("asking the model broke off".to_owned())).collect(),
    }
}

async fn put(desk: &Arc<Desk>, open: Vec<Question>) -> Vec<(Question, Reply)> {
    let mut tasks = JoinSet::new();
    for question in open {
        let desk = Arc::clone(desk);
        tasks.spawn(async move {
            let reply = desk.one(&question).await;
            (question, reply)
        });
    }
    let mut replies = tasks.join_all().await;
    replies.sort_by_key(|(question, _)| question.at);
    replies
}

impl Desk {
    async fn one(&self, question: &Question) -> Reply {
        let _place = self.places.acquire().await;
        if self.with(|state| state.closed) {
            return Reply::Unasked;
        }
        match self.model.ask(&question.prompt, &question.material).await {
            Ok(Said { text, read, written }) => {
                let (read, written) =
                    (read.unwrap_or(question.read), written.unwrap_or(question.written));
                self.with(|state| state.closed |= !state.used.take(read, written, &self.chosen));
                Reply::Said(text)
            }
            Err(trouble) => {
                self.with(|state| state.closed |= trouble.is_general());
                Reply::Nothing(trouble.to_string())
            }
        }
    }

    fn with<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        work(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
