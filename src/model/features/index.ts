// Mixtures of some of the features: the others left open, or known.

export { conditionState } from './condition.js';
export { marginalState } from './marginal.js';
