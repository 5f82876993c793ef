// What hosts and callers wrote, made safe to look at.

const MOST_CHARACTERS = 1 << 18;

// Controls, and the marks that change the direction of text. Not the tab.
const UNSAFE = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** Text for a single line: characters that cannot be seen, or that reorder the others, appear as codes. */
export function printable(text) {
  return text.replace(UNSAFE, code);
}

/** The same for output, whose lines remain, and whose end is left out if it is very long. */
export function printableOutput(text) {
  const kept = text.slice(0, MOST_CHARACTERS);
  const lines = kept.split('\n').map(line => printable(line.replace(/\r$/, ''))).join('\n');
  return text.length > MOST_CHARACTERS ? `${lines}\n[… ${text.length - MOST_CHARACTERS} further characters are not shown …]` : lines;
}

export function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) {
    made.textContent = text;
  }

  if (className) {
    made.className = className;
  }

  return made;
}

/** A name in an element of its own, so that its direction changes nothing around it. */
export function isolated(text) {
  return element('bdi', printable(text));
}

function code(character) {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
