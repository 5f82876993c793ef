use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Okapi BM25: a word counts more if few documents have it, and less if the document is long or has it often already.
pub(crate) struct Ranking {
    documents: f64,
    average_length: f64,
}

const SATURATION: f64 = 1.2;
const LENGTH_WEIGHT: f64 = 0.75;

impl Ranking {
    /// For an index of so many documents with so many words.
    pub(crate) fn new(documents: usize, words: u64) -> Self {
        let documents = documents as f64;
        Self { documents, average_length: words as f64 / documents }
    }

    /// What a word counts that so many documents have.
    pub(crate) fn rarity(&self, documents: usize) -> f64 {
        let with = documents as f64;
        (1.0 + (self.documents - with + 0.5) / (with + 0.5)).ln()
    }

    /// What that is multiplied by for a document of this length that has the word so often.
    pub(crate) fn weight(&self, count: u32, length: u32) -> f64 {
        let count = f64::from(count);
        let relative = 1.0 - LENGTH_WEIGHT + LENGTH_WEIGHT * f64::from(length) / self.average_length;
        count * (SATURATION + 1.0) / (count + SATURATION * relative)
    }
}

/// The places of the highest scores above 0, the highest first, and equal ones in their order.
pub(crate) fn best(scores: &[f64], most: usize) -> Vec<usize> {
    // The worst is at its top.
    let mut best = BinaryHeap::new();
    for (place, &score) in scores.iter().enumerate().filter(|&(_, &score)| score > 0.0) {
        // Positive numbers are in the order of their bits.
        let hit = (Reverse(score.to_bits()), place);
        if best.len() < most {
            best.push(hit);
        } else if let Some(mut worst) = best.peek_mut()
            && hit < *worst
        {
            *worst = hit;
        }
    }
    best.into_sorted_vec().into_iter().map(|(_, place)| place).collect()
}
