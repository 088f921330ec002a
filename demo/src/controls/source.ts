// Where data comes from: the list, the file field, or a file dropped anywhere.

import type { BuiltIn } from '../data/built-in.js';
import { element } from '../element.js';
import type { Source } from '../worker/protocol.js';

const list = element<HTMLSelectElement>('source');
const file = element<HTMLInputElement>('file');
const error = element('error');

/** How many clouds each set is shown with at first. */
export const USUAL: Readonly<Record<string, number>> = { faithful: 2, series: 3, iris: 3, galaxies: 4, generated: 4 };

/** The last file, which stays in the list. */
let last: File | undefined;

/** What the list shows. */
export function listed(): Source {
  if (list.value === 'file' && last) return { kind: 'file', file: last };
  const [kind, n] = list.value.split('-');
  return kind === 'generated' ? { kind, n: Number(n) } : { kind: 'built-in', name: list.value as BuiltIn };
}

export function onSource(chosen: (source: Source) => void): void {
  list.addEventListener('change', () => chosen(listed()));
  file.addEventListener('change', () => {
    const picked = file.files?.[0];
    if (picked) chosen({ kind: 'file', file: picked });
    // the same file can be chosen again, once it is mended
    file.value = '';
  });
  addEventListener('dragover', (event) => {
    event.preventDefault();
    document.body.classList.add('dropping');
  });
  addEventListener('dragleave', (event) => {
    if (!event.relatedTarget) document.body.classList.remove('dropping');
  });
  addEventListener('drop', (event) => {
    event.preventDefault();
    document.body.classList.remove('dropping');
    const dropped = event.dataTransfer?.files[0];
    if (dropped) chosen({ kind: 'file', file: dropped });
  });
}

/** The list shows what is loaded: for a file an entry of its own, which stays. */
export function showSource(source: Source): void {
  if (source.kind === 'file' && source.file !== last) {
    list.querySelector('option[value=file]')?.remove();
    list.append(new Option(source.file.name, 'file'));
    last = source.file;
  }
  list.value = nameOf(source);
}

/** What the list calls it. */
export function nameOf(source: Source): string {
  if (source.kind === 'file') return 'file';
  return source.kind === 'generated' ? `generated-${source.n}` : source.name;
}

/** As if the user had chosen it; not told to anybody. */
export function setListed(name: string): void {
  list.value = name;
}

export function showError(message: string): void {
  error.textContent = message;
}
