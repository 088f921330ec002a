// What stands in for the binary with fused multiply-add in `gmm-wasm/core`: nothing, and why.

import { absence as absenceOf } from '../../absent.js';

export const relaxed = '';

export const absence: string | undefined = absenceOf('relaxed arithmetic');
