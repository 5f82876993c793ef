// The hosts as cells on a canvas. A frame draws only the cells that have changed.
import { drawSign, readColours } from './outcomes.js';

const GAP = 1;
const KEYS = new Set(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'PageUp', 'PageDown']);
const PAGE = 10;

// The longest side of a canvas in browsers is at least this.
const MOST_PIXELS = 16000;

export class Grid {
  /**
   * @param canvas Where the cells are drawn.
   * @param marker An element that is put around the current cell.
   * @param moved Called with the index of the host that is current now; -1 for none.
   * @param opened Called with the index of a host to open.
   */
  constructor(canvas, marker, moved, opened) {
    Object.assign(this, { canvas, marker, moved, opened });
    this.context = canvas.getContext('2d');
    this.changed = new Set();
    this.current = -1;
    this.stop = new AbortController();
    const { signal } = this.stop;
    canvas.addEventListener('keydown', event => this.#press(event), { signal });
    canvas.addEventListener('click', event => this.#click(event), { signal });
    canvas.addEventListener('focus', () => this.moveTo(Math.max(this.current, 0)), { signal });
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#recolour(), { signal });
    this.observer = new ResizeObserver(() => this.layOut());
    this.observer.observe(canvas.parentElement);
    this.colours = readColours();
  }

  dispose() {
    this.stop.abort();
    this.observer.disconnect();
    cancelAnimationFrame(this.frame);
    this.marker.hidden = true;
  }

  /** Shows other hosts, or the same ones in other places. */
  show(filter) {
    this.filter = filter;
    this.layOut();
    const place = this.current >= 0 ? filter.places[this.host] : -1;
    this.#setCurrent(place);
  }

  /** A host has another outcome. */
  update(index) {
    this.changed.add(index);
    this.#draw();
  }

  layOut() {
    const count = this.filter?.shown.length ?? 0;
    const width = this.canvas.parentElement.clientWidth;
    if (this.filter === undefined || width === 0) {
      return;
    }

    this.pitch = pitchFor(this.filter.hosts.length) + GAP;
    this.columns = Math.max(1, Math.floor(width / this.pitch));
    const height = Math.max(1, Math.ceil(count / this.columns)) * this.pitch;
    this.scale = Math.min(devicePixelRatio, Math.max(1, Math.floor(MOST_PIXELS / height)));
    this.canvas.width = Math.round(width * this.scale);
    this.canvas.height = Math.round(height * this.scale);
    this.canvas.style.height = `${height}px`;
    this.isWhole = false;
    this.#mark();
    this.#draw();
  }

  moveTo(place) {
    if (this.filter.shown.length > 0) {
      this.#setCurrent(Math.min(Math.max(place, 0), this.filter.shown.length - 1));
      this.marker.scrollIntoView({ block: 'nearest' });
    }
  }

  #setCurrent(place) {
    this.current = place;
    this.host = place >= 0 ? this.filter.shown[place] : -1;
    this.#mark();
    this.moved(this.host);
  }

  #mark() {
    const { marker, current, columns, pitch } = this;
    marker.hidden = current < 0;
    if (current >= 0) {
      marker.style.width = marker.style.height = `${pitch - GAP}px`;
      marker.style.transform = `translate(${(current % columns) * pitch}px, ${Math.floor(current / columns) * pitch}px)`;
    }
  }

  #press(event) {
    const { columns, current, filter } = this;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      if (this.host >= 0) {
        this.opened(this.host);
      }
    } else if (KEYS.has(event.key) && !event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      const steps = {
        ArrowLeft: current - 1, ArrowRight: current + 1, ArrowUp: current - columns, ArrowDown: current + columns,
        PageUp: current - PAGE * columns, PageDown: current + PAGE * columns, Home: 0, End: filter.shown.length - 1,
      };
      this.moveTo(steps[event.key]);
    }
  }

  #click(event) {
    const place = Math.floor(event.offsetY / this.pitch) * this.columns + Math.floor(event.offsetX / this.pitch);
    if (event.offsetX < this.columns * this.pitch && place < this.filter.shown.length) {
      this.moveTo(place);
      this.opened(this.host);
    }
  }

  #recolour() {
    this.colours = readColours();
    this.isWhole = false;
    this.#draw();
  }

  #draw() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      const { context, filter } = this;
      context.setTransform(this.scale, 0, 0, this.scale, 0, 0);
      if (this.isWhole) {
        this.changed.forEach(index => this.#drawCell(filter.places[index]));
      } else {
        context.clearRect(0, 0, this.canvas.width, this.canvas.height);
        filter.shown.forEach((_, place) => this.#drawCell(place));
        this.isWhole = true;
      }

      this.changed.clear();
    });
  }

  #drawCell(place) {
    if (place < 0) {
      return;
    }

    const { pitch, columns, filter } = this;
    const x = (place % columns) * pitch;
    const y = Math.floor(place / columns) * pitch;
    this.context.clearRect(x, y, pitch, pitch);
    drawSign(this.context, filter.hosts.outcomes[filter.shown[place]], this.colours, x, y, pitch - GAP);
  }
}

/** How large a cell is, so that some screens are enough for all. */
function pitchFor(hosts) {
  return hosts <= 500 ? 20 : hosts <= 3000 ? 13 : hosts <= 40000 ? 8 : 4;
}
