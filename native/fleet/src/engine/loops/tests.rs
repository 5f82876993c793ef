use super::super::job::tests::job;
use super::*;
use crate::output::HostOutcome;

/// For what takes milliseconds, unless it never happens.
const PATIENCE: Duration = Duration::from_secs(30);

/// A state of its own. A loop that it starts works for that of the process, which has to exist by then.
fn detached() -> State {
    drop(STATE.lock());
    State::INITIAL
}

fn host(next: Next) -> Turn {
    match next {
        Next::Host(turn) => turn,
        Next::Expired(_) => panic!("its block has expired"),
    }
}

#[test]
fn begin_jobs_take_turns_host_by_host() {
    let mut state = detached();
    let jobs = [job(4, 9), job(2, 9), job(1, 9)].map(|(job, _results)| job);
    state.queue.extend(jobs.iter().cloned());
    let mut turns = Vec::new();
    while let Some(turn) = state.begin().map(host) {
        let job = jobs.iter().position(|job| Arc::ptr_eq(job, turn.job())).unwrap();
        turns.push((job, turn.number()));
    }
    assert_eq!(turns, [(0, 0), (1, 0), (2, 0), (0, 1), (1, 1), (0, 2), (0, 3)]);
}

#[test]
fn begin_of_last_host_removes_the_job_from_the_queue() {
    let mut state = detached();
    let [(first, _), (second, _)] = [job(1, 1), job(2, 2)];
    state.queue.extend([&first, &second].map(Arc::clone));
    let number = |turn: Option<Turn>| turn.map(|turn| turn.number());
    assert_eq!([(); 3].map(|()| number(state.begin_of(&second))), [Some(0), Some(1), None]);
    assert_eq!(Arc::strong_count(&second), 1);
    assert_eq!(number(state.begin_of(&first)), Some(0));
    assert!(state.queue.is_empty());
}

#[test]
fn withdraw_job_that_has_not_begun_removes_it() {
    let mut state = detached();
    let (job, _results) = job(3, 1);
    state.queue.push_back(Arc::clone(&job));
    drop(state.withdraw(&job));
    assert!(state.withdraw(&job).is_none());
    assert_eq!(Arc::strong_count(&job), 1);
}

/// A loop that sleeps, with its waker.
fn sleeping() -> (Poller, Arc<Waker>) {
    let poller = Poller::new().unwrap();
    let waker = Arc::clone(poller.waker());
    (poller, waker)
}

fn is_woken(poller: &mut Poller) -> bool {
    poller.wait(Some(Duration::ZERO), &mut Vec::new()).unwrap()
}

#[test]
fn next_without_a_host_wakes_the_loop_once_there_is_one() {
    let mut state = detached();
    let (mut poller, waker) = sleeping();
    for _ in 0..2 {
        assert!(state.next(&waker).is_none());
    }
    state.call();
    assert!(!is_woken(&mut poller), "nothing is queued");
    state.queue.push_back(job(1, 1).0);
    state.call();
    assert!(is_woken(&mut poller));
    assert!(state.idle.is_empty(), "it was listed twice");
}

#[test]
fn next_with_a_host_wakes_another_loop_for_the_rest() {
    let mut state = detached();
    let [(mut first, first_waker), (mut second, second_waker)] = [sleeping(), sleeping()];
    for waker in [&first_waker, &second_waker] {
        assert!(state.next(waker).is_none());
    }
    state.queue.push_back(job(2, 2).0);
    assert_eq!(state.next(&second_waker).map(|next| host(next).number()), Some(0));
    assert!(state.last_taken.is_some());
    assert_eq!((is_woken(&mut first), is_woken(&mut second)), (true, false));
    assert_eq!(state.next(&first_waker).map(|next| host(next).number()), Some(1));
    assert!(state.idle.is_empty() && !is_woken(&mut second));
}

#[test]
fn end_that_makes_the_job_ready_wakes_a_loop_if_it_calls() {
    for calls in [true, false] {
        let mut state = detached();
        let (mut poller, waker) = sleeping();
        assert!(state.next(&waker).is_none());
        let (job, _results) = job(2, 1);
        drop(job.begin());
        assert!(state.end(Arc::clone(&job), calls).is_none());
        assert_eq!((state.queue.len(), is_woken(&mut poller)), (1, calls));
        state.queue.clear();
        drop(job.begin());
        assert!(state.end(job, calls).is_some(), "there is no further host");
        assert!(state.queue.is_empty() && !is_woken(&mut poller));
    }
}

#[test]
fn leave_woken_meanwhile_keeps_the_loop() {
    let mut state = detached();
    let (_poller, waker) = sleeping();
    state.loops.push(Arc::clone(&waker));
    assert!(!state.leave(&waker), "the loop is busy");
    assert!(state.next(&waker).is_none());
    assert!(state.leave(&waker));
    assert!(state.loops.is_empty() && state.idle.is_empty());
}

#[test]
fn is_neglected_queued_job_once_no_loop_takes_hosts() {
    let long = Duration::from_hours(1);
    let mut state = detached();
    let (job, _results) = job(2, 2);
    assert!(!state.is_neglected(&job, Duration::ZERO), "the job isn't queued");
    state.queue.push_back(Arc::clone(&job));
    assert!(state.is_neglected(&job, long), "there is no loop");
    let (_poller, waker) = sleeping();
    state.loops.push(Arc::clone(&waker));
    assert!(state.is_neglected(&job, long), "no loop has taken any");
    drop(state.next(&waker));
    assert!(!state.is_neglected(&job, long));
    assert!(state.is_neglected(&job, Duration::ZERO));
}

#[test]
fn begin_while_starts_are_held_or_without_a_host_starts_none() {
    let mut event_loop = EventLoop::new(Poller::new().unwrap());
    assert!(!begin(&mut event_loop, || None));
    let hold = event_loop.handle().hold_starts();
    assert!(!begin(&mut event_loop, || panic!("asked for a host")));
    drop(hold);
}

#[test]
fn work_without_a_host_ends() {
    work(EventLoop::new(Poller::new().unwrap()));
}

#[test]
fn submit_job_is_run_by_new_or_idle_loops() {
    for hosts in [2, 3, 4] {
        let (job, results) = job(hosts, 2);
        assert!(submit(job).unwrap());
        for _ in 0..hosts {
            assert_eq!(results.recv_timeout(PATIENCE).unwrap().unwrap().result().outcome, HostOutcome::Succeeded);
        }
        // Gives the loops time to become idle.
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn submit_closed_job_drops_it() {
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
            assert_eq!(result.unwrap().result().outcome, HostOutcome::Succeeded);
            done += 1;
        }
    }
    assert!(!job.is_ready());
}
