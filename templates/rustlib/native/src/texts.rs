use std::collections::BTreeMap;
use std::future::poll_fn;
use std::mem;
use std::task::Poll;

use rust_interop::{Context, Record};
use serde::Serialize;

use crate::{WordCount, most_frequent, words};

/// How far an analysis is.
#[derive(Serialize, Record)]
pub struct AnalyseProgress {
    /// How many texts are done.
    pub done: usize,
    /// How many texts there are.
    pub total: usize,
}

/// Returns the most frequent words of several texts, ignoring case.
///
/// A few threads run any number of these calls. A call that is cancelled ends at its next `await`. The future may use
/// any runtime: `#[export(runtime = …)]` enters tokio's, for example.
#[rust_interop::export]
pub async fn analyse_all(
    texts: Vec<String>,
    top: Option<usize>,
    context: &Context<AnalyseProgress>,
) -> Vec<WordCount> {
    let mut counts = BTreeMap::<String, usize>::new();
    for (done, text) in (1..).zip(&texts) {
        for word in words(text) {
            *counts.entry(word).or_default() += 1;
        }
        // Progress that is not valid JSON would be an error.
        let _ = context.report(&AnalyseProgress { done, total: texts.len() });
        let_others_run().await;
    }
    most_frequent(counts, top)
}

/// Lets the other calls of this thread go on before this one does.
async fn let_others_run() {
    let mut have_run = false;
    poll_fn(|task| {
        if mem::replace(&mut have_run, true) {
            return Poll::Ready(());
        }
        task.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
