// Server-sent events out of a body. EventSource cannot send the token.

/**
 * Yields {id, data} for each event.
 * @param pieces The bytes, in pieces as they come.
 */
export async function* readEvents(pieces) {
  let event = { id: '', data: [] };
  for await (const line of readLines(pieces)) {
    if (line === '') {
      if (event.data.length > 0) {
        yield { id: event.id, data: event.data.join('\n') };
      }

      event = { id: event.id, data: [] };
      continue;
    }

    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + (line[colon + 1] === ' ' ? 2 : 1));
    if (name === 'id') {
      event.id = value;
    } else if (name === 'data') {
      event.data.push(value);
    }
  }
}

async function* readLines(pieces) {
  const decoder = new TextDecoder();
  // Only the first part of a line may be long, so that a long line is not searched again with each piece.
  let parts = [];
  for await (const piece of pieces) {
    const lines = decoder.decode(piece, { stream: true }).split('\n');
    for (const end of lines.slice(0, -1)) {
      parts.push(end);
      yield parts.join('').replace(/\r$/, '');
      parts = [];
    }

    parts.push(lines.at(-1));
  }
}
