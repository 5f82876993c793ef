// Server-sent events out of a body. EventSource cannot send the token.

/** Yields {id, data} for each event. */
export async function* readEvents(body) {
  let event = { id: '', data: [] };
  for await (const line of readLines(body)) {
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

async function* readLines(body) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  // Only the first piece of a line may be long, so that a long line is not searched again with each piece.
  let pieces = [];
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) {
        return;
      }

      const lines = decoder.decode(value, { stream: true }).split('\n');
      for (const end of lines.slice(0, -1)) {
        pieces.push(end);
        yield pieces.join('').replace(/\r$/, '');
        pieces = [];
      }

      pieces.push(lines.at(-1));
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}
