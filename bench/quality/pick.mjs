/** An index, with probabilities in proportion to non-negative weights. */
export function pick(weights, uniform) {
  let left = uniform() * weights.reduce((sum, weight) => sum + weight, 0);
  for (let i = 0; i < weights.length - 1; i++) {
    left -= weights[i];
    if (left < 0) return i;
  }
  return weights.length - 1;
}
