// Calls of the API. The token is in a header, and never in an address.
import { readEvents } from './events.js';

const TOKEN = 'fleet-token';
const FIRST_WAIT = 250;
const MOST_WAIT = 4000;
// Events come at least every two seconds.
const MOST_SILENCE = 15000;

const JSON_TYPE = 'application/json';
const PROBLEM_TYPE = 'application/problem+json';
const EVENTS_TYPE = 'text/event-stream';

/** What the server refuses, with the reason that it gives. */
export class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** An answer that is not the server's, or says that it cannot answer now. */
class NoAnswer extends Error {}

// The calls that wait for the server, and why.
const waiting = new Map();
let onConnection;

/**
 * Says whether the server answers.
 * @param listener Called with null when all calls are answered; otherwise with what is known of the reason, which may be empty.
 */
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
  return repeat(() => exchange('GET', path, JSON_TYPE, readJson, signal), signal);
}

/** Calls something that may be repeated. While the server is away, it tries again. */
export async function post(path, signal) {
  return repeat(() => exchange('POST', path, JSON_TYPE, readJson, signal), signal);
}

/**
 * Reads events, from the one after the cursor on, until one of them is the last. When the connection is lost, it goes on where it was.
 * @param receive Called with each event; returns whether that was the last one.
 */
export async function watch(path, cursor, receive, signal) {
  await repeat(answered => exchange('GET', path, EVENTS_TYPE, async pieces => {
    for await (const event of readEvents(pieces)) {
      const isLast = receive(JSON.parse(event.data));
      cursor = Number(event.id);
      answered();
      if (isLast) {
        return;
      }
    }

    throw new NoAnswer();
  }, signal, cursor > 0 ? { 'Last-Event-ID': String(cursor) } : {}), signal);
}

/** Makes one call, and gives it up when nothing comes for a while: a machine that has lost its power does not close connections. */
async function exchange(method, path, type, read, signal, headers = {}) {
  const end = new AbortController();
  let timer;
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(() => end.abort(), MOST_SILENCE);
  };
  heard();
  try {
    const response = await fetch(path, {
      method,
      signal: AbortSignal.any([signal, end.signal]),
      headers: { ...headers, Authorization: `Bearer ${sessionStorage.getItem(TOKEN) ?? ''}` },
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
    });
    const answered = response.headers.get('Content-Type')?.split(';')[0];
    if (response.ok && answered === type) {
      return await read(readPieces(response.body, heard));
    }

    // A proxy whose server is away answers with any status, and a page of its own.
    if (answered !== PROBLEM_TYPE || response.status >= 500) {
      throw new NoAnswer(`HTTP ${response.status}`);
    }

    const problem = await readJson(readPieces(response.body, heard));
    throw new Refusal(response.status, problem.detail ?? problem.title);
  } finally {
    clearTimeout(timer);
    end.abort();
  }
}

async function* readPieces(body, heard) {
  const reader = body.getReader();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      return;
    }

    heard();
    yield value;
  }
}

async function readJson(pieces) {
  const decoder = new TextDecoder();
  let text = '';
  for await (const piece of pieces) {
    text += decoder.decode(piece, { stream: true });
  }

  return JSON.parse(text);
}

async function repeat(attempt, signal) {
  const call = {};
  let wait = FIRST_WAIT;
  const answered = () => {
    wait = FIRST_WAIT;
    waiting.delete(call);
    reportConnection();
  };
  try {
    for (;;) {
      try {
        return await attempt(answered);
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof Refusal) {
          throw error;
        }

        waiting.set(call, error instanceof NoAnswer ? error.message : '');
        reportConnection();
      }

      await new Promise(resolve => setTimeout(resolve, wait));
      signal.throwIfAborted();
      wait = Math.min(2 * wait, MOST_WAIT);
    }
  } finally {
    answered();
  }
}

function reportConnection() {
  onConnection([...waiting.values()].at(-1) ?? null);
}
