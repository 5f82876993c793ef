// Calls of the API. The token is in a header, and never in an address.
import { readEvents } from './events.js';

const TOKEN = 'fleet-token';
const FIRST_WAIT = 250;
const MOST_WAIT = 4000;
// Of a stream, in which the server says something every two seconds.
const MOST_SILENCE = 15000;

/** What the server refuses, with the reason that it gives. */
export class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** Called with false when the server does not answer, and with true when it does again. */
export let onConnection = () => {};

export function listenToConnection(listener) {
  onConnection = listener;
}

export function hasToken() {
  return sessionStorage.getItem(TOKEN) !== null;
}

/** Keeps the token until the tab is closed; null forgets it. */
export function setToken(token) {
  if (token === null) {
    sessionStorage.removeItem(TOKEN);
  } else {
    sessionStorage.setItem(TOKEN, token);
  }
}

export function jobPath(id) {
  return `/jobs/${encodeURIComponent(id)}`;
}

/** Reads JSON. While the server is away, it tries again. */
export async function get(path, signal) {
  return repeat(async () => (await call('GET', path, { signal })).json(), signal);
}

/** Calls something that may be repeated. While the server is away, it tries again. */
export async function post(path, signal) {
  return repeat(async () => (await call('POST', path, { signal })).json(), signal);
}

/**
 * Reads events, from the one after the cursor on, until one of them is the last. When the connection is lost, it goes on where it was.
 * @param receive Called with each event; returns whether that was the last one.
 */
export async function watch(path, cursor, receive, signal) {
  await repeat(async answered => {
    const silence = new AbortController();
    const either = AbortSignal.any([signal, silence.signal]);
    let timer = setTimeout(() => silence.abort(), MOST_SILENCE);
    try {
      const headers = cursor > 0 ? { 'Last-Event-ID': String(cursor) } : {};
      const response = await call('GET', path, { signal: either, headers });
      for await (const event of readEvents(response.body)) {
        clearTimeout(timer);
        timer = setTimeout(() => silence.abort(), MOST_SILENCE);
        answered();
        cursor = Number(event.id);
        if (receive(JSON.parse(event.data))) {
          return;
        }
      }
    } finally {
      clearTimeout(timer);
      silence.abort();
    }

    throw new Error('The server has ended the stream.');
  }, signal);
}

async function call(method, path, options) {
  const response = await fetch(path, {
    method,
    signal: options.signal,
    headers: { ...options.headers, Authorization: `Bearer ${sessionStorage.getItem(TOKEN) ?? ''}` },
    cache: 'no-store',
    credentials: 'omit',
    redirect: 'error',
  });
  if (response.ok) {
    return response;
  }

  const problem = await response.json().catch(() => ({}));
  throw response.status < 500
    ? new Refusal(response.status, problem.detail ?? problem.title ?? `HTTP ${response.status}`)
    : new Error(`HTTP ${response.status}`);
}

async function repeat(attempt, signal) {
  let wait = FIRST_WAIT;
  const answered = () => {
    wait = FIRST_WAIT;
    onConnection(true);
  };
  for (;;) {
    try {
      const result = await attempt(answered);
      onConnection(true);
      return result;
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof Refusal) {
        onConnection(true);
        throw error;
      }
    }

    onConnection(false);
    await new Promise(resolve => setTimeout(resolve, wait));
    signal?.throwIfAborted();
    wait = Math.min(2 * wait, MOST_WAIT);
  }
}
