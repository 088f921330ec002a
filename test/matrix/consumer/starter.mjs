// Starts the page's script in a worker, which finds its query in its own address.

import { tell } from './tell.mjs';

const worker = new Worker(`./page.mjs${globalThis.location.search}`, { type: 'module' });
worker.onerror = ({ message }) => tell(() => Promise.reject(new Error(`the worker failed: ${message}`)));
