use super::super::job::tests::job;
use super::*;
use crate::output::HostOutcome;

#[test]
fn begin_jobs_take_turns_host_by_host() {
    let mut state = State::of(0);
    let jobs = [job(4, 9), job(2, 9), job(1, 9)].map(|(job, _results)| job);
    state.queue.extend(jobs.iter().cloned());
    let mut turns = Vec::new();
    while let Some(turn) = state.begin() {
        let job = jobs.iter().position(|job| Arc::ptr_eq(job, turn.job())).unwrap();
        turns.push((job, turn.number()));
    }
    assert_eq!(turns, [(0, 0), (1, 0), (2, 0), (0, 1), (1, 1), (0, 2), (0, 3)]);
}

#[test]
fn begin_of_job_whose_last_host_begins_takes_it_from_the_queue() {
    let mut state = State::of(0);
    let [(first, _), (second, _)] = [job(1, 1), job(2, 2)];
    state.queue.extend([&first, &second].map(Arc::clone));
    let number = |turn: Option<Turn>| turn.map(|turn| turn.number());
    assert_eq!([(); 3].map(|()| number(state.begin_of(&second))), [Some(0), Some(1), None]);
    assert_eq!(Arc::strong_count(&second), 1);
    assert_eq!(number(state.begin_of(&first)), Some(0));
    assert!(state.queue.is_empty());
}

#[test]
fn withdraw_job_that_has_not_begun_is_gone() {
    let mut state = State::of(0);
    let (job, _results) = job(3, 1);
    state.queue.push_back(Arc::clone(&job));
    drop(state.withdraw(&job));
    assert!(state.withdraw(&job).is_none());
    assert_eq!(Arc::strong_count(&job), 1);
}

#[test]
fn submit_closed_job_is_gone() {
    let (job, _results) = job(3, 1);
    close(&job);
    assert!(submit(Arc::clone(&job)).unwrap());
    assert_eq!(Arc::strong_count(&job), 1);
}

#[test]
fn help_runs_the_hosts_of_the_job_in_this_thread() {
    let (job, results) = job(5, 2);
    let mut event_loop = EventLoop::new(Poller::new().unwrap());
    let mut done = 0;
    while done < 5 {
        help(&mut event_loop, &job, IDLE_LIMIT);
        while let Ok(result) = results.recv_timeout(Duration::ZERO) {
            assert_eq!(result.unwrap().1.outcome, HostOutcome::Succeeded);
            done += 1;
        }
    }
    assert!(!job.is_ready());
}
