// The hosts of a job and what became of each. Their output stays on the server until somebody opens a host.
import { numberOf, OUTCOMES, SUCCEEDED, WAITING } from './outcomes.js';

const NO_EXIT_CODE = -0x80000000;

export class Hosts {
  /** @param names The hosts, in the order of the input. */
  constructor(names) {
    this.names = names;
    this.counts = OUTCOMES.map(() => 0);
    this.counts[WAITING] = names.length;
    this.indexes = new Map(names.map((name, index) => [name, index]));
    this.outcomes = new Uint8Array(names.length);
    this.exitCodes = new Int32Array(names.length).fill(NO_EXIT_CODE);
    this.durations = new Float32Array(names.length);
    // By host, the number of its result; and by that number less one, the host.
    this.numbers = new Int32Array(names.length);
    this.arrived = new Int32Array(names.length);
    this.count = 0;
  }

  get length() {
    return this.names.length;
  }

  /** Adds a result; returns the index of its host. */
  add(result, number) {
    const index = this.indexes.get(result.host);
    const outcome = numberOf(result.outcome);
    this.counts[this.outcomes[index]]--;
    this.counts[outcome]++;
    this.outcomes[index] = outcome;
    this.exitCodes[index] = result.exit_code ?? NO_EXIT_CODE;
    this.durations[index] = result.duration;
    this.numbers[index] = number;
    this.arrived[number - 1] = index;
    this.count = Math.max(this.count, number);
    return index;
  }

  /** What is known of a host, without its name, in one line. */
  describe(index) {
    const outcome = this.outcomes[index];
    const facts = [OUTCOMES[outcome].name];
    if (this.exitCodes[index] !== NO_EXIT_CODE && this.exitCodes[index] !== 0) {
      facts.push(`exit code ${this.exitCodes[index]}`);
    }

    if (outcome !== WAITING) {
      facts.push(`${this.durations[index].toFixed(1)} s`);
    }

    return facts.join(', ');
  }
}

/** Which hosts are shown, and in which places. */
export class Filter {
  constructor(hosts) {
    this.hosts = hosts;
    this.text = '';
    this.outcomes = new Set();
    this.apply();
  }

  /** Whether a host that ends may come or go. */
  get dependsOnOutcomes() {
    return this.outcomes.size > 0;
  }

  get isOn() {
    return this.dependsOnOutcomes || this.text !== '';
  }

  /** Computes the places anew. */
  apply() {
    const { hosts } = this;
    this.shown = new Int32Array(hosts.length);
    this.places = new Int32Array(hosts.length).fill(-1);
    let place = 0;
    for (let index = 0; index < hosts.length; index++) {
      if (this.accepts(index)) {
        this.shown[place] = index;
        this.places[index] = place++;
      }
    }

    this.shown = this.shown.subarray(0, place);
  }

  /** The hosts of the list below the grid: those that have ended and did not succeed, or that have the outcomes that are chosen. */
  list(most) {
    const { hosts } = this;
    const indexes = [];
    let total = 0;
    for (let number = 0; number < hosts.count; number++) {
      const index = hosts.arrived[number];
      if (this.places[index] >= 0 && (this.dependsOnOutcomes || hosts.outcomes[index] !== SUCCEEDED)) {
        total++;
        if (indexes.length < most) {
          indexes.push(index);
        }
      }
    }

    return { indexes, total };
  }

  accepts(index) {
    return (this.outcomes.size === 0 || this.outcomes.has(this.hosts.outcomes[index]))
      && (this.text === '' || this.hosts.names[index].toLowerCase().includes(this.text));
  }
}
