import { measureReplacements } from '../replacements.mjs';

/** The drop-in replacements of npm packages beside the originals. */
export const replacements = async ({ options }) => ({ rows: measureReplacements(options) });
