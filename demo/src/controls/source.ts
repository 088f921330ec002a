// Where data comes from: the list, the file field, or a file dropped anywhere.

import type { BuiltIn } from '../data/built-in.js';
import { element } from '../element.js';
import type { Source } from '../worker/protocol.js';

const list = element<HTMLSelectElement>('source');
const file = element<HTMLInputElement>('file');
const error = element('error');

/** How many clouds each set is shown with at first. */
export const USUAL: Readonly<Record<string, number>> = { faithful: 2, series: 3, iris: 3, galaxies: 4, generated: 4 };

/** What the list shows. */
export function listed(): Source {
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

/** The list shows what is loaded: for a file an entry of its own. */
export function showSource(source: Source): void {
  list.querySelector('option[value=file]')?.remove();
  if (source.kind === 'file') list.append(new Option(source.file.name, 'file', true, true));
  else list.value = source.kind === 'generated' ? `generated-${source.n}` : source.name;
}

export function showError(message: string): void {
  error.textContent = message;
}
