// The result of one host with its output, and the list of hosts that can be opened.
import { get, jobPath } from './api.js';
import { element, isolated, printable, printableOutput } from './text.js';

const PAGE = 100;

/** Reads a result and shows it in an element. */
export async function showResult(container, job, hosts, index, signal) {
  if (hosts.numbers[index] === 0) {
    container.replaceChildren(element('p', 'This host has no result yet.', 'quiet'));
    return;
  }

  container.replaceChildren(element('p', 'Reading…', 'quiet'));
  try {
    const result = await get(`${jobPath(job)}/results/${hosts.numbers[index]}`, signal);
    container.replaceChildren(...describe(result, hosts.describe(index)));
  } catch (error) {
    signal.throwIfAborted();
    container.replaceChildren(element('p', error.message));
  }
}

function* describe(result, facts) {
  yield element('p', `${facts}, ${result.attempts === 1 ? '1 attempt' : `${result.attempts} attempts`}`);
  if (result.error) {
    yield element('p', printable(result.error));
  }

  for (const [heading, text] of [['Standard output', result.stdout], ['Standard error', result.stderr]]) {
    if (text !== '') {
      yield element('h4', heading);
      const output = element('pre', printableOutput(text));
      output.tabIndex = 0;
      output.setAttribute('aria-label', heading);
      yield output;
    }
  }

  if (result.truncated) {
    yield element('p', 'The output was longer than its limit, and is not whole.', 'quiet');
  } else if (result.stdout === '' && result.stderr === '') {
    yield element('p', 'The action wrote nothing.', 'quiet');
  }
}

/** The list of hosts below the grid, folded. Its elements are as many as a person has asked for. */
export class ResultList {
  constructor(job, signal) {
    this.job = job;
    this.signal = signal;
    this.items = new Map();
    this.most = PAGE;
    this.list = document.getElementById('list');
    this.list.replaceChildren();
    this.more = document.getElementById('list-more');
    this.more.addEventListener('click', () => {
      this.most += PAGE;
      this.render(this.filter);
    }, { signal });
  }

  render(filter) {
    this.filter = filter;
    const { indexes, total } = filter.list(this.most);
    document.getElementById('list-title').textContent = `${filter.dependsOnOutcomes ? 'Hosts' : 'Failures'} (${total})`;
    document.getElementById('list-empty').hidden = total > 0;
    this.more.hidden = total <= indexes.length;
    this.more.textContent = `Show more (${total - indexes.length} are left)`;
    const shown = [...this.list.children];
    const wanted = indexes.map(index => this.#item(filter.hosts, index));
    // An element that is moved loses the focus.
    if (shown.every((item, place) => item === wanted[place])) {
      this.list.append(...wanted.slice(shown.length));
    } else {
      this.list.replaceChildren(...wanted);
      this.#forgetAllBut(new Set(indexes));
    }
  }

  #item(hosts, index) {
    return this.items.get(index) ?? this.#create(hosts, index);
  }

  #create(hosts, index) {
    const item = element('details');
    const summary = element('summary');
    summary.append(isolated(hosts.names[index]), ` ${hosts.describe(index)}`);
    const result = element('div');
    item.append(summary, result);
    item.addEventListener('toggle', () => {
      if (item.open) {
        showResult(result, this.job, hosts, index, this.signal).catch(() => {});
      } else {
        result.replaceChildren();
      }
    });
    this.items.set(index, item);
    return item;
  }

  #forgetAllBut(indexes) {
    for (const index of this.items.keys()) {
      if (!indexes.has(index)) {
        this.items.delete(index);
      }
    }
  }
}
