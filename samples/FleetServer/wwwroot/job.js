// The page of one job.
import { get, jobPath, post, Refusal, watch } from './api.js';
import { Grid } from './grid.js';
import { Filter, Hosts } from './hosts.js';
import { drawSign, isFailure, OUTCOMES, readColours } from './outcomes.js';
import { ResultList, showResult } from './results.js';
import { element, isolated, printable } from './text.js';

const SIGN = 12;
const RENDER_INTERVAL = 250;
// A screen reader would say nothing else.
const ANNOUNCEMENT_INTERVAL = 5000;

const ENDED = new Set(['completed', 'cancelled']);

const find = id => document.getElementById(id);

/** Shows a job until the signal is aborted. */
export async function showJob(id, signal) {
  find('job-title').replaceChildren(isolated(id));
  find('job-error').textContent = '';
  find('job-body').hidden = true;
  find('cancel').hidden = true;
  try {
    // A job that was deleted and started again is another one.
    while (await new JobPage(id, signal).run() === 'replaced') {
      signal.throwIfAborted();
    }
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 401) {
      throw error;
    }

    find('job-error').textContent = printable(error.message);
  }
}

class JobPage {
  constructor(id, signal) {
    this.id = id;
    this.closed = new AbortController();
    this.signal = AbortSignal.any([signal, this.closed.signal]);
    this.lastAnnouncement = 0;
    this.isCancelling = false;
  }

  async run() {
    const { id, signal } = this;
    try {
      this.status = await get(jobPath(id), signal);
      this.hosts = new Hosts(await get(`${jobPath(id)}/hosts`, signal));
      this.filter = new Filter(this.hosts);
      this.#prepare();
      let isReplaced = false;
      await watch(`${jobPath(id)}/events?output=false`, 0, update => {
        isReplaced = update.status.created !== this.status.created || update.status.hosts !== this.hosts.length;
        if (!isReplaced) {
          this.#add(update);
        }

        return isReplaced || (ENDED.has(update.status.state) && update.cursor >= completed(update.status));
      }, signal);
      if (isReplaced) {
        return 'replaced';
      }

      this.#render();
      // It has ended, and remains open to look at.
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    } finally {
      clearTimeout(this.timer);
      this.grid?.dispose();
      this.closed.abort();
      find('confirm').close();
    }
  }

  #prepare() {
    const { signal } = this;
    find('job-body').hidden = false;
    find('host').hidden = true;
    this.list = new ResultList(this.id, signal);
    this.grid = new Grid(find('cells'), find('marker'), index => this.#move(index), index => this.#open(index));
    this.#makeOutcomes();
    find('filter').value = '';
    find('filter').addEventListener('input', event => {
      this.filter.text = event.target.value.trim().toLowerCase();
      this.#refilter();
    }, { signal });
    find('host-close').addEventListener('click', () => this.#close(), { signal });
    find('host').addEventListener('keydown', event => event.key === 'Escape' && this.#close(), { signal });
    find('cancel').addEventListener('click', () => find('confirm').showModal(), { signal });
    find('confirm-no').addEventListener('click', () => find('confirm').close(), { signal });
    find('confirm-yes').addEventListener('click', () => this.#cancel(), { signal });
    this.#refilter();
    this.#render();
  }

  #makeOutcomes() {
    this.buttons = OUTCOMES.map((outcome, number) => {
      const button = element('button');
      const sign = element('canvas');
      sign.width = sign.height = SIGN;
      sign.setAttribute('aria-hidden', 'true');
      const count = element('span');
      button.append(sign, outcome.name, count);
      button.type = 'button';
      button.dataset.outcome = outcome.key;
      button.setAttribute('aria-pressed', 'false');
      button.addEventListener('click', () => {
        const isChosen = !this.filter.outcomes.delete(number);
        if (isChosen) {
          this.filter.outcomes.add(number);
        }

        button.setAttribute('aria-pressed', String(isChosen));
        this.#refilter();
      });
      return { button, count, sign: sign.getContext('2d') };
    });
    find('outcomes').replaceChildren(...this.buttons.map(({ button }) => button));
    this.#drawSigns();
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#drawSigns(), { signal: this.signal });
  }

  #drawSigns() {
    const colours = readColours();
    this.buttons.forEach(({ sign }, number) => {
      sign.clearRect(0, 0, SIGN, SIGN);
      drawSign(sign, number, colours, 0, 0, SIGN);
    });
  }

  #add(update) {
    this.status = update.status;
    const first = update.cursor - update.results.length;
    update.results.forEach((result, place) => this.grid.update(this.hosts.add(result, first + place + 1)));
    this.hasNew ||= update.results.length > 0;
    this.timer ??= setTimeout(() => this.#render(), RENDER_INTERVAL);
  }

  #render() {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { status, hosts } = this;
    const ended = ENDED.has(status.state);
    find('cancel').hidden = ended;
    find('cancel').disabled = this.isCancelling || status.state === 'cancelling';
    find('job-state').textContent = `${status.state}: ${hosts.count} of ${hosts.length} hosts have a result`;
    find('job').dataset.state = status.state;
    find('job-progress').max = Math.max(hosts.length, 1);
    find('job-progress').value = hosts.length === 0 ? 1 : hosts.count;
    this.buttons.forEach(({ button, count }, number) => {
      count.textContent = String(hosts.counts[number]);
      button.hidden = hosts.counts[number] === 0 && !this.filter.outcomes.has(number);
    });
    if (this.hasNew) {
      this.hasNew = false;
      if (this.filter.dependsOnOutcomes) {
        this.filter.apply();
        this.grid.show(this.filter);
      }

      this.list.render(this.filter);
      this.#move(this.grid.host);
    }

    this.#announce(ended);
  }

  #announce(ended) {
    const now = Date.now();
    if (ended || now - this.lastAnnouncement > ANNOUNCEMENT_INTERVAL) {
      this.lastAnnouncement = now;
      const failures = this.hosts.counts.filter((_, number) => isFailure(number)).reduce((sum, count) => sum + count, 0);
      find('announcement').textContent = `${find('job-state').textContent}, ${failures} failed.`;
    }
  }

  #refilter() {
    this.filter.apply();
    this.grid.show(this.filter);
    this.list.render(this.filter);
  }

  #move(index) {
    const text = index >= 0 ? `${printable(this.hosts.names[index])}: ${this.hosts.describe(index)}`
      : this.filter.isOn ? `${this.filter.shown.length} of ${this.hosts.length} hosts are shown.` : '';
    find('here').firstElementChild.textContent = text;
    find('cell').textContent = text;
  }

  #open(index) {
    find('host-title').replaceChildren(isolated(this.hosts.names[index]));
    find('host').hidden = false;
    find('host').focus();
    showResult(find('host-result'), this.id, this.hosts, index, this.signal).catch(() => {});
  }

  #close() {
    find('host').hidden = true;
    find('host-result').replaceChildren();
    find('cells').focus();
  }

  async #cancel() {
    find('confirm').close();
    this.isCancelling = true;
    this.#render();
    try {
      await post(`${jobPath(this.id)}/cancel`, this.signal);
    } catch (error) {
      if (error instanceof Refusal) {
        find('job-error').textContent = printable(error.message);
      }
    } finally {
      this.isCancelling = false;
    }
  }
}

function completed(status) {
  return Object.values(status.outcomes).reduce((sum, count) => sum + count, 0);
}
