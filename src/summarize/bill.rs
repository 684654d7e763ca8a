//! What asking costs, told before it is done.

use std::fmt::Write as _;

use serde::Serialize;

use super::question::Question;
use crate::config::Model;

/// An estimate of what asking costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Bill {
    /// About how many articles.
    pub articles: usize,
    /// About how many tokens, read and written.
    pub tokens: u64,
    /// About how much money, in the unit of the prices; none where the prices are not known.
    pub cost: Option<String>,
}

impl Bill {
    /// Estimates some questions.
    pub(super) fn of(questions: &[Question], model: &Model) -> Self {
        let tokens = questions.iter().map(|question| question.read + question.written).sum();
        let cost = model.prices.map(|prices| {
            amount(
                questions
                    .iter()
                    .map(|question| cost(question.read, question.written, prices))
                    .sum(),
            )
        });
        Self { articles: questions.len(), tokens, cost }
    }

    /// Tells it in a sentence.
    #[must_use]
    pub fn sentence(&self, model: &Model) -> String {
        let articles = if self.articles == 1 { "article" } else { "articles" };
        let mut text = format!(
            "asking {} about {} {articles}: some {} tokens of {}",
            model.name, self.articles, self.tokens, model.budget_tokens
        );
        if let Some(cost) = &self.cost {
            let _ = write!(text, ", at most {cost} of {}", amount(model.budget));
        }
        text
    }
}

/// Gives what tokens cost, in millionths, rounded up.
pub(super) fn cost(read: u64, written: u64, [input, output]: [u64; 2]) -> u64 {
    let whole = u128::from(read) * u128::from(input) + u128::from(written) * u128::from(output);
    u64::try_from(whole.div_ceil(1_000_000)).unwrap_or(u64::MAX)
}

/// Writes millionths as an amount: `0.0123`.
fn amount(millionths: u64) -> String {
    let text = format!("{}.{:06}", millionths / 1_000_000, millionths % 1_000_000);
    let bare = text.trim_end_matches('0');
    let places = bare.len() - bare.find('.').unwrap_or(0) - 1;
    format!("{bare}{}", "0".repeat(2_usize.saturating_sub(places)))
}

/// What a run has used so far.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Used {
    tokens: u64,
    cost: u64,
}

impl Used {
    /// Adds tokens; gives whether that is still within the budget.
    pub(super) fn take(&mut self, read: u64, written: u64, model: &Model) -> bool {
        self.tokens = self.tokens.saturating_add(read.saturating_add(written));
        let cost = model.prices.map_or(0, |prices| cost(read, written, prices));
        self.cost = self.cost.saturating_add(cost);
        self.tokens <= model.budget_tokens && self.cost <= model.budget
    }
}

/// Divides questions into those the budget is enough for and the others, in their order.
pub(super) fn within(questions: Vec<Question>, model: &Model) -> (Vec<Question>, Vec<Question>) {
    let mut used = Used::default();
    questions.into_iter().partition(|question| {
        let mut then = used;
        let fits = then.take(question.read, question.written, model);
        if fits {
            used = then;
        }
        fits
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_counted_in_millionths_and_rounded_up() {
        assert_eq!(cost(1_000_000, 0, [100_000, 500_000]), 100_000);
        assert_eq!(cost(1, 1, [100_000, 500_000]), 1);
        assert_eq!(amount(12_300), "0.0123");
        assert_eq!(amount(1_000_000), "1.00");
        assert_eq!(amount(0), "0.00");
    }
}
