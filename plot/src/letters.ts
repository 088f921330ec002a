// How wide text is, where there is no canvas to ask. Vega's own guess of 0.8 em a character leaves wide gaps.

interface TextItem {
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
  /** Longer text is cut to this. */
  readonly limit?: number;
}

interface TextMetrics {
  width: (item: TextItem, text: unknown) => number;
  readonly estimateWidth: TextMetrics['width'];
}

/** Widths in em, about those of Helvetica and Arial; the first class that has the character. */
const CLASSES: readonly (readonly [RegExp, number])[] = [
  [/[ijlI|'.,:;!]/, 0.26],
  [/[ frt()[\]/\\-]/, 0.32],
  [/[mwMW%@—]/, 0.87],
  [/[A-Z]/, 0.69],
  [/[\u2e80-\uffff]/, 1],
];

/** An estimate on the safe side, in the units of the font's size. */
export function widthOf({ fontSize = 11, fontWeight, limit = 0 }: TextItem, text: unknown): number {
  let em = 0;
  for (const letter of String(text ?? '')) em += CLASSES.find(([letters]) => letters.test(letter))?.[1] ?? 0.56;
  const bold = fontWeight === 'bold' || Number(fontWeight) >= 600;
  const width = Math.ceil(em * fontSize * (bold ? 1.08 : 1));
  return limit > 0 ? Math.min(limit, width) : width;
}

/** Lets Vega measure so, unless it has a canvas, or somebody else measures for it. */
export function measureText(vega: object): void {
  const { textMetrics } = vega as { textMetrics: TextMetrics };
  if (textMetrics.width === textMetrics.estimateWidth) textMetrics.width = widthOf;
}
