// Which page is shown, and who is logged in.
import { get, hasToken, listenToConnection, Refusal, setToken } from './api.js';
import { showJob } from './job.js';
import { showJobs } from './jobs.js';

const JOB = '#/jobs/';

const find = id => document.getElementById(id);

let shown = new AbortController();

async function show(section, fill) {
  shown.abort();
  shown = new AbortController();
  const { signal } = shown;
  for (const one of ['login', 'jobs', 'job']) {
    find(one).hidden = one !== section;
  }

  find('logout').hidden = section === 'login';
  try {
    await fill(signal);
  } catch (error) {
    if (signal.aborted) {
      return;
    }

    if (!(error instanceof Refusal) || error.status !== 401) {
      throw error;
    }

    setToken(null);
    askForToken('The server no longer takes this token.');
  }
}

function route() {
  if (!hasToken()) {
    askForToken('');
    return;
  }

  const id = location.hash.startsWith(JOB) ? decode(location.hash.slice(JOB.length)) : null;
  document.title = id === null ? 'Fleet' : `${id} – Fleet`;
  show(id === null ? 'jobs' : 'job', signal => id === null ? showJobs(signal) : showJob(id, signal));
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function askForToken(reason) {
  show('login', () => {
    find('login-error').textContent = reason;
    find('token').value = '';
    find('token').focus();
  });
}

find('login').addEventListener('submit', async event => {
  event.preventDefault();
  const { signal } = shown;
  setToken(find('token').value.trim());
  find('login-error').textContent = '';
  try {
    await get('/jobs?limit=0', signal);
    route();
  } catch (error) {
    if (signal.aborted) {
      return;
    }

    setToken(null);
    find('login-error').textContent = error instanceof Refusal && error.status === 401 ? 'This is not the token.' : error.message;
    find('token').select();
  }
});
find('logout').addEventListener('click', () => {
  setToken(null);
  askForToken('');
});
listenToConnection(reason => {
  find('connection').textContent = reason === null ? '' : `The server does not answer${reason && ` (${reason})`}. Trying again…`;
});
addEventListener('hashchange', route);
route();
