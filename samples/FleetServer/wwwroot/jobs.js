// The list of jobs.
import { get } from './api.js';
import { element, isolated } from './text.js';

const INTERVAL = 2000;
const FAILURES = ['failed', 'timed_out', 'unreachable', 'lost'];

/** Shows the list, and keeps it up to date until the signal is aborted. */
export async function showJobs(signal) {
  const rows = new Map();
  const body = document.getElementById('job-rows');
  body.replaceChildren();
  for (;;) {
    const jobs = await get('/jobs', signal);
    document.getElementById('no-jobs').hidden = jobs.length > 0;
    document.getElementById('job-table').hidden = jobs.length === 0;
    const wanted = jobs.map(job => update(rows.get(job.job) ?? create(rows, job), job));
    // A row that is moved loses the focus.
    if (wanted.length !== body.children.length || wanted.some((row, place) => row !== body.children[place])) {
      body.replaceChildren(...wanted);
    }

    await new Promise(resolve => setTimeout(resolve, INTERVAL));
    signal.throwIfAborted();
  }
}

function create(rows, job) {
  const row = element('tr');
  const link = element('a');
  link.href = `#/jobs/${encodeURIComponent(job.job)}`;
  link.append(isolated(job.job));
  const name = element('th');
  name.scope = 'row';
  name.append(link);
  row.append(name, element('td'), element('td'), element('td'), element('td'));
  rows.set(job.job, row);
  return row;
}

function update(row, job) {
  const count = outcomes => outcomes.reduce((sum, outcome) => sum + (job.outcomes[outcome] ?? 0), 0);
  const texts = [
    job.state,
    `${count(Object.keys(job.outcomes))} of ${job.hosts}`,
    String(count(FAILURES)),
    new Date(job.created).toLocaleString(),
  ];
  texts.forEach((text, place) => {
    const cell = row.children[place + 1];
    if (cell.textContent !== text) {
      cell.textContent = text;
    }
  });
  return row;
}
