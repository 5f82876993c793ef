//! Records of the crate `log`.

/// Logs as many records.
#[rust_interop::export]
pub fn talk(records: u32) {
    for record in 0..records {
        log::info!("{record} of {records}");
    }
}
