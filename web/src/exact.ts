/** Numbers of an answer as the server wrote them: this language keeps about 16 digits of 38. */

/** A number that would be written otherwise here, be it rounded or only with another exponent. */
export class Exact {
  constructor(private readonly source: string) {}

  /** What is near enough to sort, filter and draw by. */
  valueOf(): number {
    return Number(this.source);
  }

  toString(): string {
    return this.source;
  }

  /** A browser that cannot write a number as it stands (before Chromium 114, Firefox 135, Safari 18.4) writes its digits as a text. */
  toJSON(): unknown {
    return (JSON as { rawJSON?: (source: string) => unknown }).rawJSON?.(this.source) ?? this.source;
  }
}

/** The number that a value is, as near as this language has it; of a text or nothing, undefined. */
export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' || value instanceof Exact ? Number(value) : undefined;
}

/** The start of a prediction's values, the end of a list, a text, or a number. */
const TOKEN = /"value"\s*:\s*\[|\]|"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

/** The answer in this JSON, in which no number of a prediction's values is rounded. */
export function parsed<T>(json: string): T {
  let isValue = false;
  let isAnyExact = false;
  const marked = json.replace(TOKEN, token => {
    if (token === ']' || token.endsWith('[')) {
      isValue = token !== ']';
    } else if (isValue && !token.startsWith('"') && String(Number(token)) !== token) {
      isAnyExact = true;
      return `{"exact":"${token}"}`;
    }
    return token;
  });
  return JSON.parse(marked, isAnyExact ? (_, one) => (typeof one?.exact === 'string' ? new Exact(one.exact) : one) : undefined);
}
