// The outcomes of a host: their names, colours and shapes.

/** In the order of their numbers. 0 is a host without a result. */
export const OUTCOMES = [
  { key: 'waiting', name: 'no result yet', colour: '--waiting', shape: outline },
  { key: 'succeeded', name: 'succeeded', colour: '--succeeded', shape: square },
  { key: 'failed', name: 'failed', colour: '--failed', shape: cross },
  { key: 'timed_out', name: 'timed out', colour: '--timed-out', shape: half },
  { key: 'unreachable', name: 'unreachable', colour: '--unreachable', shape: ring },
  { key: 'lost', name: 'lost', colour: '--lost', shape: diamond },
  { key: 'cancelled', name: 'cancelled', colour: '--cancelled', shape: bar },
  { key: 'not_started', name: 'not started', colour: '--not-started', shape: dot },
];

export const WAITING = 0;
export const SUCCEEDED = 1;

const numbers = new Map(OUTCOMES.map((outcome, number) => [outcome.key, number]));

export function numberOf(key) {
  return numbers.get(key);
}

export function isFailure(number) {
  return number >= 2 && number <= 5;
}

/** The colours as they are now: dark or light. */
export function readColours() {
  const style = getComputedStyle(document.documentElement);
  const colours = OUTCOMES.map(outcome => style.getPropertyValue(outcome.colour));
  return { outcomes: colours, background: style.getPropertyValue('--background') };
}

/** Draws the sign of an outcome into a square that is empty. */
export function drawSign(context, number, colours, x, y, size) {
  context.fillStyle = colours.outcomes[number];
  OUTCOMES[number].shape(context, x, y, size, colours.background);
}

function square(context, x, y, size) {
  context.fillRect(x, y, size, size);
}

function outline(context, x, y, size, background) {
  frame(context, x, y, size, Math.max(1, Math.round(size / 8)), background);
}

function ring(context, x, y, size, background) {
  frame(context, x, y, size, Math.max(2, size / 3), background);
}

function frame(context, x, y, size, width, background) {
  context.fillRect(x, y, size, size);
  context.fillStyle = background;
  context.fillRect(x + width, y + width, size - 2 * width, size - 2 * width);
}

function cross(context, x, y, size, background) {
  context.fillRect(x, y, size, size);
  context.strokeStyle = background;
  context.lineWidth = Math.max(1, size / 6);
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x + size, y + size);
  context.moveTo(x + size, y);
  context.lineTo(x, y + size);
  context.stroke();
}

function half(context, x, y, size, background) {
  const colour = context.fillStyle;
  frame(context, x, y, size, 1, background);
  context.fillStyle = colour;
  context.fillRect(x, y + size / 2, size, size / 2);
}

function diamond(context, x, y, size) {
  context.beginPath();
  context.moveTo(x + size / 2, y);
  context.lineTo(x + size, y + size / 2);
  context.lineTo(x + size / 2, y + size);
  context.lineTo(x, y + size / 2);
  context.fill();
}

function bar(context, x, y, size) {
  context.fillRect(x, y + size / 3, size, size / 3);
}

function dot(context, x, y, size) {
  context.fillRect(x + size / 3, y + size / 3, size / 3, size / 3);
}
